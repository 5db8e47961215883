"""How a run ends: exit codes, and errors told to a person."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path

import pytest
from typer.testing import CliRunner

from patterns_cli import __version__
from patterns_cli.app import typer_app
from patterns_cli.catalog import lookup
from patterns_cli.errors import ExitCode
from tests.conftest import Patterns, Program, SmallPack


def test_the_version(patterns: Patterns, program: Program) -> None:
    assert patterns("--version").out == f"patterns {__version__}\n"
    assert program("--version").stdout.decode() == f"patterns {__version__}\n"


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["list"], ExitCode.DONE),
        (["--help"], ExitCode.DONE),
        (["show", "nothing-like-it"], ExitCode.FAILED),
        (["nothing-like-it"], ExitCode.FAILED),
        (["shwo"], ExitCode.USAGE),
        (["show"], ExitCode.USAGE),
        (["show", "ws", "--colour"], ExitCode.USAGE),
        (["list", "--color", "sometimes"], ExitCode.USAGE),
    ],
)
def test_exit_codes(patterns: Patterns, args: list[str], code: int) -> None:
    ended = patterns(*args)
    assert ended.code == code
    assert (ended.err == "") == (code == ExitCode.DONE)
    assert (ended.out == "") == (code != ExitCode.DONE)


def test_a_misspelt_command_gets_a_suggestion(patterns: Patterns) -> None:
    assert "Did you mean 'show'?" in patterns("shwo", "ws").err
    assert "Possible options: --color" in patterns("list", "--colr", "never").err


def test_a_first_word_that_is_almost_a_pattern_gets_a_suggestion(patterns: Patterns) -> None:
    ended = patterns("websocekt")
    assert ended.err.startswith("error: `websocekt` is neither a command nor a pattern\nhint: did you mean websocket")


@pytest.mark.parametrize("args", [["show", "nothing-like-it", "--json"], ["shwo", "--json"], ["--json", "decide"]])
def test_an_error_under_json_is_an_object_too(patterns: Patterns, args: list[str]) -> None:
    ended = patterns(*args)
    answer = json.loads(ended.out)
    assert ended.code in (1, 2)
    assert answer["schema_version"] == 1
    assert answer["error"]["message"]
    assert ended.err.startswith("error: ")


def test_a_bug_is_one_line_and_its_traceback_only_on_request(
    patterns: Patterns, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("oh no")

    monkeypatch.setattr(lookup, "find_entry", broken)
    ended = patterns("show", "ws")
    assert ended.code == 3
    assert "patterns has a bug here (ZeroDivisionError: oh no)" in ended.err
    assert "Traceback" not in ended.err
    assert "Traceback" in patterns("show", "ws", "--debug").err


def test_the_test_runner_of_typer_sees_the_same(catalog: object) -> None:
    result = CliRunner().invoke(typer_app, ["show", "ws", "--brief"])
    assert result.exit_code == 0
    assert result.stdout.startswith("WebSocket\n")


def test_a_persons_own_pack_is_looked_up_with_the_built_in_one(
    patterns: Patterns, home: Path, small_pack: SmallPack
) -> None:
    (home / "packs").mkdir(parents=True)
    small_pack.folder.rename(home / "packs" / "small")
    assert patterns("show", "alpha").out.startswith("Alpha\n")
    assert patterns("show", "websocket").code == 0
    assert "alpha" in patterns("list").out.splitlines()
    assert len(json.loads(patterns("export", "json").out)["packs"]) == 2


def test_a_broken_file_of_their_own_is_named_and_hides_nothing_else(
    patterns: Patterns, home: Path, small_pack: SmallPack
) -> None:
    small_pack.replace("patterns/alpha.yaml", "summary:", "sumary:")
    (home / "packs").mkdir(parents=True)
    folder = small_pack.folder.rename(home / "packs" / "small")
    for args in (["show", "beta"], ["show", "websocket"], ["list"]):
        ended = patterns(*args)
        assert ended.code == 0
        place = folder / "patterns" / "alpha.yaml"
        assert f"warning: {place}:3:1: `sumary` is not a field of the file (did you mean summary?)\n" in ended.err
        assert ended.err.endswith(f"\nAll that is wrong: patterns validate {folder}\n")
        assert ended.err.count("\n") == 2


def test_hostile_content_reaches_no_terminal(patterns: Patterns, compiled_home: Path, small_pack: SmallPack) -> None:
    small_pack.replace("patterns/alpha.yaml", "name: Alpha", 'name: "A\\e[2J\\e]52;c;aGk=\\a"')
    literal = "Close with [/items]; use list[str]; see [the docs](http://e.x); {a :key: b}; C:\\dir\\ ; [bold]x[/bold]"
    small_pack.replace("patterns/beta.yaml", "summary: The first of two.", f"summary: >-\n  {literal}")
    (compiled_home / "packs").mkdir(parents=True)
    small_pack.folder.rename(compiled_home / "packs" / "small")
    for args, tty in product(
        (["list", "--plain"], ["show", "beta"], ["compare", "beta", "sse"], ["alpha"]), (True, False)
    ):
        ended = patterns(*args, terminal=tty, width=200, env={"NO_COLOR": "1"})
        assert not set("\x1b\x07\x9b\u202e") & set(ended.out + ended.err)
        if args in (["list", "--plain"], ["show", "beta"]):
            assert literal in " ".join(ended.out.split())
    assert "U+001B" in patterns("list").err
    for args in (
        ["quiz", "--export", "all", "--topic", "beta"],
        ["learn", "beta", "--no-input"],
        ["ask", "the first of two", "--pack", "small", "--no-input"],
        ["export", "json", "--pack", "small"],
        ["export", "markdown", "--pack", "small"],
        ["export", "gift", "--topic", "beta"],
    ):
        ended = patterns(*args)
        assert ended.code == 0
        assert not set("\x1b\x07\x9b\u202e") & set(ended.out + ended.err), args

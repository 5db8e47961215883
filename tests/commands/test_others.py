"""``patterns list``, ``paths``, ``export``, ``help`` and the start screen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from patterns_cli.cli.registry import TOP_LEVEL_COMMANDS
from tests.conftest import Patterns, SmallPack


def test_the_start_screen_says_what_is_here_and_what_to_try(patterns: Patterns) -> None:
    ended = patterns()
    assert ended.code == 0
    assert "10 patterns, 15 systems" in ended.out
    assert ended.out.count("\n  patterns ") == 4


def test_a_list_into_a_pipe_is_one_id_a_line(patterns: Patterns) -> None:
    lines = patterns("list").out.splitlines()
    assert lines[0] == "websocket"
    assert len(lines) == 15
    assert all(line == line.strip() and " " not in line for line in lines)


@pytest.mark.parametrize(("what", "count"), [("systems", 15), ("neighbors", 87)])
def test_systems_and_neighbors_are_listed_as_well(patterns: Patterns, what: str, count: int) -> None:
    assert len(patterns("list", what).out.splitlines()) == count


def test_a_list_for_a_person_has_groups_and_summaries(patterns: Patterns) -> None:
    out = patterns("list", terminal=True, width=100).out
    assert "Getting updates to people and machines" in out
    assert "One open connection on which client and server both send at any time." in out


def test_tables_into_a_pipe_are_one_id_a_line(patterns: Patterns) -> None:
    lines = patterns("list", "tables").out.splitlines()
    assert "quick-decision" in lines
    assert not any(" " in line for line in lines)


def test_neighbors_of_another_pack_suggest_one_of_its_own(
    patterns: Patterns, compiled_home: Path, small_pack: SmallPack
) -> None:
    small_pack.write(
        "neighbours.yaml",
        "neighbours:\n  - id: gamma\n    name: Gamma\n    purpose: It counts.\n    tell_apart: It has numbers.\n"
        "    do: Count.\n    near: [alpha]\n",
    )
    (compiled_home / "packs").mkdir(parents=True)
    small_pack.folder.rename(compiled_home / "packs" / "small")
    out = patterns("list", "neighbors", "--pack", "small", "--plain").out
    assert "patterns show gamma" in out
    assert "circuit-breaker" not in out


def test_tables_for_a_reader_are_printed_whole(patterns: Patterns) -> None:
    out = patterns("list", "tables", "--plain").out
    assert "Quick Decision Table" in out
    assert "Problem: Prevent duplicate processing\n  Pattern: Idempotency Key\n  Example: All write APIs\n" in out


def test_a_kind_that_cannot_be_listed_is_a_usage_error(patterns: Patterns) -> None:
    assert patterns("list", "birds").code == 2


@pytest.mark.parametrize("what", ["patterns", "systems", "neighbors", "tables"])
def test_lists_as_json(patterns: Patterns, what: str) -> None:
    answer = json.loads(patterns("list", what, "--json").out)
    assert answer[what]


def test_paths_follow_the_home(patterns: Patterns, home: Path) -> None:
    assert f"your packs: {home / 'packs'}\n" in patterns("paths").out
    assert json.loads(patterns("paths", "--json").out)["paths"]["cache"] == str(home / "cache")
    assert not home.exists()


def test_export_json_is_the_whole_catalog(patterns: Patterns) -> None:
    pack = json.loads(patterns("export", "json").out)["packs"][0]
    assert len(pack["patterns"]) == 10
    assert len(pack["systems"]) == 15
    assert pack["tree"]["questions"]
    assert pack["patterns"][0]["applied"]["rows"][0]["system_name"] == "Chat System"


@pytest.mark.parametrize("command", TOP_LEVEL_COMMANDS)
def test_every_command_explains_itself_with_an_example(
    patterns: Patterns, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in ([command, "--help"], [command, "-h"], ["help", command]):
        ended = patterns(*words)
        assert ended.code == 0
        assert ended.out.startswith(f"Usage: patterns {command}")
        assert (
            f"patterns {command}" in ended.out.split("Options:")[0].removeprefix("Usage: ").partition("\n")[2]
            or command == "export"
        )


def test_export_without_a_format_says_how_it_is_used(patterns: Patterns) -> None:
    ended = patterns("export")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == "error: Missing command\nhint: `patterns export --help` shows its usage\n"


def test_help_of_a_command_that_does_not_exist(patterns: Patterns) -> None:
    assert patterns("help", "nothing").code == 2

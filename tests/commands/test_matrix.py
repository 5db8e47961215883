"""Every answer in every kind of terminal: within the window, with all its words, and nothing that acts."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

from patterns_cli.cli.registry import TOP_LEVEL_COMMANDS
from patterns_cli.render.document import Document
from patterns_cli.terminal import Terminal
from tests.commands.invocations import ANSWERS, EXPORTS, FAILURES, NEWCOMER, VALIDATIONS, helps
from tests.conftest import Ended, Patterns, lines_wider_than
from tests.wholeness import ACTING, ENCODINGS, SGR, WIDTHS, letters, lost

pytestmark = pytest.mark.usefixtures("furnished")

Color = tuple[dict[str, str], tuple[str, ...], bool, bool]
"""Environment, options, and whether to color in a terminal and in a pipe."""

COLORS: tuple[Color, ...] = (
    ({"TERM": "xterm-256color"}, (), True, False),
    ({"TERM": "dumb"}, (), False, False),
    ({"NO_COLOR": "1"}, (), False, False),
    ({"FORCE_COLOR": "1"}, (), True, True),
    ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, (), False, False),
    ({"GITHUB_ACTIONS": "1"}, (), True, False),
    ({"NO_COLOR": "1"}, ("--color", "always"), True, True),
    ({"FORCE_COLOR": "1"}, ("--color", "never"), False, False),
    ({"TERM": "dumb"}, ("--color", "auto"), False, False),
)

SURROUNDINGS = (
    *product((20, 60, 80, 200), [(True, ())]),
    *product((20, 200), [(False, ())]),
    (40, (True, ("--plain",))),
)
"""Widths, each in a terminal or a pipe, with options; a pipe gets the labelled lines that a dumb terminal gets."""

SCREENS = (
    ("utf-8", 20, True),
    ("ascii", 20, True),
    ("cp1252", 60, False),
    ("cp437", 90, True),
    ("latin-1", 60, False),
    ("utf-16", 90, False),
)

HELP_WIDTHS = (40, 60, 80, 200)
"""Help is laid out for 40 columns and more; its examples are never wrapped."""

Shown = Callable[..., tuple[Ended, list[Document]]]


@pytest.fixture
def shown(patterns: Patterns, monkeypatch: pytest.MonkeyPatch) -> Shown:
    """Run the program; gives how it ended and the documents that it printed."""
    documents: list[Document] = []
    rendered = Terminal.render

    def kept(terminal: Terminal, document: Document) -> str:
        documents.append(document)
        return rendered(terminal, document)

    monkeypatch.setattr(Terminal, "render", kept)

    def call(*args: str, **settings: object) -> tuple[Ended, list[Document]]:
        documents.clear()
        shutil.rmtree("mine", ignore_errors=True)  # what `pack new mine` wrote the last time
        return patterns(*args, **settings), [*documents]

    return call


def is_list_for_scripts(args: tuple[str, ...], *, terminal: bool) -> bool:
    """Whether it prints ids, one a line, whatever the width."""
    return args[:1] == ("list",) and not terminal


@pytest.mark.parametrize(("args", "is_new"), [*((one, False) for one in ANSWERS), *((one, True) for one in NEWCOMER)])
def test_nothing_is_wider_than_the_window_and_no_word_is_lost(
    shown: Shown, args: tuple[str, ...], is_new: bool, shared_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if is_new:
        monkeypatch.setenv("PATTERNS_HOME", str(shared_home))
    _, whole = shown(*args, "--plain")
    for width, (terminal, options) in SURROUNDINGS:
        if is_list_for_scripts(args, terminal=terminal):
            continue
        ended, documents = shown(*args, *options, terminal=terminal, width=width, env={"TERM": "dumb"})
        where = (width, terminal, options)
        assert ended.code == 0, where
        assert documents == whole, where
        assert not lines_wider_than(width, ended.out), where
        assert not ACTING.search(ended.out), where
        assert not lost(documents, ended.out), where


@pytest.mark.parametrize(
    ("args", "colors"),
    [*((one, COLORS[:1] + COLORS[2:4]) for one in ANSWERS), *((one, COLORS) for one in (ANSWERS[0], ("show", "sse")))],
)
def test_color_is_all_that_color_adds(shown: Shown, args: tuple[str, ...], colors: tuple[Color, ...]) -> None:
    for (env, options, in_terminal, in_pipe), terminal in product(colors, (True, False)):
        if not terminal and not {"FORCE_COLOR", "GITHUB_ACTIONS"} & set(env) and not options:
            continue  # nothing could ask for color there
        ended, documents = shown(*args, *options, terminal=terminal, width=80, env=env)
        where = (env, options, terminal)
        colored = in_terminal if terminal else in_pipe
        assert (ended.code, bool(SGR.search(ended.out))) == (0, colored), where
        assert not ACTING.search(SGR.sub("", ended.out)), where
        assert "\x1b" not in ended.err, where
        if documents:
            assert not lost(documents, SGR.sub("", ended.out)), where
            assert not lines_wider_than(80, ended.out), where


@pytest.mark.parametrize("args", ANSWERS, ids=" ".join)
def test_every_encoding_shows_every_word(shown: Shown, args: tuple[str, ...]) -> None:
    for encoding, width, terminal in SCREENS:
        ended, documents = shown(*args, terminal=terminal, width=width, encoding=encoding, env={"NO_COLOR": "1"})
        where = (encoding, width, terminal)
        assert ended.code == 0, where
        assert not lost(documents, ended.out, encoding), where
        assert not documents or not lines_wider_than(width, ended.out), where


@pytest.mark.parametrize("args", [*helps()], ids=" ".join)
def test_help_fits_every_window_and_is_never_cut(patterns: Patterns, args: tuple[str, ...]) -> None:
    whole = patterns(*args)
    assert (whole.code, whole.err) == (0, "")
    examples = {line for line in whole.out.splitlines() if line.strip().startswith(("patterns ", "PATTERNS_"))}
    on_a_build_server = {"GITHUB_ACTIONS": "1", "CI": "true", "PY_COLORS": "1", "TTY_COMPATIBLE": "1"}
    assert patterns(*args, env=on_a_build_server).out == whole.out
    for width, (terminal, encoding) in product(HELP_WIDTHS, ((True, "utf-8"), (False, "ascii"))):
        ended = patterns(*args, terminal=terminal, width=width, encoding=encoding, env={"FORCE_COLOR": "1"})
        where = (width, terminal, encoding)
        assert ended.code == 0, where
        assert set(lines_wider_than(width, ended.out)) <= examples, where
        assert letters(ended.out) == letters(whole.out), where
        assert not ACTING.search(ended.out), where


@pytest.mark.parametrize("args", FAILURES, ids=" ".join)
def test_an_error_is_plain_lines_on_standard_error(patterns: Patterns, args: tuple[str, ...]) -> None:
    for terminal, encoding in product((True, False), ENCODINGS):
        ended = patterns(*args, terminal=terminal, encoding=encoding, env={"FORCE_COLOR": "1"}, width=40)
        assert ended.code in (1, 2)
        assert ended.out == ""
        assert ended.err.startswith("error: ")
        assert not ACTING.search(ended.err)


@pytest.mark.parametrize(("args", "code"), VALIDATIONS)
def test_faults_are_told_whole_in_every_window(patterns: Patterns, args: tuple[str, ...], code: int) -> None:
    faults = json.loads(patterns(*args, "--json").out)["faults"]
    said = [text for fault in faults for text in (fault["file"], fault["severity"], fault["message"], fault["hint"])]
    for width, encoding, (env, color) in product(WIDTHS, ENCODINGS, (({}, True), ({"TERM": "dumb"}, False))):
        ended = patterns(*args, terminal=True, width=width, encoding=encoding, env=env)
        where = (width, encoding, env)
        bare = SGR.sub("", ended.out)
        assert ended.code == code, where
        assert (bare != ended.out) is (color and bool(faults)), where
        assert not lines_wider_than(width, ended.out), where
        assert not ACTING.search(bare), where
        assert not lost(said, bare, encoding), where
    for (env, options, in_terminal, in_pipe), terminal in product(COLORS, (True, False)):
        ended = patterns(*args, *options, terminal=terminal, env=env)
        colored = bool(faults) and (in_terminal if terminal else in_pipe)
        assert bool(SGR.search(ended.out)) is colored, (env, options, terminal)
        assert "\x1b" not in ended.err


@pytest.mark.parametrize("args", EXPORTS, ids=" ".join)
def test_what_other_programs_read_is_the_same_bytes_everywhere(patterns: Patterns, args: tuple[str, ...]) -> None:
    first = patterns(*args)
    assert (first.code, first.err) == (0, "")
    assert first.data.decode("utf-8").strip()
    for encoding, terminal, env in (
        ("ascii", False, {"FORCE_COLOR": "1"}),
        ("cp1252", True, {"TERM": "dumb", "COLUMNS": "20"}),
        ("utf-8", True, {"COLUMNS": "200", "PATTERNS_ACCESSIBLE": "1"}),
    ):
        assert patterns(*args, terminal=terminal, encoding=encoding, env=env).data == first.data, (encoding, env)


@pytest.mark.parametrize("args", [*ANSWERS, *EXPORTS, *(one for one, _ in VALIDATIONS)], ids=" ".join)
def test_json_is_the_same_everywhere(shown: Shown, args: tuple[str, ...]) -> None:
    first, _ = shown(*args, "--json")
    if args not in (("progress", "export", "-"), ("pack", "schema", "pattern")):  # JSON of their own, asked for or not
        assert json.loads(first.out)["schema_version"]
    for env, terminal, encoding in (({"FORCE_COLOR": "1"}, True, "ascii"), ({"TERM": "dumb"}, False, "cp1252")):
        ended, _ = shown(*args, "--json", terminal=terminal, width=20, env=env, encoding=encoding)
        assert ended.data == first.data, (env, terminal)


def test_the_list_of_commands_cuts_nothing_off(patterns: Patterns) -> None:
    out = " ".join(patterns("--help").out.split())
    for name in TOP_LEVEL_COMMANDS:
        first = patterns(name, "--help").out.split("\n\n")[1]
        assert f"{name} {' '.join(first.split())}" in out

"""Every answer in every kind of terminal: within the window, with all its words, and nothing that acts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import product

import msgspec
import pytest

from patterns_cli.commands.common import COMMANDS
from patterns_cli.render.document import Diagram, Document, Matrix
from patterns_cli.render.text import fit_encoding, visible
from patterns_cli.terminal import Terminal
from tests.commands.invocations import ANSWERS, FAILURES, helps
from tests.conftest import Ended, Patterns, lines_wider_than

WIDTHS = (20, 40, 60, 80, 120, 200)
ENCODINGS = ("utf-8", "ascii", "cp1252")
SGR = re.compile(r"\x1b\[[0-9;]*m")
ACTING = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

COLORS: tuple[tuple[dict[str, str], tuple[str, ...], bool, bool], ...] = (
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
"""Environment, options, and whether to color in a terminal and in a pipe."""

Shown = Callable[..., tuple[Ended, list[Document]]]


@pytest.fixture
def shown(patterns: Patterns, monkeypatch: pytest.MonkeyPatch) -> Shown:
    """Run the program; gives how it ended and the documents that it printed."""
    documents: list[Document] = []
    rendered = Terminal.rendered

    def kept(terminal: Terminal, document: Document) -> str:
        documents.append(document)
        return rendered(terminal, document)

    monkeypatch.setattr(Terminal, "rendered", kept)

    def call(*args: str, **settings: object) -> tuple[Ended, list[Document]]:
        documents.clear()
        return patterns(*args, **settings), [*documents]

    return call


def texts(value: object) -> Iterator[str]:
    """Every text of a document that its picture must show; a diagram may say the same in other words."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Diagram):
        return
    elif isinstance(value, Matrix):
        yield from (*value.columns, *(label for label, _ in value.rows))
    elif isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            if field not in ("id", "sign", "marks"):
                yield from texts(getattr(value, field))
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from texts(item)


def letters(text: str) -> Counter[str]:
    return Counter(re.sub(r"[\W_]", "", text))


def lost(documents: list[Document], out: str, encoding: str = "utf-8") -> Counter[str]:
    """The letters of the documents that are not in the output, and the words that are nowhere in it."""
    said = [fit_encoding(visible(text), encoding) for text in texts(documents)]
    run_on = re.sub(r"[\W_]", "", out)
    words = Counter(word for text in said for word in re.findall(r"[^\W_]+", text) if word not in run_on)
    return (letters("".join(said)) - letters(out)) + words


def is_list_for_scripts(args: tuple[str, ...], *, terminal: bool) -> bool:
    """Whether it prints ids, one a line, whatever the width."""
    return args[:1] == ("list",) and args[1:] != ("tables",) and not terminal


@pytest.mark.parametrize("args", ANSWERS, ids=" ".join)
def test_nothing_is_wider_than_the_window_and_no_word_is_lost(shown: Shown, args: tuple[str, ...]) -> None:
    _, whole = shown(*args, "--plain")
    for width, (terminal, options) in product(WIDTHS, ((True, ()), (False, ()), (True, ("--plain",)))):
        if is_list_for_scripts(args, terminal=terminal):
            continue
        ended, documents = shown(*args, *options, terminal=terminal, width=width, env={"TERM": "dumb"})
        where = (width, terminal, options)
        assert ended.code == 0, where
        assert documents == whole, where
        assert not lines_wider_than(width, ended.out), where
        assert not ACTING.search(ended.out), where
        assert not lost(documents, ended.out), where


@pytest.mark.parametrize("args", ANSWERS, ids=" ".join)
def test_color_is_all_that_color_adds(shown: Shown, args: tuple[str, ...]) -> None:
    for (env, options, in_terminal, in_pipe), terminal in product(COLORS, (True, False)):
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
    for encoding, (width, terminal) in product(ENCODINGS, ((20, True), (80, True), (60, False))):
        ended, documents = shown(*args, terminal=terminal, width=width, encoding=encoding, env={"NO_COLOR": "1"})
        where = (encoding, width, terminal)
        assert ended.code == 0, where
        assert not lost(documents, ended.out, encoding), where
        assert not documents or not lines_wider_than(width, ended.out), where


@pytest.mark.parametrize("args", [*helps()], ids=" ".join)
def test_help_fits_every_window_and_is_never_cut(patterns: Patterns, args: tuple[str, ...]) -> None:
    whole = patterns(*args)
    assert (whole.code, whole.err) == (0, "")
    for width, (terminal, encoding) in product(WIDTHS, ((True, "utf-8"), (False, "ascii"))):
        ended = patterns(*args, terminal=terminal, width=width, encoding=encoding, env={"FORCE_COLOR": "1"})
        where = (width, terminal, encoding)
        assert ended.code == 0, where
        assert not lines_wider_than(width, ended.out), where
        assert letters(ended.out) == letters(whole.out), where
        assert not ACTING.search(ended.out), where


@pytest.mark.parametrize("args", FAILURES, ids=" ".join)
def test_an_error_is_plain_lines_on_standard_error(patterns: Patterns, args: tuple[str, ...]) -> None:
    for terminal, encoding, env in product((True, False), ENCODINGS, ({}, {"FORCE_COLOR": "1"}, {"TERM": "dumb"})):
        ended = patterns(*args, terminal=terminal, encoding=encoding, env=env, width=40)
        assert ended.code in (1, 2)
        assert ended.out == ""
        assert ended.err.startswith("error: ")
        assert not ACTING.search(ended.err)


@pytest.mark.parametrize("args", ANSWERS, ids=" ".join)
def test_json_is_the_same_everywhere(patterns: Patterns, args: tuple[str, ...]) -> None:
    import json

    first = patterns(*args, "--json").out
    assert json.loads(first)
    for env, terminal in product(({"FORCE_COLOR": "1"}, {"TERM": "dumb"}), (True, False)):
        assert patterns(*args, "--json", terminal=terminal, width=20, env=env).out == first


def test_the_list_of_commands_cuts_nothing_off(patterns: Patterns) -> None:
    out = " ".join(patterns("--help").out.split())
    for name in COMMANDS:
        first = patterns(name, "--help").out.split("\n\n")[1]
        assert f"{name} {' '.join(first.split())}" in out

"""Asking by numbered lines: what a user may type, and what it means. tests/pty has the arrows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patterns_cli.prompts import (
    BACK_SHORTCUT,
    Action,
    PromptOption,
    Shortcut,
    ask_choice,
    ask_line,
    match_option,
    quit_shortcut,
)
from patterns_cli.terminal import OutputOptions, Terminal
from tests.conftest import Stream

PATTERNS = (
    PromptOption("sse", "SSE", "a ticker"),
    PromptOption("websocket", "WebSocket"),
    PromptOption("long-polling", "Long Polling"),
    PromptOption("outside", "None of these"),
)
SIDES = (PromptOption("yes", "Yes", letter="y"), PromptOption("no", "No", letter="n"))
UNDO: Shortcut[Action] = Shortcut("u", ("undo",), Action.UNDO, "take back")
QUIT: Shortcut[Action] = quit_shortcut()
STOP_OR_UNDO: tuple[Shortcut[Action], ...] = (quit_shortcut("stop here"), UNDO)
KEYS: tuple[Shortcut[Action], ...] = (BACK_SHORTCUT, QUIT)


def numbered(typed: str) -> Terminal:
    """A terminal that cannot draw, at which this is typed."""
    return Terminal(
        OutputOptions(plain=True),
        stdin=Stream(terminal=True, encoding="utf-8", text=typed),
        stdout=Stream(terminal=True, encoding="utf-8"),
        environment={},
    )


def said(terminal: Terminal) -> str:
    stdout = terminal.stdout
    assert isinstance(stdout, Stream)
    return stdout.bytes.getvalue().decode()


@pytest.mark.parametrize(
    "reply", ["2", " 2 ", "2.", "b)", "B", "websocket", "WEBSOCKET", "WebSocket", "web socket", "webs"]
)
def test_an_option_is_chosen_by_number_letter_id_label_or_the_start_of_it(reply: str) -> None:
    option = match_option(PATTERNS, reply)
    assert option is not None
    assert option.id == "websocket"


@pytest.mark.parametrize("reply", ["", "0", "5", "-1", "²", "e", "we", "sockets", "2 3", "\x00"])
def test_a_reply_that_is_unknown_or_ambiguous_matches_no_option(reply: str) -> None:
    assert match_option(PATTERNS, reply) is None


def test_the_start_of_two_labels_chooses_neither() -> None:
    twins = (PromptOption("a", "Cursor pagination"), PromptOption("b", "Cursor stability"))
    assert match_option(twins, "cursor") is None
    assert match_option(twins, "cursor s") == twins[1]


def test_a_letter_of_its_own_takes_the_place_of_the_alphabet() -> None:
    assert [match_option(SIDES, reply) for reply in ("y", "n", "a", "b", "1", "no")] == [
        SIDES[0],
        SIDES[1],
        None,
        None,
        SIDES[0],
        SIDES[1],
    ]


@given(st.text(max_size=20))
def test_any_text_matches_an_option_or_nothing(reply: str) -> None:
    assert match_option(PATTERNS, reply) in (*PATTERNS, None)


def test_the_question_is_asked_again_until_there_is_an_answer() -> None:
    terminal = numbered("9\n\nnothing\n3\n")
    assert ask_choice(terminal, "Which fits?", PATTERNS, KEYS) == "long-polling"
    assert said(terminal).count("Please answer with a number from 1 to 4.\n") == 3
    assert "Which fits? Long Polling\n" in said(terminal)


def test_the_prompt_lists_the_shortcuts() -> None:
    terminal = numbered("1\n")
    ask_choice(terminal, "Which fits?", PATTERNS, STOP_OR_UNDO)
    assert "Your choice (1 to 4, q stop here, u take back): " in said(terminal)


@pytest.mark.parametrize("reply", ["u", "U", " undo "])
def test_a_shortcut_has_a_letter_and_a_word(reply: str) -> None:
    assert ask_choice(numbered(f"{reply}\n"), "Which fits?", PATTERNS, (UNDO,)) is Action.UNDO


def test_a_shortcut_comes_before_the_letter_of_an_option() -> None:
    assert ask_choice(numbered("b\n"), "Which fits?", PATTERNS, KEYS) is Action.BACK
    assert ask_choice(numbered("b\n"), "Which fits?", PATTERNS, (quit_shortcut(),)) == "websocket"


@pytest.mark.parametrize("typed", ["q\n", "quit\n", "EXIT\n", ""])
def test_quitting_and_the_end_of_input_are_the_same(typed: str) -> None:
    assert ask_choice(numbered(typed), "Which fits?", PATTERNS, KEYS) is Action.QUIT
    assert ask_line(numbered(typed), "Its name", (quit_shortcut(),)) is Action.QUIT


def test_a_line_is_what_was_typed_without_the_space_around_it() -> None:
    terminal = numbered("  long polling \n\n")
    assert ask_line(terminal, "Its name", (QUIT, UNDO)) == "long polling"
    assert ask_line(terminal, "Its name", (QUIT, UNDO)) == ""
    assert said(terminal) == "Its name (q quit, u take back): " * 2


def test_a_word_that_only_begins_like_a_key_is_a_line() -> None:
    assert ask_line(numbered("queue\n"), "Its name", (quit_shortcut(),)) == "queue"


def test_control_characters_in_a_question_never_reach_the_terminal() -> None:
    terminal = numbered("1\n")
    ask_line(terminal, "Its \x1b[2Jname", (quit_shortcut(),))
    ask_choice(numbered("1\n"), "Which \x1b[2J?", PATTERNS, KEYS)
    assert "\x1b" not in said(terminal)

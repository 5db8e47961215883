"""What is taken for a name that was typed, and what is not."""

from __future__ import annotations

import pytest

from patterns_cli.study.deck import Deck
from patterns_cli.study.questions.presentation import grade
from patterns_cli.study.questions.question import Question, QuizOption


@pytest.fixture(scope="module")
def question(deck: Deck) -> Question:
    return next(one for one in deck.questions() if one.form == "recall" and one.right_option.id == "long-polling")


@pytest.mark.parametrize(
    "typed",
    [
        "Long Polling",
        " long  polling ",
        "LONG POLLING",
        "long-polling",
        "longpolling",
        "the long polling pattern",
        "the Long-Polling",
        "ｌｏｎｇ ｐｏｌｌｉｎｇ",
        "long poll",
        "long pollings",
    ],
)
def test_case_spaces_width_and_words_around_it_make_no_difference(deck: Deck, question: Question, typed: str) -> None:
    assert grade(deck.sources, question, typed).is_right


def test_a_misspelt_name_is_right_and_its_spelling_is_told(deck: Deck, question: Question) -> None:
    result = grade(deck.sources, question, "long poling")
    assert result.is_right
    assert "spelled" in result.note


@pytest.mark.parametrize("typed", ["long", "poll", "polling", "l", "2", "b)", "a pattern", "the", "WebSocket", "sse"])
def test_a_part_of_it_or_another_name_is_wrong(deck: Deck, question: Question, typed: str) -> None:
    assert not grade(deck.sources, question, typed).is_right


def test_another_name_is_told_why_it_is_not_that_one(deck: Deck, question: Question) -> None:
    result = grade(deck.sources, question, "the websocket pattern")
    assert (result.is_right, result.ref) == (False, "websocket")
    assert result.feedback


def test_a_name_that_yaml_would_change_is_right_as_it_is_written(deck: Deck) -> None:
    options = (QuizOption("noon", "12:30", is_right=True, feedback="So it says."),)
    question = Question(
        "t/noon/1", "t/noon", "recall", "When?", options, "the card", "noon", accepted_names=("12:30", "1.10")
    )
    assert grade(deck.sources, question, "12:30").is_right
    assert grade(deck.sources, question, "1.10").is_right
    assert not grade(deck.sources, question, "750").is_right

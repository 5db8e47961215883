"""What is said after an answer, and at the end."""

from __future__ import annotations

from datetime import date

import pytest

from patterns_cli.render.cards.quiz import (
    feedback_card,
    graded_answers_card,
    nothing_due_card,
    question_card,
    summary_card,
)
from patterns_cli.render.document import Document
from patterns_cli.render.plain_renderer import PlainRenderer
from patterns_cli.study.deck import Deck
from patterns_cli.study.questions.presentation import GradedAnswer, PresentedQuestion, grade
from patterns_cli.study.questions.question import Question

ORDER = "fact/websocket/steps/1-3/order"
NAME = "fact/sse/name/recall"
CHOICE = "tell/sse-or-websocket/b-api-264"


def printed(document: Document) -> str:
    return PlainRenderer(None, encoding="utf-8").render(document)


def question(deck: Deck, id_: str) -> Question:
    found = deck.question(id_)
    assert found is not None
    return found


def told(deck: Deck, id_: str, reply: str, *, is_confident: bool = False) -> str:
    result = grade(deck.sources, question(deck, id_), reply)
    return printed(feedback_card(deck.sources, result, is_confident=is_confident))


def test_steps_to_order_stand_numbered_in_the_order_of_this_showing(deck: Deck) -> None:
    asked = question(deck, ORDER)
    text = printed(question_card(4, PresentedQuestion(asked, (), (3, 1, 2))))
    assert text.startswith("Question 4\n")
    for number, step in enumerate((3, 1, 2), 1):
        assert f"{number}. {asked.steps[step - 1]}" in text


def test_a_wrong_order_is_told_with_the_right_one_and_what_is_wrong_about_it(deck: Deck) -> None:
    steps = question(deck, ORDER).steps
    text = told(deck, ORDER, "1-3-2")
    assert "Not quite.\nThe right order is below." in text
    for number, step in enumerate(steps, 1):
        assert f"{number}. {step}" in text
    assert "Your order" in text
    assert "It fails here: " in text


@pytest.mark.parametrize(
    ("reply", "verdict", "note"),
    [
        ("SSE", "Right.", ""),
        ("event source", "Right.", "It is also called SSE."),
        ("server-sent evnets", "Right.", "It is spelled “Server-Sent Events”."),
        ("websocket", "Not quite.\nRight is: SSE", "each must arrive at once"),
        ("carrier pigeon", "Not quite.\nRight is: SSE", "Nothing here is called “carrier pigeon”."),
        ("", "Not quite.\nRight is: SSE", ""),
    ],
)
def test_a_name_from_memory_is_told_what_it_is_worth(deck: Deck, reply: str, verdict: str, note: str) -> None:
    text = told(deck, NAME, reply)
    assert text.startswith(verdict)
    assert note in text
    assert "patterns show sse" in text


def test_only_who_was_sure_and_wrong_gets_the_contrast(deck: Deck) -> None:
    heading = "What tells them apart"
    assert heading in told(deck, CHOICE, "websocket", is_confident=True)
    assert heading not in told(deck, CHOICE, "websocket")
    assert heading not in told(deck, CHOICE, "sse", is_confident=True)


def test_every_answer_is_told_its_reason_its_source_and_its_id(deck: Deck) -> None:
    for option in question(deck, CHOICE).options:
        text = told(deck, CHOICE, option.id)
        assert question(deck, CHOICE).right_option.feedback in text
        assert option.feedback in text
        assert option.right_when in text
        assert "From: the problem b-api-264" in text
        assert f"Question: {CHOICE}" in text


def results(deck: Deck, *replies: str) -> list[GradedAnswer]:
    return [grade(deck.sources, question(deck, CHOICE), reply) for reply in replies]


def test_the_summary_names_what_was_missed_once(deck: Deck) -> None:
    text = printed(summary_card(results(deck, "sse", "websocket", "webhooks"), 2.2, 7))
    assert text.startswith("1 of 3 answers right\n2 minutes")
    assert text.count("SSE: Steady one-way push") == 1
    assert "Due tomorrow: 7" in text
    assert "To look at again" not in printed(summary_card(results(deck, "sse"), 0.2, 0))
    assert "less than a minute" in printed(summary_card(results(deck, "sse"), 0.2, 0))


def test_a_graded_file_tells_each_answer(deck: Deck) -> None:
    text = printed(graded_answers_card(results(deck, "sse", "websocket")))
    assert text.startswith("1 of 2 answers right")
    assert "1. Right" in text
    assert "2. Wrong" in text
    assert "Right is: SSE" in text


def test_nothing_to_ask_says_when_there_will_be(deck: Deck) -> None:
    assert "The next is due on Monday, 02 March." in printed(nothing_due_card(date(2026, 3, 2)))
    assert "patterns quiz --cram" in printed(nothing_due_card(None))

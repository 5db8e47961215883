"""A question as it is shown once, and what a reply to it is worth."""

from __future__ import annotations

from random import Random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from patterns_cli.study.deck import Deck
from patterns_cli.study.questions.presentation import PresentedQuestion, grade, parse_order, present
from patterns_cli.study.questions.question import Question, QuizOption

NAME = "fact/long-polling/name/recall"
STEPS = ("ask", "hold", "answer", "ask again")


def question(deck: Deck, id_: str) -> Question:
    found = deck.question(id_)
    assert found is not None
    return found


def order_question() -> Question:
    options = (QuizOption("1-2-3-4", "in order", is_right=True, feedback="So it goes."),)
    return Question("q/order", "q", "order", "In which order?", options, "the diagram", "long-polling", steps=STEPS)


def a_choice(deck: Deck) -> Question:
    return next(one for one in deck.questions() if one.item_id == "recognise/sse")


def test_options_stand_in_another_order_each_time_and_none_is_lost(deck: Deck) -> None:
    asked = a_choice(deck)
    orders = {present(asked, Random(seed)).shown_ids for seed in range(40)}
    assert len(orders) > 10
    assert {tuple(sorted(order)) for order in orders} == {tuple(sorted(option.id for option in asked.options))}
    assert present(asked, Random(1)) == present(asked, Random(1))


def test_yes_stands_before_no(deck: Deck) -> None:
    flip = question(deck, "tell/sse-or-websocket/flip")
    assert {present(flip, Random(seed)).shown_ids for seed in range(10)} == {("yes", "no")}


def test_steps_are_never_shown_in_the_right_order() -> None:
    for seed in range(30):
        showing = present(order_question(), Random(seed))
        assert sorted(showing.step_order) == [1, 2, 3, 4]
        assert showing.step_order != (1, 2, 3, 4)


def test_of_a_typed_name_no_order_is_logged(deck: Deck) -> None:
    assert present(question(deck, NAME), Random(1)).shown_ids == ()


@pytest.mark.parametrize(
    ("reply", "note"),
    [
        ("Long Polling", ""),
        ("long-polling", ""),
        ("  LONGPOLLING ", ""),
        ("longpoll", "It is also called Long Polling."),
        ("long pulling", "It is spelled “Long Polling”."),
        ("lóng-pölling", ""),
        ("ｌｏｎｇ ｐｏｌｌｉｎｇ", ""),
        ("the long-polling pattern", ""),
    ],
)
def test_a_name_is_right_however_it_is_written(deck: Deck, reply: str, note: str) -> None:
    result = grade(deck.sources, question(deck, NAME), reply)
    assert result.is_right
    if note:
        assert result.note.casefold() == note.casefold()
    assert result.chosen == reply


def test_the_name_of_something_else_is_wrong_for_a_reason(deck: Deck) -> None:
    for reply in ("websocket", "ws", "websockt"):
        result = grade(deck.sources, question(deck, NAME), reply)
        assert (result.is_right, result.ref) == (False, "websocket")
        assert result.feedback != ""
        assert result.right_when != ""


@pytest.mark.parametrize("reply", ["long", "polling", "poll", "pattern", "the", "2", "b)"])
def test_a_piece_of_a_name_is_no_name_and_none_is_read_into_it(deck: Deck, reply: str) -> None:
    result = grade(deck.sources, question(deck, NAME), reply)
    assert (result.is_right, result.ref) == (False, "")


def test_a_variant_also_goes_by_its_own_part_of_the_name(deck: Deck) -> None:
    asked = question(deck, "fact/pagination/cursor/name/recall")
    assert grade(deck.sources, asked, "cursor").is_right
    assert grade(deck.sources, asked, "offset").ref == "pagination/offset"


def test_what_is_no_name_is_said_to_be_none_and_an_empty_line_is_not_knowing(deck: Deck) -> None:
    result = grade(deck.sources, question(deck, NAME), "zebra crossing")
    assert (result.is_right, result.ref) == (False, "")
    assert "zebra crossing" in result.feedback
    assert grade(deck.sources, question(deck, NAME), "  ").text == "I don't know"


@given(reply=st.text(max_size=40))
def test_any_text_is_graded(deck: Deck, reply: str) -> None:
    for id_ in (NAME, "fact/sse/name/recall"):
        result = grade(deck.sources, question(deck, id_), reply)
        assert result.is_right or result.feedback or result.text == "I don't know"


def test_a_wrong_option_says_why_it_fails_and_when_it_would_be_right(deck: Deck) -> None:
    asked = a_choice(deck)
    for option in asked.options:
        result = grade(deck.sources, asked, option.id)
        assert result.is_right == option.is_right
        assert (result.feedback, result.right_when) == (
            ("", "") if option.is_right else (option.feedback, option.right_when)
        )
    assert not grade(deck.sources, asked, "no such option").is_right


@pytest.mark.parametrize("line", ["3 1 4 2", "3,1,4,2", "3142", " 3, 1 4,2 "])
def test_an_order_can_be_typed_in_many_ways(line: str) -> None:
    showing = PresentedQuestion(order_question(), (), (2, 4, 1, 3))
    assert parse_order(showing, line) == "1-2-3-4"


@pytest.mark.parametrize("line", ["", "1 2 3", "1 2 3 3", "1 2 3 5", "a b c d", "12345", "١ 2 3 4"])
def test_what_is_no_order_is_none(line: str) -> None:
    assert parse_order(PresentedQuestion(order_question(), (), (2, 4, 1, 3)), line) == ""


def test_a_wrong_order_is_told_by_the_first_step_that_comes_too_early(deck: Deck) -> None:
    assert grade(deck.sources, order_question(), "1-2-3-4").is_right
    result = grade(deck.sources, order_question(), "1-3-2-4")
    assert result.feedback == "Before “answer” comes “hold”."
    assert result.text == "ask / answer / hold / ask again"
    assert grade(deck.sources, order_question(), "4-4-4-4").text == "I don't know"


def test_the_revision_of_a_question_follows_its_words(deck: Deck) -> None:
    from patterns_cli.study.questions.question import revision_of

    asked = a_choice(deck)
    mended = msgspec.structs.replace(asked, context=f"{asked.context} Indeed.")
    assert revision_of(asked) == revision_of(msgspec.structs.replace(asked, id="another"))
    assert revision_of(asked) != revision_of(mended)

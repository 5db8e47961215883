"""Skills: the problems that train them, and their questions."""

from __future__ import annotations

from patterns_cli.packs.refs import is_same_or_variant
from patterns_cli.study.deck import Deck
from patterns_cli.study.questions.question import Question
from patterns_cli.study.questions.skills import WHICH_FITS_PROMPT


def questions(deck: Deck, item: str, most: int = 60) -> list[Question]:
    return list(deck.sample_questions(deck.items[item], most))


def test_to_recognise_a_pattern_is_to_choose_it_for_a_new_problem(deck: Deck) -> None:
    for question in questions(deck, "recognise/sse"):
        assert question.prompt == WHICH_FITS_PROMPT
        assert question.right_option.id == "sse"
        assert question.context
        assert question.show_ref == "sse"


def test_what_the_problem_says_of_a_near_miss_is_the_reason_against_it(deck: Deck) -> None:
    stories = {story.id: story for story in deck.sources.scenarios["sse"]}
    for question in questions(deck, "recognise/sse"):
        story = stories[question.id.rpartition("/")[2]]
        for option in question.options:
            if option.id in story.but_not:
                assert option.feedback.casefold().startswith(story.but_not[option.id].rstrip(".").casefold())


def test_no_option_is_another_telling_of_the_right_one(deck: Deck) -> None:
    for item in ("recognise/rate-limiting", "recognise/pagination/cursor", "tell/cursor-or-offset"):
        for question in questions(deck, item):
            for option in question.options:
                family = is_same_or_variant(option.id, question.right_option.id) or is_same_or_variant(
                    question.right_option.id, option.id
                )
                assert option.is_right or not family


def test_two_are_told_apart_on_problems_that_could_be_taken_for_the_other(deck: Deck) -> None:
    for question in questions(deck, "tell/sse-or-websocket"):
        if question.form == "choice":
            assert {"sse", "websocket"} <= {option.id for option in question.options}
            assert question.right_option.id in {"sse", "websocket"}


def test_a_changed_fact_turns_the_answer_or_does_not(deck: Deck) -> None:
    item = deck.items["tell/sse-or-websocket"]
    flip, stay = (deck.question(f"{item.id}/{part}") for part in ("flip", "stay-1"))
    assert flip is not None
    assert stay is not None
    assert (flip.form, flip.right_option.id, stay.right_option.id) == ("yes-no", "yes", "no")
    assert "One thing changes: Every visitor now also moves a pointer" in flip.context
    assert flip.prompt == "So far the answer is SSE. Does the change turn it into WebSocket?"
    assert all(option.feedback and (option.is_right or option.right_when) for option in (*flip.options, *stay.options))


def test_that_none_fits_is_trained_on_problems_that_look_as_if_one_did(deck: Deck) -> None:
    for question in questions(deck, "none-fits/cdc"):
        assert (question.right_option.id, question.right_option.text) == ("outside", "None of these")
        assert "What it asks for is: " in question.right_option.feedback
        assert all(option.id in deck.sources.answerable_refs for option in question.options if not option.is_right)


def test_none_of_these_is_offered_where_one_does_fit_too(deck: Deck) -> None:
    offered = [
        any(option.id == "outside" for option in question.options) for question in questions(deck, "recognise/webhooks")
    ]
    assert 0.1 < sum(offered) / len(offered) < 0.6


def test_a_variant_without_problems_of_its_own_is_trained_on_the_stories_of_contrasts(deck: Deck) -> None:
    shown = questions(deck, "recognise/rate-limiting/token-bucket")
    assert shown
    assert {question.right_option.id for question in shown} == {"rate-limiting/token-bucket"}

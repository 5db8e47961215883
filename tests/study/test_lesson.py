"""Lessons: the problem first, what to remember last."""

from __future__ import annotations

from random import Random

import pytest

from patterns_cli.catalog.catalog import Catalog
from patterns_cli.study.course import course_order
from patterns_cli.study.deck import Deck
from patterns_cli.study.lesson import MAX_CHECKS, Lesson, build_lesson


def lesson(deck: Deck, ref: str, *, seen: dict[str, dict[str, str]] | None = None, seed: int = 1) -> Lesson:
    known = seen or {}
    return build_lesson(deck, deck.sources.catalog.entries[ref], lambda item: known.get(item, {}), Random(seed))


def test_every_pattern_has_a_lesson_of_the_same_build(deck: Deck, catalog: Catalog) -> None:
    for ref in course_order(deck.sources):
        parts = [step.part for step in lesson(deck, ref).steps]
        assert parts[:3] == ["problem", "what", "steps"]
        assert parts[-1] == "remember"
        assert parts.count("check") == MAX_CHECKS
        assert "contrast" in parts
        assert 2 <= lesson(deck, ref).minutes <= 15


def test_the_problem_and_the_checks_are_different_questions(deck: Deck) -> None:
    for seed in range(8):
        asked = [step.question.id for step in lesson(deck, "sse", seed=seed).steps if step.question]
        assert len(set(asked)) == len(asked) == MAX_CHECKS + 1


def test_a_check_holds_a_new_problem_a_changed_fact_and_a_fact(deck: Deck) -> None:
    checks = [step.question for step in lesson(deck, "cdc").steps if step.part == "check"]
    kinds = [question.item_id.partition("/")[0] for question in checks if question]
    assert kinds == ["recognise", "tell", "fact"]


def test_a_lesson_is_as_long_the_next_time(deck: Deck) -> None:
    assert {len(lesson(deck, "heartbeat", seed=seed).steps) for seed in range(6)} == {
        len(lesson(deck, "heartbeat").steps)
    }


@pytest.mark.parametrize("ref", ["pagination", "rate-limiting"])
def test_a_pattern_whose_variants_are_the_answers_opens_with_one_of_them(deck: Deck, ref: str) -> None:
    problem = lesson(deck, ref).steps[0].question
    assert problem is not None
    assert problem.right_option.id.partition("/")[0] == ref

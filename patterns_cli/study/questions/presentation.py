"""Present questions and grade replies."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from patterns_cli.study.questions.feedback import distractor_for
from patterns_cli.study.questions.names import accepted_names
from patterns_cli.study.questions.question import NO, STEP_SEPARATOR, YES, Question, QuizOption
from patterns_cli.study.questions.steps import order_feedback, order_id
from patterns_cli.text.names import is_same_name, normalize_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from patterns_cli.study.questions.sources import QuestionSources

MIN_SPELLING_SIMILARITY = 85.0
"""Minimum similarity, from 0 to 100, for a reply to count as a misspelling."""

MIN_FUZZY_CHARS = 5
"""Minimum length, in characters, for fuzzy matching; one letter can turn a shorter reply into another word."""

_NAME_AFFIXES = re.compile(r"^\s*(?:the|an?)\s+|\s+patterns?\s*$", re.IGNORECASE)
"""Articles and the word "pattern" around a name."""

DONT_KNOW = "?"
"""Reply that means "I don't know"."""


class PresentedQuestion(msgspec.Struct, frozen=True):
    """A question with its options in display order.

    ``step_order`` holds the step numbers in display order if the question asks for their order.
    """

    question: Question
    options: tuple[QuizOption, ...]
    step_order: tuple[int, ...] = ()

    @property
    def shown_ids(self) -> tuple[str, ...]:
        """The displayed order, as logged."""
        if self.question.form == "recall":
            return ()
        return tuple(map(str, self.step_order)) or tuple(option.id for option in self.options)


class GradedAnswer(msgspec.Struct, frozen=True):
    """A graded reply. ``chosen`` is an option id or the typed text; ``text`` is its wording.

    ``feedback`` says why a wrong reply fails, ``right_when`` when it would have been right; ``ref`` is
    the ref that was meant, if known; ``note`` holds any further remark, such as the correct spelling.
    """

    question: Question
    chosen: str
    text: str
    is_right: bool
    feedback: str = ""
    right_when: str = ""
    ref: str = ""
    note: str = ""


def present(question: Question, random: Random) -> PresentedQuestion:
    """Shuffle a question for display."""
    if question.form == "order":
        right = tuple(range(1, len(question.steps) + 1))
        order = list(right)
        while tuple(order) == right:
            random.shuffle(order)
        return PresentedQuestion(question, (), tuple(order))
    options = list(question.options)
    if {option.id for option in options} != {YES, NO}:
        random.shuffle(options)
    return PresentedQuestion(question, tuple(options))


def grade(sources: QuestionSources, question: Question, reply: str) -> GradedAnswer:
    """Grade a reply: an option id, a step order, or a typed name."""
    if question.form == "recall":
        return _grade_recall(sources, question, reply)
    option = question.option(reply)
    if option is None and question.form == "order" and is_step_order(question, reply):
        order = [int(number) for number in reply.split(STEP_SEPARATOR)]
        option = QuizOption(
            reply, format_order(question, order), is_right=False, feedback=order_feedback(question.steps, order)
        )
    if option is None:
        return GradedAnswer(question, DONT_KNOW, "I don't know", is_right=False)
    if option.is_right:
        return GradedAnswer(question, option.id, option.text, is_right=True, ref=option.id)
    return GradedAnswer(
        question,
        option.id,
        option.text,
        is_right=False,
        feedback=option.feedback,
        right_when=option.right_when,
        ref=option.id,
    )


def is_step_order(question: Question, option_id: str) -> bool:
    """Whether an id is a permutation of the question's steps."""
    numbers = option_id.split(STEP_SEPARATOR)
    return sorted(numbers) == sorted(str(number) for number in range(1, len(question.steps) + 1))


def format_order(question: Question, order: Sequence[int]) -> str:
    """Format the steps in the given order."""
    return " / ".join(question.steps[number - 1] for number in order)


def parse_order(presented: PresentedQuestion, typed_text: str) -> str:
    """Parse displayed positions such as ``3 1 2`` into an order id, or "" if invalid."""
    places = typed_text.replace(",", " ").split()
    if len(places) == 1 and len(places[0]) == len(presented.step_order):
        places = list(places[0])
    if sorted(places) != sorted(str(place) for place in range(1, len(presented.step_order) + 1)):
        return ""
    return order_id([presented.step_order[int(place) - 1] for place in places])


def _grade_recall(sources: QuestionSources, question: Question, reply: str) -> GradedAnswer:
    right = question.right_option
    if not normalize_name(reply):
        return GradedAnswer(question, DONT_KNOW, "I don't know", is_right=False)
    if _matches_name(reply, question.accepted_names):
        note = "" if _matches_name(reply, (right.text,)) else f"It is also called {right.text}."
        return GradedAnswer(question, reply, right.text, is_right=True, ref=right.id, note=note)
    names = _other_names(sources, right.id)
    other = next((ref for name, ref in names.items() if _matches_name(reply, (name,))), "")
    meant = "" if other else _closest_spelling(reply, (*question.accepted_names, *names))
    if meant in question.accepted_names:
        meant = right.text if _matches_name(meant, (right.text,)) else meant
        return GradedAnswer(question, reply, right.text, is_right=True, ref=right.id, note=f"It is spelled “{meant}”.")
    other = other or names.get(meant, "")
    if other:
        wrong = distractor_for(sources, right.id, other)
        why, when = wrong.feedback, wrong.right_when
        return GradedAnswer(question, reply, wrong.text, is_right=False, feedback=why, right_when=when, ref=other)
    return GradedAnswer(question, reply, reply, is_right=False, feedback=f"Nothing here is called “{reply}”.")


def _matches_name(reply: str, names: Sequence[str]) -> bool:
    return any(
        is_same_name(typed, known) for typed in _with_bare(reply) for name in names for known in _with_bare(name)
    )


def _with_bare(name: str) -> set[str]:
    """The name with and without its article and the word "pattern"."""
    return {name, _NAME_AFFIXES.sub("", name)}


def _other_names(sources: QuestionSources, right_ref: str) -> dict[str, str]:
    """Names of all other entries, mapped to their refs."""
    entries = (*sources.catalog.patterns_with_variants(), *sources.catalog.neighbors)
    return {name: entry.ref for entry in entries if entry.ref != right_ref for name in accepted_names(entry)}


def _closest_spelling(reply: str, names: Sequence[str]) -> str:
    """The name closest to a misspelled reply, or "" if none is close."""
    from rapidfuzz.fuzz import ratio

    wanted = normalize_name(_NAME_AFFIXES.sub("", reply))
    if len(wanted) < MIN_FUZZY_CHARS:
        return ""
    best = max(names, key=lambda name: ratio(wanted, normalize_name(name)))
    return best if ratio(wanted, normalize_name(best)) >= MIN_SPELLING_SIMILARITY else ""

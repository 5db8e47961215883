"""A question as it is shown once, and what a reply to it is worth."""

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
"""So like a name, out of 100, is a reply that is taken for a misspelling of it."""

MIN_FUZZY_CHARS = 5
"""A shorter reply must be spelled as it is: one letter more makes another word of it."""

_NAME_AFFIXES = re.compile(r"^\s*(?:the|an?)\s+|\s+patterns?\s*$", re.IGNORECASE)
"""What people say around a name."""

DONT_KNOW = "?"
"""What is chosen by one who does not know."""


class PresentedQuestion(msgspec.Struct, frozen=True):
    """A question with its options in the order they stand in this time.

    ``steps`` are the numbers of the steps, for a question that asks for their order.
    """

    question: Question
    options: tuple[QuizOption, ...]
    step_order: tuple[int, ...] = ()

    @property
    def shown_ids(self) -> tuple[str, ...]:
        """What is logged of the order that was shown."""
        if self.question.form == "recall":
            return ()
        return tuple(map(str, self.step_order)) or tuple(option.id for option in self.options)


class GradedAnswer(msgspec.Struct, frozen=True):
    """What a reply is worth. ``chosen`` is an option's id, or what was typed; ``text`` is what it says.

    ``why`` is why a wrong one fails, ``right_when`` when it would have been right; ``ref`` is what
    was meant, where that is known; ``note`` says what else there is to say, such as the spelling.
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
    """The question in the order of this showing."""
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
    """What a reply is worth: an option's id, an order of steps as its id, or a typed name."""
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
    """Whether an id is some order of the question's steps."""
    numbers = option_id.split(STEP_SEPARATOR)
    return sorted(numbers) == sorted(str(number) for number in range(1, len(question.steps) + 1))


def format_order(question: Question, order: Sequence[int]) -> str:
    """The steps in an order, in words."""
    return " / ".join(question.steps[number - 1] for number in order)


def parse_order(presented: PresentedQuestion, typed_text: str) -> str:
    """The id of the order that was typed as places in the shown list, such as ``3 1 2``; empty for no order."""
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
    """A name with and without its article and the word pattern."""
    return {name, _NAME_AFFIXES.sub("", name)}


def _other_names(sources: QuestionSources, right_ref: str) -> dict[str, str]:
    """What everything else goes by, with its ref."""
    entries = (*sources.catalog.patterns_with_variants(), *sources.catalog.neighbors)
    return {name: entry.ref for entry in entries if entry.ref != right_ref for name in accepted_names(entry)}


def _closest_spelling(reply: str, names: Sequence[str]) -> str:
    """The name that a reply nearly spells."""
    from rapidfuzz.fuzz import ratio

    wanted = normalize_name(_NAME_AFFIXES.sub("", reply))
    if len(wanted) < MIN_FUZZY_CHARS:
        return ""
    best = max(names, key=lambda name: ratio(wanted, normalize_name(name)))
    return best if ratio(wanted, normalize_name(best)) >= MIN_SPELLING_SIMILARITY else ""

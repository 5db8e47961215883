"""A question as it is shown once, and what a reply to it is worth."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from patterns_cli.study.questions.feedback import wrong_ref
from patterns_cli.study.questions.names import typed_names
from patterns_cli.study.questions.question import NO, STEP_MARK, YES, Question, QuizOption
from patterns_cli.study.questions.steps import order_id, why_order
from patterns_cli.text.names import normalized

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from patterns_cli.study.questions.sources import Material

NEARLY = 85.0
"""So like a name, out of 100, is a reply that is taken for a misspelling of it."""

SHORTEST_MISSPELT = 5
"""A shorter reply must be spelled as it is: one letter more makes another word of it."""

_AROUND = re.compile(r"^\s*(?:the|an?)\s+|\s+patterns?\s*$", re.IGNORECASE)
"""What people say around a name."""

UNKNOWN = "?"
"""What is chosen by one who does not know."""


class Showing(msgspec.Struct, frozen=True):
    """A question with its options in the order they stand in this time.

    ``steps`` are the numbers of the steps, for a question that asks for their order.
    """

    question: Question
    options: tuple[QuizOption, ...]
    steps: tuple[int, ...] = ()

    @property
    def shown(self) -> tuple[str, ...]:
        """What is logged of the order that was shown."""
        if self.question.form == "recall":
            return ()
        return tuple(map(str, self.steps)) or tuple(option.id for option in self.options)


class Graded(msgspec.Struct, frozen=True):
    """What a reply is worth. ``chosen`` is an option's id, or what was typed; ``text`` is what it says.

    ``why`` is why a wrong one fails, ``right_when`` when it would have been right; ``ref`` is what
    was meant, where that is known; ``note`` says what else there is to say, such as the spelling.
    """

    question: Question
    chosen: str
    text: str
    is_right: bool
    why: str = ""
    right_when: str = ""
    ref: str = ""
    note: str = ""


def shown(question: Question, random: Random) -> Showing:
    """The question in the order of this showing."""
    if question.form == "order":
        right = tuple(range(1, len(question.steps) + 1))
        order = list(right)
        while tuple(order) == right:
            random.shuffle(order)
        return Showing(question, (), tuple(order))
    options = list(question.options)
    if {option.id for option in options} != {YES, NO}:
        random.shuffle(options)
    return Showing(question, tuple(options))


def graded(material: Material, question: Question, reply: str) -> Graded:
    """What a reply is worth: an option's id, an order of steps as its id, or a typed name."""
    if question.form == "recall":
        return _recalled(material, question, reply)
    option = question.option(reply)
    if option is None and question.form == "order" and is_order(question, reply):
        order = [int(number) for number in reply.split(STEP_MARK)]
        option = QuizOption(reply, in_words(question, order), is_right=False, why=why_order(question.steps, order))
    if option is None:
        return Graded(question, UNKNOWN, "I don't know", is_right=False)
    if option.is_right:
        return Graded(question, option.id, option.text, is_right=True, ref=option.id)
    return Graded(
        question, option.id, option.text, is_right=False, why=option.why, right_when=option.right_when, ref=option.id
    )


def is_order(question: Question, id_: str) -> bool:
    """Whether an id is some order of the question's steps."""
    numbers = id_.split(STEP_MARK)
    return sorted(numbers) == sorted(str(number) for number in range(1, len(question.steps) + 1))


def in_words(question: Question, order: Sequence[int]) -> str:
    """The steps in an order, in words."""
    return " / ".join(question.steps[number - 1] for number in order)


def typed_order(showing: Showing, line: str) -> str:
    """The id of the order that was typed as places in the shown list, such as ``3 1 2``; empty for no order."""
    places = line.replace(",", " ").split()
    if len(places) == 1 and len(places[0]) == len(showing.steps):
        places = list(places[0])
    if sorted(places) != sorted(str(place) for place in range(1, len(showing.steps) + 1)):
        return ""
    return order_id([showing.steps[int(place) - 1] for place in places])


def _recalled(material: Material, question: Question, reply: str) -> Graded:
    right = question.right
    if not normalized(reply):
        return Graded(question, UNKNOWN, "I don't know", is_right=False)
    if _is_called(reply, question.accepted):
        note = "" if _is_called(reply, (right.text,)) else f"It is also called {right.text}."
        return Graded(question, reply, right.text, is_right=True, ref=right.id, note=note)
    names = _other_names(material, right.id)
    other = next((ref for name, ref in names.items() if _is_called(reply, (name,))), "")
    meant = "" if other else _misspelt(reply, (*question.accepted, *names))
    if meant in question.accepted:
        meant = right.text if _is_called(meant, (right.text,)) else meant
        return Graded(question, reply, right.text, is_right=True, ref=right.id, note=f"It is spelled “{meant}”.")
    other = other or names.get(meant, "")
    if other:
        wrong = wrong_ref(material, right.id, other)
        why, when = wrong.why, wrong.right_when
        return Graded(question, reply, wrong.text, is_right=False, why=why, right_when=when, ref=other)
    return Graded(question, reply, reply, is_right=False, why=f"Nothing here is called “{reply}”.")


def _is_called(reply: str, names: Sequence[str]) -> bool:
    wanted = _forms(reply)
    return any(not wanted.isdisjoint(_forms(name)) for name in names)


def _forms(name: str) -> set[str]:
    """A name as it is compared: with and without an article, the word pattern, and the end of a plural."""
    bare = normalized(_AROUND.sub("", name))
    forms = {normalized(name), bare} - {""}
    return forms | {form.removesuffix("s") for form in forms if len(form) >= SHORTEST_MISSPELT}


def _other_names(material: Material, right: str) -> dict[str, str]:
    """What everything else goes by, with its ref."""
    entries = (*material.catalog.entries_in_order(), *material.catalog.neighbours)
    return {name: entry.ref for entry in entries if entry.ref != right for name in typed_names(entry)}


def _misspelt(reply: str, names: Sequence[str]) -> str:
    """The name that a reply nearly spells."""
    from rapidfuzz.fuzz import ratio

    wanted = normalized(_AROUND.sub("", reply))
    if len(wanted) < SHORTEST_MISSPELT:
        return ""
    best = max(names, key=lambda name: ratio(wanted, normalized(name)))
    return best if ratio(wanted, normalized(best)) >= NEARLY else ""

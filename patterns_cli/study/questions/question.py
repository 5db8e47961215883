"""The question model: context, prompt, options, and feedback for each option."""

from __future__ import annotations

import zlib
from typing import Literal

import msgspec

QuestionForm = Literal["choice", "yes-no", "order", "recall"]
"""Choose one of several, say yes or no, put steps in order, or type a name from memory."""

ItemKind = Literal["skill", "fact"]
"""A skill is judgment, practiced on a different problem each time; a fact stays the same."""

RECOGNIZE, TELL_APART, NONE_FITS, FACT = "recognise", "tell", "none-fits", "fact"
"""Item id prefixes: three kinds of skills, and facts."""

YES, NO = "yes", "no"
STEP_SEPARATOR = "-"
"""Separator between step numbers in the id of an order."""


class LearningItem(msgspec.Struct, frozen=True):
    """A skill or fact to learn, the unit of scheduling.

    ``refs`` are the refs it covers, ``systems`` the systems it mentions.
    """

    id: str
    kind: ItemKind
    title: str
    refs: tuple[str, ...]
    systems: tuple[str, ...] = ()


class QuizOption(msgspec.Struct, frozen=True):
    """An answer option, with the reason it is right or wrong."""

    id: str
    text: str
    is_right: bool
    feedback: str
    right_when: str = ""
    """When a wrong option would have been right, if known."""


class Question(msgspec.Struct, frozen=True):
    """A question that tests an item.

    ``context`` is the scenario that the question is about, or empty. ``steps`` are the steps to put
    in order, numbered from 1, in the right order. ``accepted_names`` are the names that count as
    right if the answer is typed. ``citation`` says where the answer is documented, and ``show_ref``
    is the argument to ``patterns show`` for further reading.
    """

    id: str
    item_id: str
    form: QuestionForm
    prompt: str
    options: tuple[QuizOption, ...]
    citation: str
    show_ref: str
    context: str = ""
    steps: tuple[str, ...] = ()
    accepted_names: tuple[str, ...] = ()

    @property
    def right_option(self) -> QuizOption:
        """The right option."""
        return next(option for option in self.options if option.is_right)

    @property
    def stem(self) -> str:
        """The context and prompt, shown before the options."""
        return f"{self.context}\n\n{self.prompt}" if self.context else self.prompt

    def option(self, option_id: str) -> QuizOption | None:
        """The option with the given id, or None if not found."""
        return next((option for option in self.options if option.id == option_id), None)


def revision_of(question: Question) -> str:
    """Checksum of a question's wording, to identify which version was answered."""
    words = "\x00".join((question.stem, *(option.text for option in question.options)))
    return f"{zlib.crc32(words.encode('utf-8', 'replace')):08x}"


def cell_item_id(table_id: str, row_id: str, column_ref: str) -> str:
    """Build the item id for a table cell."""
    return "/".join((FACT, "table", table_id, row_id, column_ref.replace("/", "-")))

"""What a question is: what is told and asked, the options, and the reason for or against each."""

from __future__ import annotations

import zlib
from typing import Literal

import msgspec

QuestionForm = Literal["choice", "yes-no", "order", "recall"]
"""Choose one of several, say yes or no, put steps in order, or type a name from memory."""

ItemKind = Literal["skill", "fact"]
"""A skill is judgement, shown on another problem each time; a fact is the same each time."""

RECOGNIZE, TELL_APART, NONE_FITS, FACT = "recognise", "tell", "none-fits", "fact"
"""What the ids of items begin with: skills of three kinds, and facts."""

YES, NO = "yes", "no"
STEP_SEPARATOR = "-"
"""Stands between the numbers of steps in the id of an order."""


class LearningItem(msgspec.Struct, frozen=True):
    """Something to be learnt, which is what gets scheduled.

    ``about`` are the refs it is about, ``systems`` the systems it speaks of.
    """

    id: str
    kind: ItemKind
    title: str
    refs: tuple[str, ...]
    systems: tuple[str, ...] = ()


class QuizOption(msgspec.Struct, frozen=True):
    """One answer that can be given, and why it is right or fails."""

    id: str
    text: str
    is_right: bool
    feedback: str
    right_when: str = ""
    """When a wrong one would have been right, where that is known."""


class Question(msgspec.Struct, frozen=True):
    """One showing of an item.

    ``told`` is the story that the question is about, or empty. ``steps`` are what has to be put in
    order, by number from 1, in their right order. ``accepted`` are the names that count as right
    where the answer is typed. ``source`` says where the answer stands and ``show`` names what
    ``patterns show`` prints to read on.
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
        """All that is read before the options."""
        return f"{self.context}\n\n{self.prompt}" if self.context else self.prompt

    def option(self, option_id: str) -> QuizOption | None:
        """The option of that id."""
        return next((option for option in self.options if option.id == option_id), None)


def revision_of(question: Question) -> str:
    """A short mark of how a question is worded, so that it can be told which wording was answered."""
    words = "\x00".join((question.stem, *(option.text for option in question.options)))
    return f"{zlib.crc32(words.encode('utf-8', 'replace')):08x}"


def cell_item_id(table_id: str, row_id: str, column_ref: str) -> str:
    """The id of the item on a cell of a table, by the ids of table and row and what its column is about."""
    return "/".join((FACT, "table", table_id, row_id, column_ref.replace("/", "-")))

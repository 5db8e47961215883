"""What a question is: what is told and asked, the options, and the reason for or against each."""

from __future__ import annotations

import zlib
from typing import Literal

import msgspec

Form = Literal["choice", "yes-no", "order", "recall"]
"""Choose one of several, say yes or no, put steps in order, or type a name from memory."""

Kind = Literal["skill", "fact"]
"""A skill is judgement, shown on another problem each time; a fact is the same each time."""

RECOGNISE, TELL, NONE_FITS, FACT = "recognise", "tell", "none-fits", "fact"
"""What the ids of items begin with: skills of three kinds, and facts."""

YES, NO = "yes", "no"
STEP_MARK = "-"
"""Stands between the numbers of steps in the id of an order."""


class Item(msgspec.Struct, frozen=True):
    """Something to be learnt, which is what gets scheduled.

    ``about`` are the refs it is about, ``systems`` the systems it speaks of.
    """

    id: str
    kind: Kind
    title: str
    about: tuple[str, ...]
    systems: tuple[str, ...] = ()


class QuizOption(msgspec.Struct, frozen=True):
    """One answer that can be given, and why it is right or fails."""

    id: str
    text: str
    is_right: bool
    why: str
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
    item: str
    form: Form
    ask: str
    options: tuple[QuizOption, ...]
    source: str
    show: str
    told: str = ""
    steps: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()

    @property
    def right(self) -> QuizOption:
        """The right option."""
        return next(option for option in self.options if option.is_right)

    @property
    def stem(self) -> str:
        """All that is read before the options."""
        return f"{self.told}\n\n{self.ask}" if self.told else self.ask

    def option(self, id_: str) -> QuizOption | None:
        """The option of that id."""
        return next((option for option in self.options if option.id == id_), None)


def revision_of(question: Question) -> str:
    """A short mark of how a question is worded, so that it can be told which wording was answered."""
    words = "\x00".join((question.stem, *(option.text for option in question.options)))
    return f"{zlib.crc32(words.encode('utf-8', 'replace')):08x}"


def cell_item(table: str, row: str, about: str) -> str:
    """The id of the item on a cell of a table, by the ids of table and row and what its column is about."""
    return "/".join((FACT, "table", table, row, about.replace("/", "-")))

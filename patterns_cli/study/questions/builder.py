"""What facts of all kinds share: how they become questions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from patterns_cli.study.questions.distractors import with_wrong_options
from patterns_cli.study.questions.question import FACT, NO, YES, Form, Item, Question, QuizOption
from patterns_cli.text.names import normalized

if TYPE_CHECKING:
    from patterns_cli.catalog.catalog import Entry
    from patterns_cli.study.questions.sources import Material


class Ids(NamedTuple):
    """The ids of a question and of the item that it belongs to."""

    item: str
    question: str


Maker = Callable[[Ids], Question | None]
"""Makes one question of a fact; None where no fair one can be made."""

_SHORTEST_NAME = 3
_BOLD = re.compile(r"\*\*([^*]+)\*\*")


class Fact(NamedTuple):
    """A fact to be learnt, and how each of its questions is made, by the question's id."""

    item: Item
    makers: Mapping[str, Maker]


class Origin(NamedTuple):
    """Where an answer stands, in words and as what ``patterns show`` takes."""

    source: str
    show: str


def card_of(material: Material, entry: Entry, part: str = "card") -> Origin:
    """A part of a pattern's card."""
    return Origin(f"the {part} of {entry.short_name}", material.catalog.ref_of(entry))


def fact_of(material: Material, entry: Entry, id_: str, title: str, makers: Mapping[str, Maker]) -> Fact:
    """A fact about a pattern or variant."""
    ref = material.catalog.ref_of(entry)
    item = Item(f"{FACT}/{ref}/{id_}", "fact", f"{entry.short_name}: {title}", (ref,))
    return with_ids(item, makers)


def with_ids(item: Item, makers: Mapping[str, Maker]) -> Fact:
    """A fact whose questions are called after it."""
    return Fact(item, {f"{item.id}/{part}": maker for part, maker in makers.items()})


class Asked(NamedTuple):
    """What a question asks, where its answer stands, and the text it is about, if any."""

    ids: Ids
    ask: str
    origin: Origin
    told: str = ""


def choice(
    asked: Asked, right: QuizOption, wrong: Sequence[QuizOption], spare: Sequence[QuizOption] = ()
) -> Question | None:
    """A choice of four; None where it would not be fair."""
    options = with_wrong_options(asked.ids.question, f"{asked.told} {asked.ask}", right, wrong, spare)
    return _question(asked, "choice", options) if options else None


def yes_or_no(asked: Asked, why: str, *, is_yes: bool) -> Question:
    """Whether something holds; the reason is the same for either answer."""
    yes = QuizOption(YES, "Yes", is_right=is_yes, why=why)
    no = QuizOption(NO, "No", is_right=not is_yes, why=why)
    return _question(asked, "yes-no", (yes, no))


def one_of_two(asked: Asked, options: Sequence[QuizOption]) -> Question:
    """A choice of two."""
    return _question(asked, "yes-no", tuple(options))


def _question(asked: Asked, form: Form, options: tuple[QuizOption, ...]) -> Question:
    ids, ask, origin, told = asked
    return Question(ids.question, ids.item, form, ask, options, *origin, told=told)


def names_itself(text: str, names: Iterable[str]) -> bool:
    """Whether a text holds one of the names, however it is written."""
    letters = normalized(text)
    return any(len(name) >= _SHORTEST_NAME and normalized(name) in letters for name in names)


def plain(text: str) -> str:
    """A text without the marks of bold, which a table uses for its labels."""
    return _BOLD.sub(r"\1", text)

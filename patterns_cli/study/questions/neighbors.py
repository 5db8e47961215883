"""What lies outside the patterns: the name of it, so that "none of these" is not the end of the answer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from patterns_cli.catalog.lookup import names_of
from patterns_cli.packs.model import OUTSIDE, Neighbour
from patterns_cli.study.questions.builder import Asked, Fact, Ids, Maker, card_of, choice, names_itself, with_ids
from patterns_cli.study.questions.distractors import in_scattered_order
from patterns_cli.study.questions.feedback import sentence
from patterns_cli.study.questions.names import recall
from patterns_cli.study.questions.question import FACT, Item, Question, QuizOption

if TYPE_CHECKING:
    from collections.abc import Iterator

    from patterns_cli.catalog.catalog import Entry
    from patterns_cli.study.questions.sources import Material


def neighbour_facts(material: Material) -> Iterator[Fact]:
    """Every neighbour that does not say its own name."""
    for entry in material.catalog.neighbours:
        if isinstance(entry.item, Neighbour) and not names_itself(entry.summary, names_of(entry)):
            near = tuple(ref for ref in entry.item.near)
            item = Item(
                f"{FACT}/{material.catalog.ref_of(entry)}/name",
                "fact",
                f"{entry.short_name}: its name",
                (*near, OUTSIDE),
            )
            makers: dict[str, Maker] = {
                "which": partial(_which, material, entry),
                "recall": partial(recall, material, entry),
            }
            yield with_ids(item, makers)


def _which(material: Material, entry: Entry, ids: Ids) -> Question | None:
    near = set(entry.item.near) if isinstance(entry.item, Neighbour) else set()
    right = QuizOption(
        entry.ref,
        entry.short_name,
        is_right=True,
        why=f"That is what {entry.short_name} is for. {_how_to_tell(entry)}".strip(),
    )
    close: list[QuizOption] = []
    far: list[QuizOption] = []
    for other in material.catalog.neighbours:
        if other.ref != entry.ref and isinstance(other.item, Neighbour):
            option = QuizOption(
                other.ref,
                other.short_name,
                is_right=False,
                why=f"{other.short_name} is this: {sentence(other.summary)}",
            )
            (close if near & set(other.item.near) else far).append(option)
    asked = Asked(ids, "What is this?", card_of(material, entry), sentence(entry.summary))
    return choice(asked, right, in_scattered_order(ids.question, close), in_scattered_order(ids.question, far))


def _how_to_tell(entry: Entry) -> str:
    return sentence(entry.item.tell_apart) if isinstance(entry.item, Neighbour) else ""

"""What something is called, typed from memory."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from patterns_cli.catalog.lookup import names_of
from patterns_cli.packs.model import Neighbour
from patterns_cli.study.questions.builder import Fact, Ids, card_of, fact_of, names_itself
from patterns_cli.study.questions.feedback import sentence
from patterns_cli.study.questions.question import Question, QuizOption

if TYPE_CHECKING:
    from collections.abc import Iterator

    from patterns_cli.catalog.catalog import Entry
    from patterns_cli.study.questions.sources import Material


def name_facts(material: Material) -> Iterator[Fact]:
    """The name of every pattern and variant whose summary does not say it."""
    for entry in material.catalog.entries_in_order():
        if not names_itself(entry.summary, names_of(entry)):
            yield fact_of(material, entry, "name", "its name", {"recall": partial(recall, material, entry)})


def typed_names(entry: Entry) -> tuple[str, ...]:
    """What counts as the name where it is typed; of a variant, its id without its pattern too."""
    return (*names_of(entry), *((entry.variant.id,) if entry.variant else ()))


def recall(material: Material, entry: Entry, ids: Ids) -> Question:
    """The name that belongs to a summary."""
    if isinstance(entry.item, Neighbour):
        why = entry.item.tell_apart
    else:
        why = entry.variant.what if entry.variant else entry.pattern.what
    ref = material.catalog.ref_of(entry)
    right = QuizOption(ref, entry.short_name, is_right=True, why=sentence(why))
    ask = "What is this called? Type its name."
    told = sentence(entry.summary)
    origin = card_of(material, entry)
    return Question(ids.question, ids.item, "recall", ask, (right,), *origin, told=told, accepted=typed_names(entry))

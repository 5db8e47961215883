"""What something is called, typed from memory."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from patterns_cli.catalog.lookup import names_of
from patterns_cli.packs.model import Neighbor
from patterns_cli.study.questions.builder import Fact, QuestionIds, cite_card, contains_name, make_entry_fact
from patterns_cli.study.questions.feedback import sentence
from patterns_cli.study.questions.question import Question, QuizOption

if TYPE_CHECKING:
    from collections.abc import Iterator

    from patterns_cli.catalog.catalog import Entry
    from patterns_cli.study.questions.sources import QuestionSources


def name_facts(sources: QuestionSources) -> Iterator[Fact]:
    """The name of every pattern and variant whose summary does not say it."""
    for entry in sources.catalog.patterns_with_variants():
        if not contains_name(entry.summary, names_of(entry)):
            yield make_entry_fact(
                sources, entry, "name", "its name", {"recall": partial(recall_question, sources, entry)}
            )


def accepted_names(entry: Entry) -> tuple[str, ...]:
    """What counts as the name where it is typed; of a variant, its id without its pattern too."""
    return (*names_of(entry), *((entry.variant.id,) if entry.variant else ()))


def recall_question(sources: QuestionSources, entry: Entry, ids: QuestionIds) -> Question:
    """The name that belongs to a summary."""
    if isinstance(entry.record, Neighbor):
        why = entry.record.tell_apart
    else:
        why = entry.variant.what if entry.variant else entry.pattern.what
    ref = sources.catalog.ref_of(entry)
    right = QuizOption(ref, entry.short_name, is_right=True, feedback=sentence(why))
    ask = "What is this called? Type its name."
    told = sentence(entry.summary)
    origin = cite_card(sources, entry)
    return Question(
        ids.question_id,
        ids.item_id,
        "recall",
        ask,
        (right,),
        *origin,
        context=told,
        accepted_names=accepted_names(entry),
    )

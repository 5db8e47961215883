"""Name facts: recall the name of a pattern from memory."""

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
    """Name facts for entries whose summary does not contain their name."""
    for entry in sources.catalog.patterns_with_variants():
        if not contains_name(entry.summary, names_of(entry)):
            yield make_entry_fact(
                sources, entry, "name", "its name", {"recall": partial(recall_question, sources, entry)}
            )


def accepted_names(entry: Entry) -> tuple[str, ...]:
    """Names accepted as a typed answer, including a variant's bare id."""
    return (*names_of(entry), *((entry.variant.id,) if entry.variant else ()))


def recall_question(sources: QuestionSources, entry: Entry, ids: QuestionIds) -> Question:
    """Ask for the name that matches a summary."""
    if isinstance(entry.record, Neighbor):
        why = entry.record.tell_apart
    else:
        why = entry.variant.what if entry.variant else entry.pattern.what
    ref = sources.catalog.ref_of(entry)
    right = QuizOption(ref, entry.short_name, is_right=True, feedback=sentence(why))
    ask = "What is this called? Type its name."
    context = sentence(entry.summary)
    origin = cite_card(sources, entry)
    return Question(
        ids.question_id,
        ids.item_id,
        "recall",
        ask,
        (right,),
        *origin,
        context=context,
        accepted_names=accepted_names(entry),
    )

"""Facts about neighbors: the names of techniques outside the patterns."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from patterns_cli.catalog.lookup import names_of
from patterns_cli.packs.model import OUTSIDE, Neighbor
from patterns_cli.study.questions.builder import (
    Fact,
    QuestionDraft,
    QuestionFactory,
    QuestionIds,
    choice_question,
    cite_card,
    contains_name,
    make_fact,
)
from patterns_cli.study.questions.distractors import stable_shuffle
from patterns_cli.study.questions.feedback import sentence
from patterns_cli.study.questions.names import recall_question
from patterns_cli.study.questions.question import FACT, LearningItem, Question, QuizOption

if TYPE_CHECKING:
    from collections.abc import Iterator

    from patterns_cli.catalog.catalog import Entry
    from patterns_cli.study.questions.sources import QuestionSources


def neighbor_facts(sources: QuestionSources) -> Iterator[Fact]:
    """Name facts for neighbors whose summary does not contain their name."""
    for entry in sources.catalog.neighbors:
        if isinstance(entry.record, Neighbor) and not contains_name(entry.summary, names_of(entry)):
            near = tuple(ref for ref in entry.record.near)
            item = LearningItem(
                f"{FACT}/{sources.catalog.ref_of(entry)}/name",
                "fact",
                f"{entry.short_name}: its name",
                (*near, OUTSIDE),
            )
            makers: dict[str, QuestionFactory] = {
                "which": partial(_which_question, sources, entry),
                "recall": partial(recall_question, sources, entry),
            }
            yield make_fact(item, makers)


def _which_question(sources: QuestionSources, entry: Entry, ids: QuestionIds) -> Question | None:
    near = set(entry.record.near) if isinstance(entry.record, Neighbor) else set()
    right = QuizOption(
        entry.ref,
        entry.short_name,
        is_right=True,
        feedback=f"That is what {entry.short_name} is for. {_how_to_tell(entry)}".strip(),
    )
    close: list[QuizOption] = []
    far: list[QuizOption] = []
    for other in sources.catalog.neighbors:
        if other.ref != entry.ref and isinstance(other.record, Neighbor):
            option = QuizOption(
                other.ref,
                other.short_name,
                is_right=False,
                feedback=f"{other.short_name} is this: {sentence(other.summary)}",
            )
            (close if near & set(other.record.near) else far).append(option)
    asked = QuestionDraft(ids, "What is this?", cite_card(sources, entry), sentence(entry.summary))
    return choice_question(asked, right, stable_shuffle(ids.question_id, close), stable_shuffle(ids.question_id, far))


def _how_to_tell(entry: Entry) -> str:
    return sentence(entry.record.tell_apart) if isinstance(entry.record, Neighbor) else ""

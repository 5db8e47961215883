"""All learning items and the questions about them."""

from __future__ import annotations

from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from patterns_cli.study.questions.builder import QuestionIds
from patterns_cli.study.questions.distractors import stable_percent
from patterns_cli.study.questions.feedback import with_feedback_sentences
from patterns_cli.study.questions.names import name_facts
from patterns_cli.study.questions.neighbors import neighbor_facts
from patterns_cli.study.questions.pitfalls import pitfall_facts
from patterns_cli.study.questions.profile import profile_facts
from patterns_cli.study.questions.reasons import reason_facts
from patterns_cli.study.questions.skills import Skills
from patterns_cli.study.questions.steps import step_facts
from patterns_cli.study.questions.systems import system_facts
from patterns_cli.study.questions.tables import table_facts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from patterns_cli.study.questions.builder import Fact
    from patterns_cli.study.questions.question import LearningItem, Question
    from patterns_cli.study.questions.sources import QuestionSources

FACT_BUILDERS = (
    name_facts,
    reason_facts,
    table_facts,
    system_facts,
    profile_facts,
    step_facts,
    pitfall_facts,
    neighbor_facts,
)
"""Functions that build facts, most useful kind first."""


class Deck:
    """Items of all active packs, skills first, and their questions by id."""

    def __init__(self, sources: QuestionSources) -> None:
        self.sources = sources
        self._skills = Skills(sources)

    @cached_property
    def items(self) -> dict[str, LearningItem]:
        """All items by id, skills first."""
        return {item.id: item for item in (*self._skills.items(), *(fact.item for fact in self._facts.values()))}

    def fact_items_by_kind(self) -> list[list[LearningItem]]:
        """Fact items grouped by kind, most useful kind first."""
        return [[fact.item for fact in facts] for facts in self._facts_by_kind]

    @cached_property
    def _facts_by_kind(self) -> list[list[Fact]]:
        """Facts grouped by kind. If two facts share an id, the first one wins."""
        found: dict[str, Fact] = {}
        kinds = []
        for kind in FACT_BUILDERS:
            known = len(found)
            for fact in kind(self.sources):
                found.setdefault(fact.item.id, fact)
            kinds.append(list(islice(found.values(), known, None)))
        return kinds

    @cached_property
    def _facts(self) -> dict[str, Fact]:
        return {fact.item.id: fact for facts in self._facts_by_kind for fact in facts}

    def question_ids(self, item: LearningItem) -> list[str]:
        """Ids of the questions about an item; ``question`` may still return None for some."""
        fact = self._facts.get(item.id)
        return list(fact.factories) if fact else self._skills.question_ids(item)

    def question(self, question_id: str) -> Question | None:
        """Question with this id, or None if it is unknown or cannot be asked fairly."""
        question = self._build_question(question_id)
        return question and msgspec.structs.replace(question, options=with_feedback_sentences(question.options))

    def _build_question(self, question_id: str) -> Question | None:
        item = self.items.get(question_id.rpartition("/")[0])
        if item is None:
            return None
        fact = self._facts.get(item.id)
        if fact is None:
            return self._skills.question(item, question_id)
        factory = fact.factories.get(question_id)
        return factory(QuestionIds(item.id, question_id)) if factory else None

    def sample_questions(self, item: LearningItem, limit: int) -> Iterator[Question]:
        """Up to ``limit`` questions about an item, always the same; 0 means all."""
        ids = self.question_ids(item)
        if limit:
            ids = sorted(ids, key=lambda id_: (stable_percent(id_), id_))
        found = (question for id_ in ids if (question := self.question(id_)) is not None)
        yield from islice(found, limit or None)

    def questions(self) -> Iterator[Question]:
        """All questions that can be asked."""
        for item in self.items.values():
            for id_ in self.question_ids(item):
                question = self.question(id_)
                if question is not None:
                    yield question

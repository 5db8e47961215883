"""Order in which patterns and items are introduced."""

from __future__ import annotations

from itertools import chain, zip_longest
from typing import TYPE_CHECKING

from patterns_cli.packs.model import OUTSIDE
from patterns_cli.packs.refs import pattern_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from patterns_cli.study.deck import Deck
    from patterns_cli.study.questions.question import LearningItem
    from patterns_cli.study.questions.sources import QuestionSources


def course_order(sources: QuestionSources) -> list[str]:
    """All pattern refs, with patterns that are easily confused close together."""
    left = [sources.catalog.ref_of(entry) for entry in sources.catalog.patterns]
    order: list[str] = []
    while left:
        following = max(left, key=lambda ref: (_count_met_confusables(sources, ref, order), -left.index(ref)))
        left.remove(following)
        order.append(following)
    return order


def progress_refs(sources: QuestionSources) -> tuple[str, ...]:
    """Refs that progress reports on: patterns with their variants, then "none of these"."""
    found = []
    for ref in course_order(sources):
        entry = sources.catalog.entries[ref]
        found += [ref, *(f"{ref}/{variant.id}" for variant in entry.pattern.variants)]
    return (*found, OUTSIDE)


def _count_met_confusables(sources: QuestionSources, ref: str, met_refs: Iterable[str]) -> int:
    known = set(met_refs)
    return sum(pattern_of(confusable) in known for confusable in sources.confusable_refs(ref))


def items_in_course_order(deck: Deck) -> list[LearningItem]:
    """All items in the order they are introduced, alternating skills and facts."""
    place = {ref: number for number, ref in enumerate(course_order(deck.sources))}

    def stage(item: LearningItem) -> int:
        """Position in the course where the last pattern of the item appears."""
        met = [place[pattern] for ref in item.refs if (pattern := pattern_of(ref)) in place]
        return max(met, default=len(place))

    skills = sorted((item for item in deck.items.values() if item.kind == "skill"), key=stage)
    facts = [item for group in deck.fact_items_by_kind() for item in sorted(group, key=stage)]
    return [item for item in chain.from_iterable(zip_longest(skills, facts)) if item is not None]

"""Sources of questions: the catalog and the known problems."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from patterns_cli.packs.model import OUTSIDE, Contrast, Neighbor, Pattern
from patterns_cli.packs.refs import is_same_or_variant, pattern_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from patterns_cli.advise.index import Index, IndexedScenario
    from patterns_cli.catalog.catalog import Catalog, Entry

NONE_OF_THESE = "None of these"
"""Name of the option for when no pattern fits."""


class QuestionSources:
    """Lookups in the catalog and problems of all active packs."""

    def __init__(self, catalog: Catalog, indexes: Sequence[Index]) -> None:
        self.catalog = catalog
        self._indexes = indexes

    @cached_property
    def scenarios(self) -> dict[str, list[IndexedScenario]]:
        """The known problems by verdict."""
        found: dict[str, list[IndexedScenario]] = {}
        for index in self._indexes:
            if index.has_scenarios:
                for number in range(index.scenario_count):
                    story = index.scenario(number)
                    if not story.is_card_text:
                        found.setdefault(story.verdict, []).append(story)
        return found

    @cached_property
    def answerable_refs(self) -> tuple[str, ...]:
        """Patterns and variants that can be an answer."""
        answers = set(self.scenarios) | {
            choice.choose for contrast in self.catalog.contrasts() for choice in contrast.choices
        }
        refs = ((entry.ref, self.catalog.ref_of(entry)) for entry in self.catalog.patterns_with_variants())
        found = tuple(ref for within, ref in refs if within in answers or ref in answers)
        return found or tuple(self.catalog.ref_of(entry) for entry in self.catalog.patterns)

    @cached_property
    def contrasts_by_pair(self) -> dict[frozenset[str], Contrast]:
        """Contrasts by the pair of refs they tell apart."""
        return {frozenset(contrast.between): contrast for contrast in self.catalog.contrasts()}

    def contrast_between(self, ref: str, other_ref: str) -> Contrast | None:
        """Contrast between two refs or their patterns, or None if not found."""
        for left in (ref, pattern_of(ref)):
            for right in (other_ref, pattern_of(other_ref)):
                found = self.contrasts_by_pair.get(frozenset((left, right)))
                if found is not None:
                    return found
        return None

    def name_of(self, ref: str) -> str:
        """The short name of a ref."""
        return NONE_OF_THESE if ref == OUTSIDE else self.catalog.name_of(ref)

    def entry(self, ref: str) -> Entry | None:
        """The entry with the given ref, or None if not found."""
        return self.catalog.entries.get(ref)

    def confusable_refs(self, ref: str) -> list[str]:
        """Refs contrasted with a ref; those of a variant's pattern come last."""
        pattern = pattern_of(ref)
        own = [*self.catalog.contrasts_of(ref), *self.catalog.contrasts_of(pattern)]
        found = [choice.choose for contrast in own for choice in contrast.choices]
        related = [related_ref for related_ref in found if related_ref not in {ref, pattern}]
        return [related_ref for related_ref in dict.fromkeys(related) if not is_same_or_variant(related_ref, ref)]

    def refs_near(self, neighbor_id: str) -> list[str]:
        """Answerable refs that a neighbor is often mistaken for."""
        entry = self.entry(neighbor_id)
        near = entry.record.near if entry and isinstance(entry.record, Neighbor) else ()
        return [ref for ref in self.answerable_refs if any(is_same_or_variant(ref, near_ref) for near_ref in near)]

    def reason_to_choose(self, ref: str) -> str:
        """First reason to choose a ref; for a neighbor, its purpose."""
        entry = self.entry(ref)
        if entry is None:
            return ""
        if isinstance(entry.record, Neighbor):
            return entry.record.purpose
        conditions = entry.variant.use_when if entry.variant else ()
        if not conditions and isinstance(entry.record, Pattern):
            conditions = entry.record.use_when
        return conditions[0].text if conditions else entry.summary

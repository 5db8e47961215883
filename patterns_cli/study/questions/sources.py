"""What questions are made from: the catalog, and the known problems."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from patterns_cli.packs.model import OUTSIDE, Contrast, Neighbour, Pattern
from patterns_cli.packs.refs import is_or_varies, pattern_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from patterns_cli.advise.index import Index, Story
    from patterns_cli.catalog.catalog import Catalog, Entry

NONE = "None of these"
"""What is chosen where no pattern fits."""


class Material:
    """The catalog and the problems of all packs in force, looked up the way questions need them."""

    def __init__(self, catalog: Catalog, indexes: Sequence[Index]) -> None:
        self.catalog = catalog
        self._indexes = indexes

    @cached_property
    def stories(self) -> dict[str, list[Story]]:
        """The known problems by verdict."""
        found: dict[str, list[Story]] = {}
        for index in self._indexes:
            if index.is_told:
                for number in range(len(index.stories)):
                    story = index.story(number)
                    if not story.is_card:
                        found.setdefault(story.verdict, []).append(story)
        return found

    @cached_property
    def choices(self) -> tuple[str, ...]:
        """Every pattern and variant that can be an answer: a pattern whose variants are the choice is none."""
        answers = set(self.stories) | {choice.choose for one in self.catalog.contrasts() for choice in one.choices}
        refs = ((entry.ref, self.catalog.ref_of(entry)) for entry in self.catalog.entries_in_order())
        found = tuple(ref for within, ref in refs if within in answers or ref in answers)
        return found or tuple(self.catalog.ref_of(entry) for entry in self.catalog.patterns)

    @cached_property
    def contrasts(self) -> dict[frozenset[str], Contrast]:
        """The contrasts by what they tell apart."""
        return {frozenset(contrast.between): contrast for contrast in self.catalog.contrasts()}

    def contrast(self, one: str, other: str) -> Contrast | None:
        """What tells two refs apart; of a variant, what tells its pattern apart serves too."""
        for left in (one, pattern_of(one)):
            for right in (other, pattern_of(other)):
                found = self.contrasts.get(frozenset((left, right)))
                if found is not None:
                    return found
        return None

    def name(self, ref: str) -> str:
        """The short name of a ref."""
        return NONE if ref == OUTSIDE else self.catalog.name_of(ref)

    def entry(self, ref: str) -> Entry | None:
        """What a ref names."""
        return self.catalog.entries.get(ref)

    def partners(self, ref: str) -> list[str]:
        """What a ref is told apart from by a contrast; of a variant, what its pattern is told apart from comes last."""
        pattern = pattern_of(ref)
        own = [*self.catalog.contrasts_of(ref), *self.catalog.contrasts_of(pattern)]
        found = [choice.choose for contrast in own for choice in contrast.choices]
        related = [one for one in found if one not in {ref, pattern}]
        return [one for one in dict.fromkeys(related) if not is_or_varies(one, ref)]

    def near(self, neighbour_id: str) -> list[str]:
        """The choices that a neighbour is mistaken for."""
        entry = self.entry(neighbour_id)
        near = entry.item.near if entry and isinstance(entry.item, Neighbour) else ()
        return [ref for ref in self.choices if any(is_or_varies(ref, one) for one in near)]

    def use_when(self, ref: str) -> str:
        """The first reason to choose a ref, or for a neighbour how to tell it."""
        entry = self.entry(ref)
        if entry is None:
            return ""
        if isinstance(entry.item, Neighbour):
            return entry.item.purpose
        conditions = entry.variant.use_when if entry.variant else ()
        if not conditions and isinstance(entry.item, Pattern):
            conditions = entry.item.use_when
        return conditions[0].text if conditions else entry.summary

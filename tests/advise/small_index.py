"""An index whose counts are given, so that scores can be worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from patterns_cli.advise.cue_matcher import CueMatcher
from patterns_cli.advise.index import Index, IndexedScenario
from patterns_cli.packs.model import Cue
from patterns_cli.text.words import tokenize


@dataclass
class SmallIndex:
    """The part of ``Index`` that ranking uses."""

    classes: Sequence[tuple[str, str]] = ()
    """Verdict and neighbor of each class."""
    class_totals: Sequence[int] = ()
    counts: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    """The count of each feature in each class."""
    bank: Sequence[IndexedScenario] = ()
    cues: Sequence[Cue] = ()
    has_scenarios: bool = True

    @property
    def verdicts(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(verdict for verdict, _ in self.classes))

    @property
    def verdict_classes(self) -> dict[str, tuple[int, ...]]:
        return {
            verdict: tuple(number for number, (other, _) in enumerate(self.classes) if other == verdict)
            for verdict in self.verdicts
        }

    @property
    def vocabulary_size(self) -> int:
        return len(self.counts)

    @property
    def cue_matcher(self) -> CueMatcher:
        return CueMatcher(self.cues)

    def class_counts(self, feature: str) -> Mapping[int, int]:
        return self.counts.get(feature, {})

    @property
    def scenario_count(self) -> int:
        return len(self.bank)

    @property
    def scenario_lengths(self) -> list[int]:
        return [len(scenario.text.split()) for scenario in self.bank]

    def scenarios_with(self, stem: str) -> list[int]:
        return [
            number
            for number, scenario in enumerate(self.bank)
            if stem in {token.stem for token in tokenize(scenario.text)}
        ]

    def verdict_of(self, number: int) -> str:
        return self.bank[number].verdict

    def scenario(self, number: int) -> IndexedScenario:
        return self.bank[number]


def small_index(
    classes: Sequence[tuple[str, str]],
    class_totals: Sequence[int] = (),
    counts: Mapping[str, Mapping[int, int]] | None = None,
    **fields: Any,
) -> Index:
    """A small index as the type that ranking takes."""
    return cast("Index", SmallIndex(classes, class_totals, counts or {}, **fields))

"""Find scenarios that are the same, word for word or nearly so.

Two texts are similar if they share most of their words and word pairs (Jaccard similarity). Only texts
that share one of their rarest features can be similar, so each is compared only with those: the
prefix filter of Chaudhuri, Ganti and Kaushik, "A Primitive Operator for Similarity Joins in Data
Cleaning" (ICDE 2006). The time grows
about linearly with the number of scenarios.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from patterns_cli.packs.diagnostics import Diagnostic
    from patterns_cli.packs.model import Scenario
    from patterns_cli.packs.positions import FieldPath, SourceMap

JACCARD_THRESHOLD = 0.6
"""Minimum Jaccard similarity of the words and word pairs of two similar texts, from 0 to 1."""

MAX_CANDIDATES = 100
"""Maximum number of texts compared with a text for each of its features, which bounds the time for a hostile pack."""


class LabeledScenario(NamedTuple):
    """A scenario with its answer and its position."""

    scenario: Scenario
    answer: str
    """Ref of the pattern or variant; for the verdict outside, the id of the neighbor."""

    words: tuple[str, ...]
    source: SourceMap
    field_path: FieldPath

    def diagnostic(self, message: str, hint: str, *, is_error: bool = False) -> Diagnostic:
        """A diagnostic at the text of the scenario."""
        return self.source.diagnostic_at(
            (*self.field_path, "text"), message, hint, severity="error" if is_error else "warning"
        )


def check_duplicates(scenarios: Sequence[LabeledScenario]) -> Iterator[Diagnostic]:
    """Repeated scenarios: an error if the same words have two answers, else a warning.

    Scenarios of the same ``set`` may be similar.
    """
    first: dict[tuple[str, ...], LabeledScenario] = {}
    distinct: list[LabeledScenario] = []
    for labeled in scenarios:
        if not labeled.words:
            continue
        earlier = first.setdefault(labeled.words, labeled)
        if earlier is labeled:
            distinct.append(labeled)
        elif earlier.answer != labeled.answer:
            message = f"the same text has another answer, {earlier.answer}, in {_describe_location(earlier)}"
            yield labeled.diagnostic(message, "remove one of the two, or add what differs", is_error=True)
        else:
            message = f"the text is the same as in {_describe_location(earlier)}"
            yield labeled.diagnostic(message, "remove one of the two")
    yield from _check_near_duplicates(distinct)


def _check_near_duplicates(scenarios: Sequence[LabeledScenario]) -> Iterator[Diagnostic]:
    features = [_features(labeled.words) for labeled in scenarios]
    counts = Counter(feature for own in features for feature in own)
    postings: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, own in enumerate(features):
        rarest = sorted(own, key=lambda feature: (counts[feature], feature))
        prefix = rarest[: len(own) - math.ceil(JACCARD_THRESHOLD * len(own)) + 1]
        earlier = _find_near_duplicate(number, prefix, postings, scenarios, features)
        if earlier is not None:
            yield _near_duplicate_diagnostic(scenarios[number], scenarios[earlier])
        for feature in prefix:
            if len(postings[feature]) < MAX_CANDIDATES:
                postings[feature].append(number)


def _find_near_duplicate(
    index: int,
    prefix: Sequence[tuple[str, ...]],
    postings: defaultdict[tuple[str, ...], list[int]],
    scenarios: Sequence[LabeledScenario],
    features: Sequence[frozenset[tuple[str, ...]]],
) -> int | None:
    own, set_name = features[index], scenarios[index].scenario.set
    seen: set[int] = set()
    for feature in prefix:
        for other in postings[feature]:
            if other in seen:
                continue
            seen.add(other)
            if set_name and set_name == scenarios[other].scenario.set:
                continue
            shared = len(own & features[other])
            if shared >= JACCARD_THRESHOLD * (len(own) + len(features[other]) - shared):
                return other
    return None


def _near_duplicate_diagnostic(labeled: LabeledScenario, earlier: LabeledScenario) -> Diagnostic:
    if earlier.answer == labeled.answer:
        return labeled.diagnostic(
            f"the text is nearly the same as in {_describe_location(earlier)}",
            "write another scenario, or remove one of the two",
        )
    return labeled.diagnostic(
        f"nearly the same text has another answer, {earlier.answer}, in {_describe_location(earlier)}",
        "if a changed fact decides, give both the same `set`; otherwise make them more different",
    )


def _features(words: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    return frozenset((word,) for word in words) | frozenset(pairwise(words))


def _describe_location(labeled: LabeledScenario) -> str:
    position = labeled.source.position_of(labeled.field_path)
    return f"{labeled.scenario.id} ({labeled.source.file.name}:{position.line})"

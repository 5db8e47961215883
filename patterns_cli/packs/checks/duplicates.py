"""Problems that are told twice: word for word, or nearly so.

Two texts are alike when they share most of their words and pairs of words (Jaccard). Only texts
that share one of their rarest features can be alike, so each is held against those few: the
prefix filter of Chaudhuri, Ganti and Kaushik, "A Primitive Operator for Similarity Joins in Data
Cleaning" (ICDE 2006). The time grows about as the number of problems.
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
"""The share of words and pairs of words that two texts have in common when they are alike."""

MAX_CANDIDATES = 100
"""So many texts are held against a new one for each of its features, so that a hostile pack costs no more."""


class LabeledScenario(NamedTuple):
    """A problem with the ref that answers it (outside, the neighbour), the words of its text, and where it stands."""

    scenario: Scenario
    answer: str
    words: tuple[str, ...]
    source: SourceMap
    field_path: FieldPath

    def diagnostic(self, message: str, hint: str, *, is_error: bool = False) -> Diagnostic:
        """A fault at the problem's text."""
        return self.source.diagnostic_at(
            (*self.field_path, "text"), message, hint, severity="error" if is_error else "warning"
        )


def check_duplicates(scenarios: Sequence[LabeledScenario]) -> Iterator[Diagnostic]:
    """Problems told before: an error where the same words have two answers, else a warning.

    Tellings of one story that differ in a fact or two, which its ``set`` says, may be alike.
    """
    first: dict[tuple[str, ...], LabeledScenario] = {}
    distinct: list[LabeledScenario] = []
    for problem in scenarios:
        if not problem.words:
            continue
        before = first.setdefault(problem.words, problem)
        if before is problem:
            distinct.append(problem)
        elif before.answer != problem.answer:
            place = _describe_location(before)
            message = f"the problem has two right answers: {place} says {before.answer} to the same words"
            yield problem.diagnostic(message, "keep it where it belongs, or tell what differs", is_error=True)
        else:
            yield problem.diagnostic(
                f"the problem is told twice; {_describe_location(before)} is the same", "keep one of the two"
            )
    yield from _check_near_duplicates(distinct)


def _check_near_duplicates(scenarios: Sequence[LabeledScenario]) -> Iterator[Diagnostic]:
    features = [_features(problem.words) for problem in scenarios]
    common = Counter(feature for one in features for feature in one)
    holding: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, own in enumerate(features):
        rarest = sorted(own, key=lambda feature: (common[feature], feature))
        prefix = rarest[: len(own) - math.ceil(JACCARD_THRESHOLD * len(own)) + 1]
        before = _find_near_duplicate(number, prefix, holding, scenarios, features)
        if before is not None:
            yield _near_duplicate_diagnostic(scenarios[number], scenarios[before])
        for feature in prefix:
            if len(holding[feature]) < MAX_CANDIDATES:
                holding[feature].append(number)


def _find_near_duplicate(
    index: int,
    prefix: Sequence[tuple[str, ...]],
    postings: defaultdict[tuple[str, ...], list[int]],
    scenarios: Sequence[LabeledScenario],
    features: Sequence[frozenset[tuple[str, ...]]],
) -> int | None:
    own, story = features[index], scenarios[index].scenario.set
    seen: set[int] = set()
    for feature in prefix:
        for other in postings[feature]:
            if other in seen:
                continue
            seen.add(other)
            if story and story == scenarios[other].scenario.set:
                continue
            shared = len(own & features[other])
            if shared >= JACCARD_THRESHOLD * (len(own) + len(features[other]) - shared):
                return other
    return None


def _near_duplicate_diagnostic(labeled: LabeledScenario, earlier: LabeledScenario) -> Diagnostic:
    if earlier.answer == labeled.answer:
        return labeled.diagnostic(
            f"the problem is nearly the same as {_describe_location(earlier)}",
            "tell another one, or keep one of the two",
        )
    return labeled.diagnostic(
        f"nearly the same words as in {_describe_location(earlier)}, which is answered by {earlier.answer}",
        "if one changed fact decides, give both the same `set`; otherwise make them differ",
    )


def _features(words: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    return frozenset((word,) for word in words) | frozenset(pairwise(words))


def _describe_location(labeled: LabeledScenario) -> str:
    mark = labeled.source.position_of(labeled.field_path)
    return f"{labeled.scenario.id} ({labeled.source.file.name}:{mark.line})"

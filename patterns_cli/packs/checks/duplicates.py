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

    from patterns_cli.packs.diagnostics import Fault
    from patterns_cli.packs.model import Scenario
    from patterns_cli.packs.positions import SourceMap, Spot

ALIKE = 0.6
"""The share of words and pairs of words that two texts have in common when they are alike."""

MOST_HELD = 100
"""So many texts are held against a new one for each of its features, so that a hostile pack costs no more."""


class Told(NamedTuple):
    """A problem with the ref that answers it (outside, the neighbour), the words of its text, and where it stands."""

    scenario: Scenario
    answer: str
    words: tuple[str, ...]
    source: SourceMap
    spot: Spot

    def fault(self, message: str, hint: str, *, is_error: bool = False) -> Fault:
        """A fault at the problem's text."""
        return self.source.fault((*self.spot, "text"), message, hint, severity="error" if is_error else "warning")


def check_alike(problems: Sequence[Told]) -> Iterator[Fault]:
    """Problems told before: an error where the same words have two answers, else a warning.

    Tellings of one story that differ in a fact or two, which its ``set`` says, may be alike.
    """
    first: dict[tuple[str, ...], Told] = {}
    distinct: list[Told] = []
    for problem in problems:
        if not problem.words:
            continue
        before = first.setdefault(problem.words, problem)
        if before is problem:
            distinct.append(problem)
        elif before.answer != problem.answer:
            message = f"the problem has two right answers: {_place(before)} says {before.answer} to the same words"
            yield problem.fault(message, "keep it where it belongs, or tell what differs", is_error=True)
        else:
            yield problem.fault(f"the problem is told twice; {_place(before)} is the same", "keep one of the two")
    yield from _nearly(distinct)


def _nearly(problems: Sequence[Told]) -> Iterator[Fault]:
    features = [_features(problem.words) for problem in problems]
    common = Counter(feature for one in features for feature in one)
    holding: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, own in enumerate(features):
        rarest = sorted(own, key=lambda feature: (common[feature], feature))
        prefix = rarest[: len(own) - math.ceil(ALIKE * len(own)) + 1]
        before = _first_alike(number, prefix, holding, problems, features)
        if before is not None:
            yield _near_fault(problems[number], problems[before])
        for feature in prefix:
            if len(holding[feature]) < MOST_HELD:
                holding[feature].append(number)


def _first_alike(
    number: int,
    prefix: Sequence[tuple[str, ...]],
    holding: defaultdict[tuple[str, ...], list[int]],
    problems: Sequence[Told],
    features: Sequence[frozenset[tuple[str, ...]]],
) -> int | None:
    own, story = features[number], problems[number].scenario.set
    seen: set[int] = set()
    for feature in prefix:
        for other in holding[feature]:
            if other in seen:
                continue
            seen.add(other)
            if story and story == problems[other].scenario.set:
                continue
            shared = len(own & features[other])
            if shared >= ALIKE * (len(own) + len(features[other]) - shared):
                return other
    return None


def _near_fault(problem: Told, before: Told) -> Fault:
    if before.answer == problem.answer:
        return problem.fault(
            f"the problem is nearly the same as {_place(before)}", "tell another one, or keep one of the two"
        )
    return problem.fault(
        f"nearly the same words as in {_place(before)}, which is answered by {before.answer}",
        "if one changed fact decides, give both the same `set`; otherwise make them differ",
    )


def _features(words: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    return frozenset((word,) for word in words) | frozenset(pairwise(words))


def _place(problem: Told) -> str:
    mark = problem.source.mark(problem.spot)
    return f"{problem.scenario.id} ({problem.source.file.name}:{mark.line})"

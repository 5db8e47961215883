"""Cross-validate ``ask`` on the scenarios of the built-in pack.

    python -m tests.accuracy.cross_validate [--folds 5] [--by-writer | --by-source] [--snippets] [--search] [--misses]

Near-twins and tellings of one story (rows with the same ``set``) never stand on both sides of a
fold. Prints how often the first answer, or one of the first three, is right; the same for outside;
and the calibration error. ``--by-writer`` holds out all that one hand wrote at a time, which is
nearer to meeting a stranger, and ``--by-source`` a whole collection. ``--snippets`` asks with a few
words of each problem, as people do.
``--search`` tries other numbers than those of ``advise/tuned.py``.
"""

from __future__ import annotations

import argparse
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product
from pathlib import Path
from random import Random
from typing import NamedTuple

from patterns_cli.advise import hyperparameters as params
from patterns_cli.advise.index import AnalyzedText, Index, analyze_text, build_index
from patterns_cli.advise.naive_bayes import Scores, score, verdict_probabilities
from patterns_cli.advise.similar_scenarios import SimilarScenarios
from patterns_cli.packs.compiled import compile_pack
from patterns_cli.packs.loader import load_scenario_bank
from patterns_cli.packs.model import OUTSIDE, Cue, Pack, Scenario, ScenariosFile

PACK = Path(__file__).parent.parent.parent / "content" / "realtime-api"
TWIN = 0.4
SHARED_WORDS = 4
SNIPPET_LENGTHS = (1, 2, 3, 4, 6, 8, 12, 18)


class Row(NamedTuple):
    verdict: str
    scenario: Scenario


class Outcome(NamedTuple):
    row: Row
    ranking: Scores
    votes: dict[str, float]


def outcome(row: Row, index: Index, text: AnalyzedText) -> Outcome:
    return Outcome(row, score(index, text), SimilarScenarios(index, text).knn_votes)


def rows_of(files: Iterable[ScenariosFile]) -> list[Row]:
    return [Row(file.verdict, scenario) for file in files for scenario in file.scenarios]


def writer(scenario: Scenario) -> str:
    """Who wrote it, which the first part of its id tells."""
    return scenario.id.rpartition("-")[0]


def source(scenario: Scenario) -> str:
    """Which collection it came from, which the first letter of its id tells."""
    return scenario.id[0]


def groups_of(rows: Sequence[Row]) -> list[int]:
    """A number for each row, the same for rows that must stay on one side."""
    parent = list(range(len(rows)))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    stories: dict[str, int] = {}
    words = [frozenset(re.findall(r"[a-z]{4,}", row.scenario.text.lower())) for row in rows]
    having: defaultdict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        if row.scenario.set:
            parent[root(number)] = root(stories.setdefault(row.scenario.set, number))
        for word in words[number]:
            having[word].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for numbers in having.values():
        if len(numbers) <= 60:
            shared.update((one, other) for one in numbers for other in numbers if one < other)
    for (one, other), count in shared.items():
        alike = len(words[one] & words[other]) / len(words[one] | words[other])
        if count >= SHARED_WORDS and alike >= TWIN:
            parent[root(one)] = root(other)
    return [root(number) for number in range(len(rows))]


def apart(rows: Sequence[Row], origin: Callable[[Scenario], str]) -> Iterator[set[int]]:
    """The numbers of the rows that are held out, one origin at a time."""
    for one in sorted({origin(row.scenario) for row in rows}):
        yield {number for number, row in enumerate(rows) if origin(row.scenario) == one}


def folds(rows: Sequence[Row], count: int) -> Iterator[set[int]]:
    """The numbers of the rows that are held out, fold by fold."""
    groups = groups_of(rows)
    order = {group: place for place, group in enumerate(sorted(set(groups), key=lambda g: (g * 2654435761) % 2**32))}
    for fold in range(count):
        yield {number for number, group in enumerate(groups) if order[group] % count == fold}


def whole(scenario: Scenario) -> list[str]:
    """The text of a problem."""
    return [scenario.text]


def snippets(scenario: Scenario) -> list[str]:
    """Two runs of words of a problem, each of a length and at a place of its own."""
    chance = Random(scenario.id)
    words = scenario.text.split()
    lengths = [min(chance.choice(SNIPPET_LENGTHS), len(words)) for _ in range(2)]
    starts = [chance.randint(0, len(words) - length) for length in lengths]
    return [" ".join(words[start : start + length]) for start, length in zip(starts, lengths, strict=True)]


def held_out(
    pack: Pack,
    rows: Sequence[Row],
    cues: Sequence[Cue],
    held: Iterable[set[int]],
    texts_of: Callable[[Scenario], Iterable[str]],
) -> Iterator[tuple[Row, Index, AnalyzedText]]:
    for out in held:
        kept: defaultdict[str, list[Scenario]] = defaultdict(list)
        for number, row in enumerate(rows):
            if number not in out:
                kept[row.verdict].append(row.scenario)
        files = [ScenariosFile(verdict=verdict, scenarios=tuple(told)) for verdict, told in kept.items()]
        index = build_index(pack, files, cues)
        for number in sorted(out):
            for text in texts_of(rows[number].scenario):
                yield rows[number], index, analyze_text(text, index.cue_matcher)


def report(name: str, outcomes: Sequence[Outcome]) -> float:
    """Print one line of figures; returns how often the first answer is right."""
    tops = Counter[int]()
    bins: defaultdict[int, list[tuple[float, bool]]] = defaultdict(list)
    outside = Counter[str]()
    loss = 0.0
    for row, ranking, votes in outcomes:
        likely = verdict_probabilities(ranking, votes)
        order = sorted(likely, key=lambda verdict: -likely[verdict])
        for k in (1, 3):
            tops[k] += row.verdict in order[:k]
        sure = likely[order[0]]
        bins[min(int(sure * 10), 9)].append((sure, order[0] == row.verdict))
        loss -= math.log(max(likely.get(row.verdict, 0.0), 1e-9))
        if row.verdict == OUTSIDE:
            outside["gold"] += 1
            outside["right"] += order[0] == OUTSIDE
        else:
            outside["false"] += order[0] == OUTSIDE
    n = len(outcomes)
    error = sum(abs(sum(s for s, _ in b) - sum(h for _, h in b)) for b in bins.values()) / n
    found = outside["right"] / max(1, outside["gold"])
    false = outside["false"] / max(1, n - outside["gold"])
    print(
        f"{name:34} first {tops[1] / n:.4f}  first three {tops[3] / n:.4f}  "
        f"outside found {found:.2f}, false {false:.3f}  calibration error {error:.3f}  loss {loss / n:.4f}  n={n}",
        flush=True,
    )
    return tops[1] / n


def confusions(outcomes: Sequence[Outcome]) -> None:
    pairs = Counter[tuple[str, str]]()
    for row, ranking, votes in outcomes:
        likely = verdict_probabilities(ranking, votes)
        first = max(likely, key=likely.__getitem__)
        if first != row.verdict:
            pairs[row.verdict, first] += 1
    for (right, told), count in pairs.most_common(25):
        print(f"  {count:4} {right} told as {told}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--by-writer", action="store_true")
    parser.add_argument("--by-source", action="store_true")
    parser.add_argument("--snippets", action="store_true")
    parser.add_argument("--search", action="store_true")
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--only", default="", help="measure only on rows whose id starts so")
    options = parser.parse_args()
    pack = compile_pack(PACK).pack
    bank = load_scenario_bank(PACK, pack)
    for fault in bank.diagnostics:
        print(fault, file=sys.stderr)
    rows = rows_of(bank.files)
    origin = writer if options.by_writer else source if options.by_source else None
    held = list(apart(rows, origin) if origin else folds(rows, options.folds))
    taken = [
        (row, index, text)
        for row, index, text in held_out(pack, rows, bank.cues, held, snippets if options.snippets else whole)
        if row.scenario.id.startswith(options.only)
    ]

    def outcomes() -> list[Outcome]:
        return [outcome(row, index, text) for row, index, text in taken]

    found = outcomes()
    report("as tuned", found)
    if options.misses:
        confusions(found)
    if options.search:
        for smoothing, cue in product((0.1, 0.2, 0.4, 0.8), (0.5, 1.0, 2.0, 3.0)):
            params.SMOOTHING, params.CUE_WEIGHT = smoothing, cue
            found = outcomes()
            for temperature, growth in product((1.0, 1.5, 2.0, 2.5), (0.2, 0.3, 0.4)):
                params.TEMPERATURE, params.TEMPERATURE_EXPONENT = temperature, growth
                report(f"{smoothing=} {cue=} T={temperature} growth={growth}", found)


if __name__ == "__main__":
    main()

"""Whether a decision tree leads everywhere it should, and ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from patterns_cli.packs.model import OUTSIDE
from patterns_cli.text.suggestions import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from patterns_cli.packs.diagnostics import Diagnostic
    from patterns_cli.packs.model import DecisionTree, Pack
    from patterns_cli.packs.positions import FieldPath, SourceMap

MAX_PATH_QUESTIONS = 5
"""The longest way from the first question to a leaf."""


def check_decision_tree(pack: Pack, source: SourceMap, unreadable: set[str]) -> list[Diagnostic]:
    """Dead ends, circles, parts that no answer reaches, and patterns that no leaf names.

    ``broken`` names the files that could not be read; what they would have held is not missed.
    """
    tree = pack.tree
    if tree is None:
        return []
    return [
        *_check_targets(tree, source),
        *_check_leaves(pack, tree, source, unreadable),
        *_check_paths(tree, source),
        *_check_coverage(pack, tree, source),
    ]


def _check_targets(tree: DecisionTree, source: SourceMap) -> Iterator[Diagnostic]:
    ids = [q.id for q in tree.questions] + [leaf.id for leaf in tree.leaves]
    known = set(ids)
    places: list[FieldPath] = [("questions", i) for i in range(len(tree.questions))]
    places += [("leaves", i) for i in range(len(tree.leaves))]
    for id_, spot in zip(ids, places, strict=True):
        if ids.count(id_) > 1 and ids.index(id_) != places.index(spot):
            yield source.diagnostic_at(spot, f"the id `{id_}` is used twice", "give each its own")
    if tree.start not in known:
        hint = did_you_mean(tree.start, known)
        yield source.diagnostic_at(("start",), f"there is no question `{tree.start}`", hint)
    for number, question in enumerate(tree.questions):
        if not question.options:
            yield source.diagnostic_at(("questions", number), f"`{question.id}` has no options", "give it at least two")
        seen: set[str] = set()
        for index, option in enumerate(question.options):
            at: FieldPath = ("questions", number, "options", index)
            if option.to not in known:
                hint = did_you_mean(option.to, known)
                yield source.diagnostic_at((*at, "to"), f"there is no question or leaf `{option.to}`", hint)
            if option.id in seen:
                yield source.diagnostic_at(at, f"the option `{option.id}` stands twice", "give each its own id")
            seen.add(option.id)


def _check_leaves(pack: Pack, tree: DecisionTree, source: SourceMap, unreadable: set[str]) -> Iterator[Diagnostic]:
    neighbours = {neighbour.id for neighbour in pack.neighbors}
    verdicts = {OUTSIDE} | {pattern.id for pattern in pack.patterns}
    verdicts |= {f"{pattern.id}/{variant.id}" for pattern in pack.patterns for variant in pattern.variants}
    for number, leaf in enumerate(tree.leaves):
        spot: FieldPath = ("leaves", number)
        if leaf.verdict not in verdicts and "patterns" not in unreadable:
            hint = did_you_mean(leaf.verdict, verdicts)
            yield source.diagnostic_at((*spot, "verdict"), f"there is no pattern or variant `{leaf.verdict}`", hint)
        if leaf.neighbor and leaf.neighbor not in neighbours and "neighbours" not in unreadable:
            yield source.diagnostic_at(
                (*spot, "neighbour"), f"there is no neighbour `{leaf.neighbor}`", "name what to use instead"
            )


def _check_paths(tree: DecisionTree, source: SourceMap) -> Iterator[Diagnostic]:
    options = {question.id: [option.to for option in question.options] for question in tree.questions}
    places: dict[str, FieldPath] = {question.id: ("questions", i) for i, question in enumerate(tree.questions)}
    for id_, place in places.items():
        if id_ in _reachable_ids(options[id_], options):
            yield source.diagnostic_at(place, f"the answers go round in a circle at `{id_}`")
            return
    level = {tree.start}
    for _ in range(MAX_PATH_QUESTIONS):
        level = {to for at in level for to in options.get(at, [])}
    for id_ in sorted(level & places.keys()):
        yield source.diagnostic_at(
            places[id_], f"more than {MAX_PATH_QUESTIONS} questions lead to `{id_}`", "shorten the way"
        )
    reached = _reachable_ids([tree.start], options)
    for id_, place in places.items():
        if id_ not in reached:
            yield source.diagnostic_at(place, f"no answer leads to `{id_}`")
    for number, leaf in enumerate(tree.leaves):
        if leaf.id not in reached:
            yield source.diagnostic_at(("leaves", number), f"no answer leads to `{leaf.id}`")


def _reachable_ids(start_ids: list[str], targets_by_question: dict[str, list[str]]) -> set[str]:
    reached: set[str] = set()
    pending = list(start_ids)
    while pending:
        at = pending.pop()
        if at not in reached:
            reached.add(at)
            pending += targets_by_question.get(at, [])
    return reached


def _check_coverage(pack: Pack, tree: DecisionTree, source: SourceMap) -> Iterator[Diagnostic]:
    named = {leaf.verdict for leaf in tree.leaves}
    for pattern in pack.patterns:
        own = {pattern.id} | {f"{pattern.id}/{variant.id}" for variant in pattern.variants}
        if not own & named:
            yield source.diagnostic_at((), f"no leaf leads to {pattern.id}", severity="warning")

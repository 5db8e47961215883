"""Whether a decision tree leads everywhere it should, and ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from patterns_cli.packs.model import OUTSIDE
from patterns_cli.text.suggestions import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from patterns_cli.packs.diagnostics import Fault
    from patterns_cli.packs.model import Pack, Tree
    from patterns_cli.packs.positions import SourceMap, Spot

MAX_QUESTIONS = 5
"""The longest way from the first question to a leaf."""


def check_tree(pack: Pack, source: SourceMap, broken: set[str]) -> list[Fault]:
    """Dead ends, circles, parts that no answer reaches, and patterns that no leaf names.

    ``broken`` names the files that could not be read; what they would have held is not missed.
    """
    tree = pack.tree
    if tree is None:
        return []
    return [
        *_targets(tree, source),
        *_leaves(pack, tree, source, broken),
        *_paths(tree, source),
        *_missed(pack, tree, source),
    ]


def _targets(tree: Tree, source: SourceMap) -> Iterator[Fault]:
    ids = [q.id for q in tree.questions] + [leaf.id for leaf in tree.leaves]
    known = set(ids)
    places: list[Spot] = [("questions", i) for i in range(len(tree.questions))]
    places += [("leaves", i) for i in range(len(tree.leaves))]
    for id_, spot in zip(ids, places, strict=True):
        if ids.count(id_) > 1 and ids.index(id_) != places.index(spot):
            yield source.fault(spot, f"the id `{id_}` is used twice", "give each its own")
    if tree.start not in known:
        near = nearest(tree.start, known)
        hint = f"did you mean {near[0]}?" if near else ""
        yield source.fault(("start",), f"there is no question `{tree.start}`", hint)
    for number, question in enumerate(tree.questions):
        if not question.options:
            yield source.fault(("questions", number), f"`{question.id}` has no options", "give it at least two")
        seen: set[str] = set()
        for index, option in enumerate(question.options):
            at: Spot = ("questions", number, "options", index)
            if option.to not in known:
                near = nearest(option.to, known)
                hint = f"did you mean {near[0]}?" if near else ""
                yield source.fault((*at, "to"), f"there is no question or leaf `{option.to}`", hint)
            if option.id in seen:
                yield source.fault(at, f"the option `{option.id}` stands twice", "give each its own id")
            seen.add(option.id)


def _leaves(pack: Pack, tree: Tree, source: SourceMap, broken: set[str]) -> Iterator[Fault]:
    neighbours = {neighbour.id for neighbour in pack.neighbours}
    verdicts = {OUTSIDE} | {pattern.id for pattern in pack.patterns}
    verdicts |= {f"{pattern.id}/{variant.id}" for pattern in pack.patterns for variant in pattern.variants}
    for number, leaf in enumerate(tree.leaves):
        spot: Spot = ("leaves", number)
        if leaf.verdict not in verdicts and "patterns" not in broken:
            near = nearest(leaf.verdict, verdicts)
            hint = f"did you mean {near[0]}?" if near else ""
            yield source.fault((*spot, "verdict"), f"there is no pattern or variant `{leaf.verdict}`", hint)
        if leaf.neighbour and leaf.neighbour not in neighbours and "neighbours" not in broken:
            yield source.fault(
                (*spot, "neighbour"), f"there is no neighbour `{leaf.neighbour}`", "name what to use instead"
            )


def _paths(tree: Tree, source: SourceMap) -> Iterator[Fault]:
    options = {question.id: [option.to for option in question.options] for question in tree.questions}
    places: dict[str, Spot] = {question.id: ("questions", i) for i, question in enumerate(tree.questions)}
    for id_, place in places.items():
        if id_ in _reached(options[id_], options):
            yield source.fault(place, f"the answers go round in a circle at `{id_}`")
            return
    level = {tree.start}
    for _ in range(MAX_QUESTIONS):
        level = {to for at in level for to in options.get(at, [])}
    for id_ in sorted(level & places.keys()):
        yield source.fault(places[id_], f"more than {MAX_QUESTIONS} questions lead to `{id_}`", "shorten the way")
    reached = _reached([tree.start], options)
    for id_, place in places.items():
        if id_ not in reached:
            yield source.fault(place, f"no answer leads to `{id_}`")
    for number, leaf in enumerate(tree.leaves):
        if leaf.id not in reached:
            yield source.fault(("leaves", number), f"no answer leads to `{leaf.id}`")


def _reached(start: list[str], options: dict[str, list[str]]) -> set[str]:
    reached: set[str] = set()
    pending = list(start)
    while pending:
        at = pending.pop()
        if at not in reached:
            reached.add(at)
            pending += options.get(at, [])
    return reached


def _missed(pack: Pack, tree: Tree, source: SourceMap) -> Iterator[Fault]:
    named = {leaf.verdict for leaf in tree.leaves}
    for pattern in pack.patterns:
        own = {pattern.id} | {f"{pattern.id}/{variant.id}" for variant in pattern.variants}
        if not own & named:
            yield source.fault((), f"no leaf leads to {pattern.id}", severity="warning")

"""Check that a decision tree reaches all its parts, and ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from patterns_cli.packs.checks.ids import check_known, recommendable_refs
from patterns_cli.packs.model import OUTSIDE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from patterns_cli.packs.diagnostics import Diagnostic
    from patterns_cli.packs.model import DecisionTree, Pack
    from patterns_cli.packs.positions import FieldPath, SourceMap

MAX_PATH_QUESTIONS = 5
"""Maximum number of questions on a path from the start to a leaf."""


def check_decision_tree(pack: Pack, source: SourceMap, unreadable: set[str]) -> list[Diagnostic]:
    """Dead ends, cycles, unreachable parts, and patterns that no leaf recommends.

    References to content of the ``unreadable`` files are not checked.
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
    paths: list[tuple[str, FieldPath]] = [
        (question.id, ("questions", number)) for number, question in enumerate(tree.questions)
    ]
    paths += [(leaf.id, ("leaves", number)) for number, leaf in enumerate(tree.leaves)]
    node_ids: set[str] = set()
    for id_, path in paths:
        if id_ in node_ids:
            message = f"the id `{id_}` is used twice"
            yield source.diagnostic_at(path, message, "give each question and leaf its own id")
        node_ids.add(id_)
    yield from check_known(source, ("start",), tree.start, node_ids, "question")
    for number, question in enumerate(tree.questions):
        if not question.options:
            message = f"the question `{question.id}` has no options"
            yield source.diagnostic_at(("questions", number), message, "add at least two")
        option_ids: set[str] = set()
        for index, option in enumerate(question.options):
            path = ("questions", number, "options", index)
            yield from check_known(source, (*path, "to"), option.to, node_ids, "question or leaf")
            if option.id in option_ids:
                message = f"the option `{option.id}` is defined twice"
                yield source.diagnostic_at(path, message, "give each option its own id")
            option_ids.add(option.id)


def _check_leaves(pack: Pack, tree: DecisionTree, source: SourceMap, unreadable: set[str]) -> Iterator[Diagnostic]:
    verdicts = None if "patterns" in unreadable else recommendable_refs(pack) | {OUTSIDE}
    neighbors = None if "neighbours" in unreadable else {neighbor.id for neighbor in pack.neighbors}
    for number, leaf in enumerate(tree.leaves):
        path: FieldPath = ("leaves", number)
        yield from check_known(source, (*path, "verdict"), leaf.verdict, verdicts, "pattern or variant")
        if leaf.neighbor:
            yield from check_known(source, (*path, "neighbour"), leaf.neighbor, neighbors, "neighbor")


def _check_paths(tree: DecisionTree, source: SourceMap) -> Iterator[Diagnostic]:
    targets = {question.id: [option.to for option in question.options] for question in tree.questions}
    paths: dict[str, FieldPath] = {question.id: ("questions", i) for i, question in enumerate(tree.questions)}
    for id_, path in paths.items():
        if id_ in _reachable_ids(targets[id_], targets):
            message = f"the options of `{id_}` lead back to it"
            yield source.diagnostic_at(path, message, "let an option lead to a leaf instead")
            return
    frontier = {tree.start}
    for _ in range(MAX_PATH_QUESTIONS):
        frontier = {target for id_ in frontier for target in targets.get(id_, [])}
    for id_ in sorted(frontier & paths.keys()):
        message = f"the question `{id_}` comes after more than {MAX_PATH_QUESTIONS} others"
        yield source.diagnostic_at(paths[id_], message, "shorten the path to it")
    reachable = _reachable_ids([tree.start], targets)
    paths |= {leaf.id: ("leaves", number) for number, leaf in enumerate(tree.leaves)}
    for id_, path in paths.items():
        if id_ not in reachable:
            message = f"no option leads to `{id_}`"
            yield source.diagnostic_at(path, message, "let the `to` of an option name it, or remove it")


def _reachable_ids(start_ids: list[str], targets_by_question: dict[str, list[str]]) -> set[str]:
    reached: set[str] = set()
    pending = list(start_ids)
    while pending:
        id_ = pending.pop()
        if id_ not in reached:
            reached.add(id_)
            pending += targets_by_question.get(id_, [])
    return reached


def _check_coverage(pack: Pack, tree: DecisionTree, source: SourceMap) -> Iterator[Diagnostic]:
    verdicts = {leaf.verdict for leaf in tree.leaves}
    for pattern in pack.patterns:
        if verdicts.isdisjoint({pattern.id, *(f"{pattern.id}/{variant.id}" for variant in pattern.variants)}):
            message = f"no leaf recommends the pattern `{pattern.id}`"
            yield source.diagnostic_at((), message, "add a leaf with this verdict", severity="warning")

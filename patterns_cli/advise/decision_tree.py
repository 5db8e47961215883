"""Walk a decision tree: which question comes next, and where the answers lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from patterns_cli.errors import UsageError
from patterns_cli.packs.model import OUTSIDE, DecisionTree, TreeLeaf, TreeOption, TreeQuestion
from patterns_cli.text.suggestions import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from patterns_cli.catalog.catalog import Catalog


class AnsweredQuestion(msgspec.Struct, frozen=True):
    """A question and the option that was chosen."""

    question: TreeQuestion
    option: TreeOption


class Walk(msgspec.Struct, frozen=True):
    """The path that the answers take, and the question or leaf at its end."""

    path: tuple[AnsweredQuestion, ...]
    node: TreeQuestion | TreeLeaf


def walk(tree: DecisionTree, answers: Mapping[str, str]) -> Walk:
    """Follow the answers (question id to option id) from the start as far as they go.

    Raises UsageError for an answer to a question that is unknown or not on the path.
    """
    questions = {question.id: question for question in tree.questions}
    leaves = {leaf.id: leaf for leaf in tree.leaves}
    for id_ in answers:
        require_question(id_, questions)
    path: list[AnsweredQuestion] = []
    at = tree.start
    while at in questions and at in answers:
        question = questions[at]
        option = find_option(question, answers[at])
        path.append(AnsweredQuestion(question, option))
        at = option.to
    asked = {step.question.id for step in path}
    for id_ in answers:
        if id_ not in asked:
            taken = " > ".join(f"{step.question.id}={step.option.id}" for step in path) or "the start"
            raise UsageError(f"`{id_}` is not asked here", f"after {taken} comes `{at}`")
    return Walk(tuple(path), questions[at] if at in questions else leaves[at])


def find_option(question: TreeQuestion, answer: str) -> TreeOption:
    """The option with this id or number. Raises UsageError if the question has no such option."""
    for number, option in enumerate(question.options, 1):
        if answer.strip().casefold() in (option.id, str(number)):
            return option
    ids = [option.id for option in question.options]
    hint = did_you_mean(answer, ids, "one of: " + ", ".join(ids))
    raise UsageError(f"`{question.id}` has no option `{answer}`", hint)


def reachable_verdicts(tree: DecisionTree, node_id: str) -> tuple[str, ...]:
    """Every verdict that can still be reached from a question or leaf, in the tree's order."""
    questions = {question.id: question for question in tree.questions}
    leaves = {leaf.id: leaf for leaf in tree.leaves}

    def visit(id_: str) -> Iterator[str]:
        if id_ in leaves:
            yield leaves[id_].verdict
        elif id_ in questions:
            for option in questions[id_].options:
                yield from visit(option.to)

    return tuple(dict.fromkeys(visit(node_id)))


def leaf_name(catalog: Catalog, leaf: TreeLeaf) -> str:
    """The name of a leaf's verdict."""
    if leaf.verdict != OUTSIDE:
        return catalog.name_of(leaf.verdict)
    return f"none of these: {catalog.name_of(leaf.neighbor)}" if leaf.neighbor else "none of these"


def default_path(tree: DecisionTree, verdict: str) -> tuple[str, ...]:
    """The questions on the path to a verdict that takes the first option leading there each time."""
    questions = {question.id: question for question in tree.questions}
    path: list[str] = []
    at = tree.start
    while at in questions and verdict in reachable_verdicts(tree, at):
        path.append(at)
        at = next(option.to for option in questions[at].options if verdict in reachable_verdicts(tree, option.to))
    return tuple(path)


def require_question(question_id: str, questions: Mapping[str, TreeQuestion]) -> None:
    """Raise UsageError if there is no question with this id."""
    if question_id not in questions:
        hint = did_you_mean(question_id, questions, "`patterns decide --tree` shows them all")
        raise UsageError(f"there is no question `{question_id}`", hint)

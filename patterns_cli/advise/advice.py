"""What to do, why, what it costs, what else came close and what would change the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from patterns_cli.advise.decision_tree import AnsweredQuestion, reachable_verdicts
from patterns_cli.packs.model import OUTSIDE, Contrast, ContrastChoice, Job, Neighbor, TreeLeaf
from patterns_cli.packs.refs import is_same_or_variant, is_same_pattern
from patterns_cli.text.words import condition_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from patterns_cli.catalog.catalog import Catalog

MAX_ALTERNATIVES = 3


class Alternative(msgspec.Struct, frozen=True):
    """A rejected alternative: why not, and when and why it would be right."""

    ref: str
    name: str
    why_not: str
    question: str
    wins_when: str
    because: str


class Example(msgspec.Struct, frozen=True):
    """A system that uses the pattern."""

    system: str
    use: str
    why: str


class TreeAnswer(msgspec.Struct, frozen=True):
    """An answer to a question of the tree, on the path to the verdict."""

    question: str
    option: str
    asked: str
    answer: str


class SuggestedNeighbor(msgspec.Struct, frozen=True):
    """The neighbor to use if no pattern fits."""

    ref: str
    name: str
    purpose: str
    do: str
    tell_apart: str


class Advice(msgspec.Struct, frozen=True):
    """A verdict with its reasons, costs and alternatives."""

    verdict: str
    name: str
    summary: str
    because: str
    answers: tuple[TreeAnswer, ...]
    costs: tuple[str, ...]
    reconsider: tuple[str, ...]
    alternatives: tuple[Alternative, ...]
    systems: tuple[Example, ...]
    next_commands: tuple[tuple[str, str], ...]
    instead: SuggestedNeighbor | None = None
    """The neighbor to use, or None if a pattern fits or no neighbor is known."""


def advise(catalog: Catalog, leaf: TreeLeaf, path: Sequence[AnsweredQuestion]) -> Advice:
    """Build the advice for a leaf of the decision tree."""
    instead = _suggested_neighbor(catalog, leaf)
    subject = instead.ref if instead else leaf.verdict
    alternatives = _alternatives(catalog, subject, path)
    entry = catalog.entries.get(subject)
    return Advice(
        verdict=leaf.verdict,
        name=entry.name if entry else "None of these patterns",
        summary=entry.summary if entry else "",
        because=leaf.because,
        answers=tuple(_tree_answer(step) for step in path),
        costs=leaf.costs,
        reconsider=leaf.reconsider,
        alternatives=alternatives,
        systems=_examples(catalog, leaf.verdict),
        next_commands=_next_commands(subject if entry else "", alternatives),
        instead=instead,
    )


def _suggested_neighbor(catalog: Catalog, leaf: TreeLeaf) -> SuggestedNeighbor | None:
    entry = catalog.entries.get(leaf.neighbor) if leaf.verdict == OUTSIDE else None
    if entry is None or not isinstance(entry.record, Neighbor):
        return None
    neighbor = entry.record
    return SuggestedNeighbor(entry.ref, neighbor.name, neighbor.purpose, neighbor.do, neighbor.tell_apart)


def _tree_answer(step: AnsweredQuestion) -> TreeAnswer:
    return TreeAnswer(step.question.id, step.option.id, step.question.ask, step.option.label)


def _alternatives(catalog: Catalog, subject: str, path: Sequence[AnsweredQuestion]) -> tuple[Alternative, ...]:
    """The other sides of the subject's contrasts, first those that the last answers ruled out."""
    distance = _branch_distances(catalog, path)
    found = [
        alternative_from_contrast(catalog, contrast, choice)
        for contrast in catalog.contrasts_of(subject)
        for choice in contrast.choices
        if not is_same_or_variant(choice.choose, subject)
    ]
    found.sort(key=lambda alternative: distance.get(alternative.ref, len(path) + 1))
    return tuple(found[:MAX_ALTERNATIVES])


def _branch_distances(catalog: Catalog, path: Sequence[AnsweredQuestion]) -> dict[str, int]:
    """How many answers ago the path to each ref branched off, plus one for a neighbor, so that patterns come first."""
    distances: dict[str, int] = {}
    tree = catalog.tree
    if tree is None:
        return distances
    neighbors = {leaf.id: leaf.neighbor for leaf in tree.leaves if leaf.neighbor}
    for back, step in enumerate(reversed(path)):
        for option in step.question.options:
            for verdict in reachable_verdicts(tree, option.to):
                distances.setdefault(verdict, back)
            if option.to in neighbors:
                distances.setdefault(neighbors[option.to], back + 1)
    return distances


def alternative_from_contrast(catalog: Catalog, contrast: Contrast, choice: ContrastChoice) -> Alternative:
    """Build an alternative from a side of a contrast."""
    name = catalog.name_of(choice.choose)
    chosen = next(side for side in contrast.choices if side.choose != choice.choose)
    why_not = choice.fails or chosen.because
    return Alternative(choice.choose, name, why_not, contrast.question, condition_text(choice.when), choice.because)


def why_not_by_purpose(catalog: Catalog, right: str, wrong: str) -> str:
    """Why a ref is wrong, by what it is for, or an empty text if its pack does not say."""
    job, ours = _job(catalog, wrong), _job(catalog, right)
    if job is None or is_same_pattern(right, wrong):
        return ""
    if ours is not None:
        return f"{job.only} Here you need {ours.needs}."
    name = catalog.name_of(right) if right != OUTSIDE else ""
    return f"{job.only} Here something else is needed{f': {name}' if name else ''}."


def need_sentence(catalog: Catalog, ref: str) -> str:
    """The need that makes a ref right, as a sentence, or an empty text if its pack does not say."""
    job = _job(catalog, ref)
    return f"You need {job.needs}." if job else ""


def _job(catalog: Catalog, ref: str) -> Job | None:
    entry = catalog.entries.get(ref)
    return entry.job if entry else None


def _examples(catalog: Catalog, verdict: str) -> tuple[Example, ...]:
    return tuple(
        Example(catalog.system_name(usage.row.system), usage.row.use, usage.row.why)
        for usage in catalog.usages_of(verdict)
        if usage.row.role != "rejected"
    )


def _next_commands(subject: str, alternatives: Sequence[Alternative]) -> tuple[tuple[str, str], ...]:
    if not subject:
        return (("patterns list", "all patterns"), ("patterns search WORDS", "look for words in all of them"))
    commands = [(f"patterns show {subject}", "how it works, and what bites in production")]
    if alternatives:
        commands.append((f"patterns compare {subject} {alternatives[0].ref}", "side by side"))
    return tuple(commands)

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
    """What else came close: why not, and when and why it would be right."""

    ref: str
    name: str
    why_not: str
    question: str
    wins_when: str
    because: str


class Example(msgspec.Struct, frozen=True):
    """A system that does it."""

    system: str
    use: str
    why: str


class TreeAnswer(msgspec.Struct, frozen=True):
    """An answer on the way to the verdict."""

    question: str
    option: str
    asked: str
    answer: str


class SuggestedNeighbor(msgspec.Struct, frozen=True):
    """The neighbour that fits where no pattern does."""

    ref: str
    name: str
    purpose: str
    do: str
    tell_apart: str


class Advice(msgspec.Struct, frozen=True):
    """A verdict and all that stands behind it. ``instead`` is set where the verdict is outside."""

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


def advise(catalog: Catalog, leaf: TreeLeaf, path: Sequence[AnsweredQuestion]) -> Advice:
    """The advice at the end of a way through the decision tree."""
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
    neighbour = entry.record
    return SuggestedNeighbor(entry.ref, neighbour.name, neighbour.purpose, neighbour.do, neighbour.tell_apart)


def _tree_answer(step: AnsweredQuestion) -> TreeAnswer:
    return TreeAnswer(step.question.id, step.option.id, step.question.ask, step.option.label)


def _alternatives(catalog: Catalog, subject: str, path: Sequence[AnsweredQuestion]) -> tuple[Alternative, ...]:
    """The closest others: those that another answer to the last questions would have led to first."""
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
    """How many answers back the way to a ref branched off; one more for a neighbour, as patterns come first."""
    distances: dict[str, int] = {}
    tree = catalog.tree
    if tree is None:
        return distances
    neighbours = {leaf.id: leaf.neighbor for leaf in tree.leaves if leaf.neighbor}
    for back, step in enumerate(reversed(path)):
        for option in step.question.options:
            for verdict in reachable_verdicts(tree, option.to):
                distances.setdefault(verdict, back)
            if option.to in neighbours:
                distances.setdefault(neighbours[option.to], back + 1)
    return distances


def alternative_from_contrast(catalog: Catalog, contrast: Contrast, choice: ContrastChoice) -> Alternative:
    """The other side of a contrast, as what else came close."""
    name = catalog.name_of(choice.choose)
    ours = next(one for one in contrast.choices if one.choose != choice.choose)
    why_not = choice.fails or ours.because
    return Alternative(choice.choose, name, why_not, contrast.question, condition_text(choice.when), choice.because)


def why_not_by_purpose(catalog: Catalog, right: str, wrong: str) -> str:
    """Why a ref is wrong that no contrast tells from the right one; nothing where it is not said what it is for."""
    job, ours = _job(catalog, wrong), _job(catalog, right)
    if job is None or is_same_pattern(right, wrong):
        return ""
    if ours is not None:
        return f"{job.only} Here you need {ours.needs}."
    name = catalog.name_of(right) if right != OUTSIDE else ""
    return f"{job.only} Here something else is needed{f': {name}' if name else ''}."


def need_sentence(catalog: Catalog, ref: str) -> str:
    """What there has to be a need of for a ref to be right; nothing where it is not said."""
    job = _job(catalog, ref)
    return f"You need {job.needs}." if job else ""


def _job(catalog: Catalog, ref: str) -> Job | None:
    entry = catalog.entries.get(ref)
    return entry.job if entry else None


def _examples(catalog: Catalog, verdict: str) -> tuple[Example, ...]:
    return tuple(
        Example(catalog.system_name(use.row.system), use.row.use, use.row.why)
        for use in catalog.usages_of(verdict)
        if use.row.role != "rejected"
    )


def _next_commands(subject: str, alternatives: Sequence[Alternative]) -> tuple[tuple[str, str], ...]:
    if not subject:
        return (("patterns list", "all patterns"), ("patterns search WORDS", "look for words in all of them"))
    commands = [(f"patterns show {subject}", "how it works, and what bites in production")]
    if alternatives:
        commands.append((f"patterns compare {subject} {alternatives[0].ref}", "side by side"))
    return tuple(commands)

"""What to do, why, what it costs, what else came close and what would change the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from patterns_cli.advise.decision_tree import Answered, verdicts_under
from patterns_cli.advise.features import condition
from patterns_cli.packs.model import OUTSIDE, Choice, Contrast, Job, Leaf, Neighbour
from patterns_cli.packs.refs import is_or_varies, same_family

if TYPE_CHECKING:
    from collections.abc import Sequence

    from patterns_cli.catalog.catalog import Catalog

MOST_ALTERNATIVES = 3


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


class Given(msgspec.Struct, frozen=True):
    """An answer on the way to the verdict."""

    question: str
    option: str
    asked: str
    answer: str


class Instead(msgspec.Struct, frozen=True):
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
    answers: tuple[Given, ...]
    costs: tuple[str, ...]
    reconsider: tuple[str, ...]
    alternatives: tuple[Alternative, ...]
    systems: tuple[Example, ...]
    next_commands: tuple[tuple[str, str], ...]
    instead: Instead | None = None


def advise(catalog: Catalog, leaf: Leaf, path: Sequence[Answered]) -> Advice:
    """The advice at the end of a way through the decision tree."""
    instead = _instead(catalog, leaf)
    subject = instead.ref if instead else leaf.verdict
    alternatives = _alternatives(catalog, subject, path)
    entry = catalog.entries.get(subject)
    return Advice(
        verdict=leaf.verdict,
        name=entry.name if entry else "None of these patterns",
        summary=entry.summary if entry else "",
        because=leaf.because,
        answers=tuple(_given(step) for step in path),
        costs=leaf.costs,
        reconsider=leaf.reconsider,
        alternatives=alternatives,
        systems=_examples(catalog, leaf.verdict),
        next_commands=_next_commands(subject if entry else "", alternatives),
        instead=instead,
    )


def _instead(catalog: Catalog, leaf: Leaf) -> Instead | None:
    entry = catalog.entries.get(leaf.neighbour) if leaf.verdict == OUTSIDE else None
    if entry is None or not isinstance(entry.item, Neighbour):
        return None
    neighbour = entry.item
    return Instead(entry.ref, neighbour.name, neighbour.purpose, neighbour.do, neighbour.tell_apart)


def _given(step: Answered) -> Given:
    return Given(step.question.id, step.option.id, step.question.ask, step.option.label)


def _alternatives(catalog: Catalog, subject: str, path: Sequence[Answered]) -> tuple[Alternative, ...]:
    """The closest others: those that another answer to the last questions would have led to first."""
    distance = _distances(catalog, path)
    found = [
        alternative(catalog, contrast, choice)
        for contrast in catalog.contrasts_of(subject)
        for choice in contrast.choices
        if not is_or_varies(choice.choose, subject)
    ]
    found.sort(key=lambda alternative: distance.get(alternative.ref, len(path) + 1))
    return tuple(found[:MOST_ALTERNATIVES])


def _distances(catalog: Catalog, path: Sequence[Answered]) -> dict[str, int]:
    """How many answers back the way to a ref branched off; one more for a neighbour, as patterns come first."""
    distances: dict[str, int] = {}
    tree = catalog.tree
    if tree is None:
        return distances
    neighbours = {leaf.id: leaf.neighbour for leaf in tree.leaves if leaf.neighbour}
    for back, step in enumerate(reversed(path)):
        for option in step.question.options:
            for verdict in verdicts_under(tree, option.to):
                distances.setdefault(verdict, back)
            if option.to in neighbours:
                distances.setdefault(neighbours[option.to], back + 1)
    return distances


def alternative(catalog: Catalog, contrast: Contrast, choice: Choice) -> Alternative:
    """The other side of a contrast, as what else came close."""
    name = catalog.name_of(choice.choose)
    ours = next(one for one in contrast.choices if one.choose != choice.choose)
    why_not = choice.fails or ours.because
    return Alternative(choice.choose, name, why_not, contrast.question, condition(choice.when), choice.because)


def other_job(catalog: Catalog, right: str, wrong: str) -> str:
    """Why a ref is wrong that no contrast tells from the right one; nothing where it is not said what it is for."""
    job, ours = _job(catalog, wrong), _job(catalog, right)
    if job is None or same_family(right, wrong):
        return ""
    if ours is not None:
        return f"{job.only} Here you need {ours.needs}."
    name = catalog.name_of(right) if right != OUTSIDE else ""
    return f"{job.only} Here something else is needed{f': {name}' if name else ''}."


def needed_for(catalog: Catalog, ref: str) -> str:
    """What there has to be a need of for a ref to be right; nothing where it is not said."""
    job = _job(catalog, ref)
    return f"You need {job.needs}." if job else ""


def _job(catalog: Catalog, ref: str) -> Job | None:
    entry = catalog.entries.get(ref)
    return entry.job if entry else None


def _examples(catalog: Catalog, verdict: str) -> tuple[Example, ...]:
    return tuple(
        Example(catalog.system_name(use.row.system), use.row.use, use.row.why)
        for use in catalog.uses_of(verdict)
        if use.row.role != "rejected"
    )


def _next_commands(subject: str, alternatives: Sequence[Alternative]) -> tuple[tuple[str, str], ...]:
    if not subject:
        return (("patterns list", "all patterns"), ("patterns search WORDS", "look for words in all of them"))
    commands = [(f"patterns show {subject}", "how it works, and what bites in production")]
    if alternatives:
        commands.append((f"patterns compare {subject} {alternatives[0].ref}", "side by side"))
    return tuple(commands)

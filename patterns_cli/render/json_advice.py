"""JSON views of ``ask`` and ``decide``."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec

from patterns_cli.packs.model import DecisionTree

if TYPE_CHECKING:
    from patterns_cli.advise.advice import Advice
    from patterns_cli.advise.index import IndexedScenario
    from patterns_cli.advise.recommend import Recommendation
    from patterns_cli.catalog.catalog import Catalog


View = TypeVar("View", bound=msgspec.Struct)


class AlternativeView(msgspec.Struct, frozen=True):
    """A pattern that came close."""

    ref: str
    name: str
    why_not: str
    question: str
    wins_when: str
    because: str


class ExampleView(msgspec.Struct, frozen=True):
    """A system that uses the pattern."""

    system: str
    use: str
    why: str


class TreeAnswerView(msgspec.Struct, frozen=True):
    """An answer to a question of the decision tree: the ids, and the texts."""

    question: str
    option: str
    asked: str
    answer: str


class NeighborView(msgspec.Struct, frozen=True):
    """The neighbor to use instead."""

    ref: str
    name: str
    purpose: str
    do: str
    tell_apart: str


class AdviceView(msgspec.Struct, frozen=True):
    """The advice for one verdict."""

    verdict: str
    name: str
    summary: str
    because: str
    answers: tuple[TreeAnswerView, ...]
    costs: tuple[str, ...]
    reconsider: tuple[str, ...]
    alternatives: tuple[AlternativeView, ...]
    systems: tuple[ExampleView, ...]
    next_commands: tuple[tuple[str, str], ...]
    instead: NeighborView | None


class HighlightView(msgspec.Struct, frozen=True):
    """A run of the text, in characters from ``start`` up to ``end``, and its weight for the verdict."""

    start: int
    end: int
    words: str
    weight: float


class RankedView(msgspec.Struct, frozen=True):
    """A verdict with its probability, from 0 to 1."""

    verdict: str
    name: str
    confidence: float
    because: tuple[HighlightView, ...]


class FactView(msgspec.Struct, frozen=True):
    """A statement found in the text."""

    says: str
    words: str
    answers: str


class CounterfactualView(msgspec.Struct, frozen=True):
    """A changed fact that would change the verdict."""

    fact: str
    then: str
    name: str


class ScenarioView(msgspec.Struct, frozen=True):
    """A similar scenario of a pack."""

    id: str
    verdict: str
    text: str
    why: str
    but_not: dict[str, str]
    neighbour: str


class FollowUpOptionView(msgspec.Struct, frozen=True):
    """An answer to a follow-up question, and the verdicts it leaves possible."""

    id: str
    label: str
    example: str
    verdicts: tuple[str, ...]


class FollowUpQuestionView(msgspec.Struct, frozen=True):
    """The follow-up question to ask."""

    id: str
    ask: str
    options: tuple[FollowUpOptionView, ...]


class AskView(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of ``ask``; ``text_marks`` are the highlights of the first verdict."""

    text: str
    ranked: tuple[RankedView, ...]
    sure: str
    is_settled: bool
    is_ours: bool
    known_words: int
    is_told: bool
    facts: tuple[FactView, ...]
    advice: AdviceView
    turn: CounterfactualView | None
    stories: tuple[ScenarioView, ...]
    next_question: FollowUpQuestionView | None
    text_marks: tuple[HighlightView, ...]
    record: str | msgspec.UnsetType = msgspec.UNSET
    """The decision record in Markdown, with ``--record -`` only."""


class DecideView(msgspec.Struct, frozen=True):
    """The answer of ``decide``."""

    advice: AdviceView
    record: str | msgspec.UnsetType = msgspec.UNSET
    """The decision record in Markdown, with ``--record -`` only."""


class DecisionTreeView(msgspec.Struct, frozen=True):
    """The answer of ``decide --tree``: the tree as its pack has it."""

    tree: DecisionTree


def ask_view(catalog: Catalog, recommendation: Recommendation, record: str | None = None) -> AskView:
    """Build the answer of ``ask``, with the decision record if there is one."""
    ranked = tuple(
        RankedView(
            verdict.verdict,
            catalog.name_of(verdict.verdict),
            verdict.confidence,
            tuple(_convert(highlight, HighlightView) for highlight in verdict.because),
        )
        for verdict in recommendation.ranked
    )
    question, turn = recommendation.next_question, recommendation.turn
    return AskView(
        text=recommendation.text,
        ranked=ranked,
        sure=recommendation.sure,
        is_settled=recommendation.is_settled,
        is_ours=recommendation.is_ours,
        known_words=recommendation.known_words,
        is_told=recommendation.has_scenarios,
        facts=tuple(_convert(fact, FactView) for fact in recommendation.facts),
        advice=_convert(recommendation.advice, AdviceView),
        turn=_convert(turn, CounterfactualView) if turn else None,
        stories=tuple(map(_scenario_view, recommendation.stories)),
        next_question=_convert(question, FollowUpQuestionView) if question else None,
        text_marks=ranked[0].because,
        record=msgspec.UNSET if record is None else record,
    )


def decide_view(advice: Advice, record: str | None = None) -> DecideView:
    """Build the answer of ``decide``, with the decision record if there is one."""
    return DecideView(_convert(advice, AdviceView), msgspec.UNSET if record is None else record)


def _scenario_view(scenario: IndexedScenario) -> ScenarioView:
    return ScenarioView(scenario.id, scenario.verdict, scenario.text, scenario.why, scenario.but_not, scenario.neighbor)


def _convert(record: msgspec.Struct, view: type[View]) -> View:
    """Copy the fields that the view names; raises ValidationError if one is missing."""
    return msgspec.convert(record, view, from_attributes=True)

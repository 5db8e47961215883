"""Which question of the decision tree would best settle what the words leave open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from patterns_cli.advise import hyperparameters as params
from patterns_cli.advise.decision_tree import default_path, find_option, reachable_verdicts, require_question
from patterns_cli.packs.model import OUTSIDE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from patterns_cli.packs.model import DecisionTree, TreeQuestion

MAX_CANDIDATES = 3
"""A question is asked if it stands on the usual way to one of so many likeliest verdicts; others would puzzle."""

UNKNOWN = "unknown"
"""The answer of someone who does not know: it settles nothing."""


class FollowUpOption(msgspec.Struct, frozen=True):
    """An option with the verdicts it leaves possible."""

    id: str
    label: str
    example: str
    verdicts: tuple[str, ...]


class FollowUpQuestion(msgspec.Struct, frozen=True):
    """A question that can be asked about a text."""

    id: str
    ask: str
    options: tuple[FollowUpOption, ...]


def as_follow_up(tree: DecisionTree, question: TreeQuestion) -> FollowUpQuestion:
    """A question of the tree with what each option leaves possible, and a way not to know."""
    options = [
        FollowUpOption(option.id, option.label, option.example, reachable_verdicts(tree, option.to))
        for option in question.options
    ]
    return FollowUpQuestion(question.id, question.ask, (*options, FollowUpOption(UNKNOWN, "I don't know", "", ())))


def apply_answers(
    tree: DecisionTree, probabilities: Mapping[str, float], answers: Mapping[str, str]
) -> dict[str, float]:
    """How likely each verdict is once these answers are known.

    An answer leaves those verdicts that its option leads to. Of the others a little is kept, as
    answers can be wrong, too. Raises UsageError for an answer that no question takes.
    """
    questions = {question.id: question for question in tree.questions}
    left = dict(probabilities)
    for id_, answer in answers.items():
        require_question(id_, questions)
        if answer == UNKNOWN:
            continue
        kept = set(reachable_verdicts(tree, find_option(questions[id_], answer).to))
        left = {verdict: one * (1.0 if verdict in kept else params.WRONG_ANSWER_RATE) for verdict, one in left.items()}
    whole = sum(left.values()) or 1.0
    return {verdict: one / whole for verdict, one in left.items()}


def next_question(
    tree: DecisionTree, probabilities: Mapping[str, float], asked_ids: Iterable[str]
) -> FollowUpQuestion | None:
    """The question whose answer would most often lead to the right verdict; None where none helps enough.

    For each question it is worked out how likely the then leading verdict would be right, over all
    answers that a truthful person might give.
    """
    if not probabilities or max(probabilities.values()) >= params.SKIP_QUESTION_CONFIDENCE:
        return None
    done = set(asked_ids)
    fitting = {id_ for verdict in _top_candidates(probabilities) for id_ in default_path(tree, verdict)}
    open_ones = [as_follow_up(tree, one) for one in tree.questions if one.id in fitting and one.id not in done]
    best = max(open_ones, key=lambda question: _expected_accuracy(question, probabilities), default=None)
    if best is None or _expected_accuracy(best, probabilities) - max(probabilities.values()) < params.MIN_EXPECTED_GAIN:
        return None
    return best


def _top_candidates(probabilities: Mapping[str, float]) -> list[str]:
    inside = [verdict for verdict in probabilities if verdict != OUTSIDE]
    return sorted(inside, key=lambda verdict: -probabilities[verdict])[:MAX_CANDIDATES]


def _expected_accuracy(question: FollowUpQuestion, probabilities: Mapping[str, float]) -> float:
    """How likely the leading verdict will be right once the question is answered.

    One whose verdict no option leads to would be misled, and does not count as right.
    """
    offered = [set(option.verdicts) for option in question.options]
    choices = {verdict: sum(verdict in option for option in offered) for verdict in probabilities}
    right = 0.0
    for option in offered:
        right += max(
            (probabilities[verdict] / choices[verdict] for verdict in option if verdict in probabilities), default=0.0
        )
    return right

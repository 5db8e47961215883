"""Choose the question of the decision tree that most raises the expected accuracy of an answer."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from patterns_cli.advise import hyperparameters as params
from patterns_cli.advise.decision_tree import default_path, find_option, reachable_verdicts, require_question
from patterns_cli.packs.model import OUTSIDE

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from patterns_cli.packs.model import DecisionTree, TreeQuestion

MAX_CANDIDATES = 3
"""Number of top verdicts whose default path is searched for a question; questions about others would puzzle."""

UNKNOWN = "unknown"
"""The id of the option "I don't know", which leaves all probabilities as they are."""


class FollowUpOption(msgspec.Struct, frozen=True):
    """An answer to a follow-up question."""

    id: str
    label: str
    example: str
    verdicts: tuple[str, ...]
    """The verdicts that can still be reached; empty for "I don't know"."""


class FollowUpQuestion(msgspec.Struct, frozen=True):
    """A question that can be asked about a text."""

    id: str
    ask: str
    options: tuple[FollowUpOption, ...]


def as_follow_up(tree: DecisionTree, question: TreeQuestion) -> FollowUpQuestion:
    """A question of the tree, with the verdicts that each option leaves and "I don't know" as the last option."""
    options = [
        FollowUpOption(option.id, option.label, option.example, reachable_verdicts(tree, option.to))
        for option in question.options
    ]
    return FollowUpQuestion(question.id, question.ask, (*options, FollowUpOption(UNKNOWN, "I don't know", "", ())))


def apply_answers(
    tree: DecisionTree, probabilities: Mapping[str, float], answers: Mapping[str, str]
) -> dict[str, float]:
    """Posterior probability of each verdict, given answers to questions (question id to option id).

    Verdicts that an answer rules out keep ``WRONG_ANSWER_RATE`` of their probability, because people
    answer wrongly, too. Raises UsageError for a question or an option that the tree does not have.
    """
    questions = {question.id: question for question in tree.questions}
    weights = dict(probabilities)
    for question_id, answer in answers.items():
        require_question(question_id, questions)
        if answer != UNKNOWN:
            reachable = reachable_verdicts(tree, find_option(questions[question_id], answer).to)
            for verdict in weights.keys() - set(reachable):
                weights[verdict] *= params.WRONG_ANSWER_RATE
    total = sum(weights.values()) or 1.0
    return {verdict: weight / total for verdict, weight in weights.items()}


def next_question(
    tree: DecisionTree, probabilities: Mapping[str, float], asked_ids: Collection[str]
) -> FollowUpQuestion | None:
    """The question whose answer most raises the expected accuracy, or None if none raises it enough.

    Only questions on the default path to a top verdict are asked, and none twice. At equal accuracy,
    the first of the tree is asked.
    """
    confidence = max(probabilities.values(), default=1.0)
    if confidence >= params.SKIP_QUESTION_CONFIDENCE:
        return None
    inside = sorted(probabilities.keys() - {OUTSIDE}, key=lambda verdict: (-probabilities[verdict], verdict))
    relevant_ids = {id_ for verdict in inside[:MAX_CANDIDATES] for id_ in default_path(tree, verdict)}
    questions = [
        as_follow_up(tree, question) for question in tree.questions if question.id in relevant_ids - set(asked_ids)
    ]
    accuracies = [_expected_accuracy(question, probabilities) for question in questions]
    best = max(accuracies, default=0.0)
    return questions[accuracies.index(best)] if best - confidence >= params.MIN_EXPECTED_GAIN else None


def _expected_accuracy(question: FollowUpQuestion, probabilities: Mapping[str, float]) -> float:
    """Probability that the top verdict is right after a truthful answer to a question.

    If several options lead to a verdict, each is chosen equally often. A verdict that no option leads to
    never counts as right, because any answer would mislead.
    """
    option_counts = Counter(verdict for option in question.options for verdict in option.verdicts)
    return sum(
        max((probabilities.get(verdict, 0.0) / option_counts[verdict] for verdict in option.verdicts), default=0.0)
        for option in question.options
    )

"""Which question of the decision tree would best settle what the words leave open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from patterns_cli.advise import hyperparameters as params
from patterns_cli.advise.decision_tree import option_of, require_known, usual_way, verdicts_under
from patterns_cli.packs.model import OUTSIDE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from patterns_cli.packs.model import Question, Tree

RIVALS = 3
"""A question is asked if it stands on the usual way to one of so many likeliest verdicts; others would puzzle."""

UNKNOWN = "unknown"
"""The answer of someone who does not know: it settles nothing."""


class AskableOption(msgspec.Struct, frozen=True):
    """An option with the verdicts it leaves possible."""

    id: str
    label: str
    example: str
    verdicts: tuple[str, ...]


class Askable(msgspec.Struct, frozen=True):
    """A question that can be asked about a text."""

    id: str
    ask: str
    options: tuple[AskableOption, ...]


def askable(tree: Tree, question: Question) -> Askable:
    """A question of the tree with what each option leaves possible, and a way not to know."""
    options = [
        AskableOption(option.id, option.label, option.example, verdicts_under(tree, option.to))
        for option in question.options
    ]
    return Askable(question.id, question.ask, (*options, AskableOption(UNKNOWN, "I don't know", "", ())))


def narrowed(tree: Tree, likely: Mapping[str, float], answers: Mapping[str, str]) -> dict[str, float]:
    """How likely each verdict is once these answers are known.

    An answer leaves those verdicts that its option leads to. Of the others a little is kept, as
    answers can be wrong, too. Raises UsageError for an answer that no question takes.
    """
    questions = {question.id: question for question in tree.questions}
    left = dict(likely)
    for id_, answer in answers.items():
        require_known(id_, questions)
        if answer == UNKNOWN:
            continue
        kept = set(verdicts_under(tree, option_of(questions[id_], answer).to))
        left = {verdict: one * (1.0 if verdict in kept else params.WRONG_ANSWER) for verdict, one in left.items()}
    whole = sum(left.values()) or 1.0
    return {verdict: one / whole for verdict, one in left.items()}


def next_question(tree: Tree, likely: Mapping[str, float], asked: Iterable[str]) -> Askable | None:
    """The question whose answer would most often lead to the right verdict; None where none helps enough.

    For each question it is worked out how likely the then leading verdict would be right, over all
    answers that a truthful person might give.
    """
    if not likely or max(likely.values()) >= params.SURE:
        return None
    done = set(asked)
    fitting = {id_ for verdict in _likeliest(likely) for id_ in usual_way(tree, verdict)}
    open_ones = [askable(tree, one) for one in tree.questions if one.id in fitting and one.id not in done]
    best = max(open_ones, key=lambda question: _right_after(question, likely), default=None)
    if best is None or _right_after(best, likely) - max(likely.values()) < params.WORTH_ASKING:
        return None
    return best


def _likeliest(likely: Mapping[str, float]) -> list[str]:
    inside = [verdict for verdict in likely if verdict != OUTSIDE]
    return sorted(inside, key=lambda verdict: -likely[verdict])[:RIVALS]


def _right_after(question: Askable, likely: Mapping[str, float]) -> float:
    """How likely the leading verdict will be right once the question is answered.

    One whose verdict no option leads to would be misled, and does not count as right.
    """
    offered = [set(option.verdicts) for option in question.options]
    choices = {verdict: sum(verdict in option for option in offered) for verdict in likely}
    right = 0.0
    for option in offered:
        right += max((likely[verdict] / choices[verdict] for verdict in option if verdict in likely), default=0.0)
    return right

"""What was forgotten four times is explained before it is asked once more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from patterns_cli.study.deck import Deck
from patterns_cli.study.log.answer_log import AnswerLog, new_id
from patterns_cli.study.log.events import LessonStepEvent
from patterns_cli.study.questions.presentation import PresentedQuestion
from patterns_cli.study.session import LeechExplanation, Session, SessionFilter
from tests.study.answering import MONDAY, answered, days_later, log_at

ITEM = "tell/sse-or-websocket"
DAY = MONDAY.date()
HISTORY = [(-60, True), (-50, False), (-40, True), (-35, False), (-25, True), (-20, False), (-12, True), (-7, False)]
"""Days on which it was answered, and whether it was right: four lapses."""


@pytest.fixture
def log(tmp_path: Path) -> Iterator[AnswerLog]:
    with log_at(tmp_path / "progress.db") as opened:
        opened.add([answered(ITEM, when=days_later(day), is_right=right, machine="m") for day, right in HISTORY])
        assert opened.states()[ITEM].is_leech
        yield opened


def explain(log: AnswerLog, day: date) -> None:
    step = LessonStepEvent(
        id=new_id(), machine="", lesson=ITEM, step=1, steps=1, milliseconds=0, at=0, offset=0, day=day.isoformat()
    )
    log.record(step)


def comes(deck: Deck, log: AnswerLog, day: date) -> PresentedQuestion | LeechExplanation | None:
    return Session(deck, log, SessionFilter(only_due=True), day, Random(1)).next()


def test_it_is_explained_once_in_a_sitting_and_not_asked_in_it(deck: Deck, log: AnswerLog) -> None:
    session = Session(deck, log, SessionFilter(only_due=True), DAY, Random(1))
    assert session.next() == LeechExplanation(deck.items[ITEM])
    assert session.next() is None


def test_a_right_answer_right_after_the_explanation_would_prove_nothing_so_it_waits_a_day(
    deck: Deck, log: AnswerLog
) -> None:
    explain(log, DAY)
    assert isinstance(comes(deck, log, DAY), LeechExplanation)
    next_day = comes(deck, log, DAY + timedelta(days=1))
    assert isinstance(next_day, PresentedQuestion)
    assert next_day.question.item_id == ITEM


def test_once_forgotten_again_it_is_explained_again(deck: Deck, log: AnswerLog) -> None:
    explain(log, DAY)
    log.add([answered(ITEM, when=days_later(1), is_right=False, machine="m")])
    assert isinstance(comes(deck, log, DAY + timedelta(days=9)), LeechExplanation)


def test_an_explanation_of_something_else_counts_for_nothing(deck: Deck, log: AnswerLog) -> None:
    other = LessonStepEvent(
        id=new_id(), machine="", lesson="sse", step=1, steps=1, milliseconds=0, at=0, offset=0, day=DAY.isoformat()
    )
    log.record(other)
    assert isinstance(comes(deck, log, DAY + timedelta(days=1)), LeechExplanation)

"""What the figures say of a person's learning."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from patterns_cli.study.log.answer_log import AnswerLog
from patterns_cli.study.log.events import AnswerEvent
from patterns_cli.study.progress import (
    HISTORY_WEEKS,
    MIN_MASTERED_REVIEWS,
    Confusion,
    Progress,
    Syllabus,
    compute_progress,
)
from patterns_cli.study.questions.question import LearningItem
from patterns_cli.study.schedule import replay, retrievability_on
from patterns_cli.study.streak import Streak, compute_streak
from tests.study.answering import MONDAY, answered, days_later, hours, log_at
from tests.study.log.test_answer_log import step

REFS = {"sse", "websocket", "long-polling", "webhooks"}
ITEMS = {
    item.id: item
    for item in (
        LearningItem("recognise/sse", "skill", "Recognize SSE", ("sse",)),
        LearningItem("recognise/websocket", "skill", "Recognize WebSocket", ("websocket",)),
        LearningItem("tell/sse-or-websocket", "skill", "Tell apart", ("sse", "websocket")),
        LearningItem("fact/sse/avoid/one", "fact", "When not to", ("sse",)),
    )
}
DAY = MONDAY.date()


@pytest.fixture
def log(tmp_path: Path) -> Iterator[AnswerLog]:
    with log_at(tmp_path / "progress.db") as opened:
        yield opened


def figures(log: AnswerLog, *answers: AnswerEvent, after: int = 0) -> Progress:
    log.add([*answers])
    syllabus = Syllabus(ITEMS, ("sse", "websocket"), REFS.__contains__)
    return compute_progress(log, DAY + timedelta(days=after), syllabus)


def given(*args: object, **changes: object) -> AnswerEvent:
    return answered(*args, machine="m", **changes)  # type: ignore[arg-type]


def test_of_a_person_who_did_nothing_nothing_is_said(log: AnswerLog) -> None:
    found = figures(log)
    assert (found.items, found.seen, found.mastered, found.streak) == (4, 0, 0, Streak(0, 0))
    assert [one.items for one in found.due] == [0] * 7
    assert (found.retention.measured, found.confusions, found.leeches) == (None, (), ())
    assert all(one.recall == 0 for one in (*found.patterns, *found.pairs))


def test_what_is_due_today_holds_what_is_overdue(log: AnswerLog) -> None:
    answers = [
        given("recognise/sse", when=days_later(-1)),
        given("recognise/sse"),
        given("recognise/websocket", is_right=False),
    ]
    assert [one.items for one in figures(log, *answers).due] == [0, 1, 0, 1, 0, 0, 0]
    late = figures(log, after=30)
    assert late.due[0].day == DAY + timedelta(days=30)
    assert [one.items for one in late.due] == [2, 0, 0, 0, 0, 0, 0]


def test_an_item_is_mastered_after_three_reviews_while_it_is_remembered(log: AnswerLog) -> None:
    days = (0, 3, 15)
    assert len(days) == MIN_MASTERED_REVIEWS
    answers = [given("recognise/sse", when=days_later(day)) for day in days]
    for number, day in enumerate(days):
        assert figures(log, answers[number], after=day).mastered == (number == len(days) - 1)
    assert figures(log, after=20).mastered == 1
    assert figures(log, after=2000).mastered == 0
    assert figures(log, given("recognise/sse", when=days_later(21), is_right=False), after=21).mastered == 0


def test_a_contrast_counts_for_both_patterns_and_for_their_pair(log: AnswerLog) -> None:
    found = figures(log, given("tell/sse-or-websocket"))
    by_refs = {one.refs: (one.items, one.seen) for one in (*found.patterns, *found.pairs)}
    assert by_refs == {("sse",): (3, 1), ("websocket",): (2, 1), ("sse", "websocket"): (1, 1)}
    assert {one.refs: one.recall for one in found.patterns}[("websocket",)] == pytest.approx(1 / 2)


def test_what_was_missed_counts_as_not_remembered_until_it_is_known(log: AnswerLog) -> None:
    def recall(*answers: AnswerEvent, after: int) -> float:
        return {one.refs: one.recall for one in figures(log, *answers, after=after).pairs}[("sse", "websocket")]

    assert recall(given("tell/sse-or-websocket", is_right=False), after=0) == 0
    assert recall(after=1) == 0
    assert recall(given("tell/sse-or-websocket", when=days_later(2)), after=2) == 1
    assert 0.5 < recall(after=9) < 1


def test_what_is_mixed_up_is_counted_among_the_times_it_could_have_been(log: AnswerLog) -> None:
    answers = [
        given(is_right=False),
        given(is_right=False),
        given(),
        given(is_right=False, shown=("sse", "websocket"), right="websocket", chosen="sse"),
        given(right="b-1", chosen="b-2", is_right=False),
        given(right="sse", chosen="server sent evnts", shown=(), is_right=False),
        given(right="sse", chosen="websocket", shown=(), is_right=False),
    ]
    assert figures(log, *answers).confusions == (
        Confusion("sse", "websocket", 3, 3),
        Confusion("websocket", "sse", 1, 1),
    )


def test_retention_is_measured_when_an_item_comes_back_and_held_against_what_was_expected(log: AnswerLog) -> None:
    answers = [
        given(),
        given(when=MONDAY + timedelta(minutes=5)),
        given(when=days_later(2)),
        given(when=days_later(40), confidence="guess"),
        given("recognise/websocket", is_right=False, mode="cram"),
    ]
    found = figures(log, *answers, after=45)
    before = [replay(answers[:2])["recognise/sse"], replay(answers[:3])["recognise/sse"]]
    expected = [retrievability_on(state, DAY + timedelta(days=day)) for state, day in zip(before, (2, 40), strict=True)]
    assert (found.retention.reviews, found.retention.remembered, found.retention.measured) == (2, 1, 0.5)
    assert found.retention.predicted == pytest.approx(sum(expected) / 2)
    assert (found.recent_retention.reviews, found.recent_retention.measured) == (1, 0)


def test_how_often_one_was_right_by_how_sure_one_was(log: AnswerLog) -> None:
    answers = [given(), given(is_right=False), given(confidence="guess")]
    told = {one.confidence: (one.answers, one.right) for one in figures(log, *answers).calibration}
    assert told == {"sure": (2, 1), "think": (0, 0), "guess": (1, 1)}


def test_days_go_back_a_year_and_long_pauses_are_no_study(log: AnswerLog) -> None:
    answers = [
        given(milliseconds=30_000),
        given(milliseconds=10**9),
        given(when=days_later(-500)),
    ]
    log.record(step(1))
    found = figures(log, *answers, after=3)
    assert found.days[0].day.weekday() == 0
    assert (found.days[-1].day, found.today.answers) == (DAY + timedelta(days=3), 0)
    assert len(found.days) == 7 * (HISTORY_WEEKS - 1) + 4
    told = {one.day: (one.answers, one.minutes) for one in found.days if one.answers}
    assert told == {DAY: (2, 5.7)}


def test_leeches_and_what_is_no_longer_asked_are_named(log: AnswerLog) -> None:
    failures = [given("recognise/websocket", when=days_later(n), is_right=False) for n in range(5)]
    found = figures(log, *failures, given("fact/gone"), after=5)
    assert found.leeches == ("recognise/websocket",)
    assert found.orphans == ("fact/gone",)
    assert found.seen == 1


def test_an_answer_from_the_future_is_not_counted(log: AnswerLog) -> None:
    found = figures(log, given(), given("recognise/websocket", when=days_later(36500)))
    assert (found.seen, found.streak, found.today.answers) == (1, Streak(1, 1), 1)


def days(*numbers: int) -> list[AnswerEvent]:
    return [answered(when=days_later(number)) for number in numbers]


@pytest.mark.parametrize(
    ("studied", "today", "expected"),
    [
        ((0, 1, 2), 2, (3, 3)),
        ((0, 1, 2), 3, (3, 3)),
        ((0, 1, 2), 4, (0, 3)),
        ((0, 1, 2, 5, 6), 6, (2, 3)),
        ((0, 0, 0), 0, (1, 1)),
    ],
)
def test_a_streak_ends_with_a_whole_day_without_study(
    studied: tuple[int, ...], today: int, expected: tuple[int, int]
) -> None:
    assert compute_streak(days(*studied), DAY + timedelta(days=today)) == Streak(*expected)


def test_a_day_that_travel_took_away_breaks_no_streak() -> None:
    los_angeles, tokyo = hours(-8), hours(9)
    home = answered(when=datetime(2026, 3, 2, 20, tzinfo=los_angeles))
    there = answered(when=datetime(2026, 3, 4, 21, tzinfo=tokyo))
    assert (home.day, there.day) == ("2026-03-02", "2026-03-04")
    assert compute_streak([home, there], date(2026, 3, 4)) == Streak(2, 2)
    skipped = answered(when=datetime(2026, 3, 4, 20, tzinfo=los_angeles))
    assert compute_streak([home, skipped], date(2026, 3, 4)) == Streak(1, 1)


def test_travel_back_and_the_night_of_the_clock_change_break_none() -> None:
    tokyo, los_angeles = hours(9), hours(-8)
    there = answered(when=datetime(2026, 3, 4, 21, tzinfo=tokyo))
    back = [answered(when=datetime(2026, 3, day, 20, tzinfo=los_angeles)) for day in (4, 5)]
    assert compute_streak([there, *back], date(2026, 3, 5)) == Streak(2, 2)
    winter = answered(when=datetime(2026, 3, 28, 23, tzinfo=hours(1)))
    summer = answered(when=datetime(2026, 3, 29, 23, tzinfo=hours(2)))
    assert compute_streak([winter, summer], date(2026, 3, 29)) == Streak(2, 2)

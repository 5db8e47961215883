"""The answer log keeps every event, and derives states and counts from them."""

from __future__ import annotations

import random
import sqlite3
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from patterns_cli.errors import ProgressError
from patterns_cli.study.log import state_cache
from patterns_cli.study.log.events import AnswerEvent, LessonStepEvent, ReportEvent
from patterns_cli.study.schedule import SCHEDULE_VERSION, replay
from tests.study.answering import MONDAY, SetClock, answered, days_later, log_at


def step(number: int, *, lesson: str = "sse", when: datetime = MONDAY) -> LessonStepEvent:
    return LessonStepEvent(
        id=f"step-{lesson}-{number}-{when.timestamp()}",
        machine="",
        lesson=lesson,
        step=number,
        steps=5,
        milliseconds=9000,
        at=round(when.timestamp() * 1000),
        offset=0,
        day=when.date().isoformat(),
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "progress.db"


def test_the_first_event_creates_the_file(path: Path) -> None:
    with log_at(path) as log:
        log.require_writable()
        assert (log.states(), list(log.answers()), log.reported_questions(), log.lesson_steps()) == ({}, [], set(), [])
        assert (log.lesson_steps(), log.undo_last(), log.events(), log.count_future_answers()) == ([], None, [], 0)
        assert log.day_counts(MONDAY.date()) == (0, 0)
        assert log.rebuild() == {}
        assert not path.parent.exists()
        log.record(answered())
        assert path.exists()


def test_recorded_events_are_there_after_reopening(path: Path) -> None:
    with log_at(path) as log:
        kept = log.record(answered())
        report = log.record(ReportEvent(id="r", machine="", question="q/1", why="two fit", at=kept.at))
        assert kept.machine == report.machine != ""
    with log_at(path) as log:
        assert list(log.answers()) == [kept]
        assert log.events() == [kept, report]
        assert log.states() == replay([kept])
        assert log.reported_questions() == {"q/1"}


def test_text_with_lone_surrogates_is_recorded_without_them(path: Path) -> None:
    with log_at(path) as log:
        kept = log.record(answered(chosen="\udcff web\x00socket", shown=()))
        assert kept.chosen == "? web\x00socket"
        assert list(log.answers()) == [kept]


def test_an_undone_answer_counts_nowhere(path: Path) -> None:
    with log_at(path) as log:
        first = log.record(answered())
        last = log.record(answered(when=days_later(2), is_right=False))
        assert log.undo_last() == last
        assert list(log.answers()) == [first]
        assert log.states() == replay([first])
        assert set(log.questions_seen(first.item)) == {first.question}
        assert log.undo_last() == first
        assert (log.states(), log.undo_last()) == ({}, None)
        assert len(log.events()) == 4


def test_an_earlier_answer_can_be_undone_once(path: Path) -> None:
    with log_at(path) as log:
        assert log.undo("none") is None
        first = log.record(answered())
        last = log.record(answered(when=days_later(2)))
        assert (log.undo(first.id), log.undo(first.id)) == (first, None)
        assert list(log.answers()) == [last]
        assert log.states() == replay([last])


def test_undo_takes_back_only_answers_of_this_machine(path: Path) -> None:
    with log_at(path) as log:
        mine = log.record(answered())
        log.add([answered(machine="elsewhere", when=days_later(1))])
        assert log.undo_last() == mine
        assert log.undo_last() is None


def test_a_copied_file_records_as_another_machine(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    with log_at(path) as log:
        machine = log.record(answered()).machine
        assert log.record(answered()).machine == machine
        copy.write_bytes(path.read_bytes())
    with log_at(copy) as log:
        assert log.record(answered()).machine != machine


def test_a_copy_of_the_file_has_every_answer(path: Path, tmp_path: Path) -> None:
    with log_at(path) as log:
        kept = [log.record(answered()) for _ in range(3)]
        copy = tmp_path / "copy.db"
        copy.write_bytes(path.read_bytes())
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    with log_at(copy) as log:
        assert list(log.answers()) == kept


def test_questions_seen_have_the_last_day_they_were_answered(path: Path) -> None:
    with log_at(path) as log:
        log.record(answered("tell/a", question="tell/a/1"))
        log.record(answered("tell/a", question="tell/a/1", when=days_later(1)))
        log.record(answered("tell/a", question="tell/a/2", mode="cram"))
        log.record(answered("tell/b", question="tell/b/1"))
        assert log.questions_seen("tell/a") == {"tell/a/1": "2026-03-03", "tell/a/2": "2026-03-02"}
        assert log.questions_seen("tell/c") == {}


def test_day_counts_answers_and_new_items(path: Path) -> None:
    with log_at(path) as log:
        log.record(answered("a"))
        for item in ("a", "b", "b"):
            log.record(answered(item, when=days_later(1)))
        log.record(answered("c", when=days_later(1)))
        log.undo_last()
        assert log.day_counts(MONDAY.date()) == (1, 1)
        assert log.day_counts(MONDAY.date() + timedelta(days=1)) == (3, 1)
        assert [answer.item for answer in log.answers(MONDAY.date() + timedelta(days=1))] == ["a", "b", "b"]


def test_lesson_steps_are_in_the_order_they_were_done(path: Path) -> None:
    with log_at(path) as log:
        for number in (1, 2, 3):
            log.record(step(number, when=MONDAY + timedelta(minutes=number)))
        log.record(step(1, lesson="cdc", when=days_later(1)))
        log.record(step(0, when=days_later(2)))
        assert [(step.lesson, step.step) for step in log.lesson_steps()] == [
            ("sse", 1),
            ("sse", 2),
            ("sse", 3),
            ("cdc", 1),
            ("sse", 0),
        ]


def test_states_equal_a_replay_in_any_order_of_answers(path: Path) -> None:
    answers = [answered(f"i/{n % 3}", when=days_later(n / 2), is_right=n % 4 > 0) for n in range(20)]
    random.Random(3).shuffle(answers)
    with log_at(path) as log:
        for number, answer in enumerate(answers, 1):
            log.record(answer)
            assert log.states() == replay(answers[:number])


def test_a_stale_or_invalid_cache_is_rebuilt(path: Path) -> None:
    with log_at(path) as log:
        kept = [log.record(answered(f"i/{n}")) for n in range(3)]
        expected = log.states()
    for change in (
        "DELETE FROM states",
        "DELETE FROM meta WHERE key = 'states'",
        "UPDATE meta SET value = 'x' WHERE key = 'states'",
        "UPDATE states SET json = json_set(json, '$.stability', -1) WHERE item = 'i/1'",
        "UPDATE states SET json = json_set(json, '$.stability', 9e999)",
        "UPDATE states SET json = json_set(json, '$.due', 'soon')",
        "UPDATE states SET json = json_set(json, '$.difficulty', 'hard')",
        "UPDATE states SET json = '{'",
    ):
        connection = sqlite3.connect(path)
        connection.execute(change)
        if change == "DELETE FROM states":
            connection.execute("UPDATE meta SET value = replace(value, '[', '[9') WHERE key = 'states'")
        connection.commit()
        connection.close()
        with log_at(path) as log:
            assert log.states() == expected
    connection = sqlite3.connect(path)
    connection.execute("UPDATE states SET json = json_set(json, '$.stability', -1)")
    connection.commit()
    connection.close()
    with log_at(path) as log:
        more = log.record(answered("i/1", when=days_later(3)))
        assert log.states() == replay([*kept, more])


def test_a_new_schedule_version_recomputes_the_states(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with log_at(path) as log:
        log.record(answered())
        expected = log.states()
    change = sqlite3.connect(path)
    change.execute("UPDATE states SET json = json_set(json, '$.due', '2031-01-01')")
    change.commit()
    change.close()
    with log_at(path) as log:
        assert log.states() != expected
    monkeypatch.setattr(state_cache, "SCHEDULE_VERSION", SCHEDULE_VERSION + 1)
    with log_at(path) as log:
        assert log.states() == expected


def test_a_future_answer_counts_only_when_its_time_has_come(path: Path) -> None:
    clock = SetClock()
    with log_at(path, clock) as log:
        kept = [log.record(answered(when=clock.now))]
        clock.now = days_later(36500)
        wrong = log.record(answered(when=clock.now))
        assert log.states() == replay([*kept, wrong])
        clock.now = days_later(3)
        assert log.states() == replay(kept)
        assert log.count_future_answers() == 1
        kept.append(log.record(answered(when=clock.now)))
        other = log.record(answered("recognise/cdc", when=clock.now))
        assert log.states() == replay([*kept, other])
        assert wrong in log.events()
        clock.now = days_later(40000)
        assert log.states() == replay([*kept, other, wrong])
        assert log.count_future_answers() == 0


def test_history_follows_renamed_ids(path: Path) -> None:
    with log_at(path) as log:
        log.record(answered("old", question="old/1"))
        log.record(ReportEvent(id="r", machine="", question="old/2", why="", at=0))
        log.record(step(1, lesson="old"))
    renames = {"old": "new"}
    with log_at(path, renames=renames) as log:
        assert set(log.states()) == {"new"}
        assert set(log.questions_seen("new")) == {"new/1"}
        assert log.reported_questions() == {"new/2"}
        assert [answer.question for answer in log.answers()] == ["new/1"]
        assert [step.lesson for step in log.lesson_steps()] == ["new"]
        log.record(answered("new", when=days_later(2)))
        assert log.states()["new"].reps == 2
        log.undo_last()
        assert log.states()["new"].reps == 1
        assert any(isinstance(record, AnswerEvent) and record.item == "old" for record in log.events())
    with log_at(path) as log:
        assert set(log.states()) == {"old"}


def test_adding_is_idempotent_and_atomic(path: Path) -> None:
    answers = [answered(machine="m", when=days_later(n)) for n in range(3)]
    with log_at(path) as log:
        assert log.add(answers) == 3
        assert log.add(reversed(answers)) == 0
        assert log.states() == replay(answers)

        def broken() -> object:
            yield answered(machine="m")
            raise RuntimeError("torn")

        with pytest.raises(RuntimeError):
            log.add(broken())  # type: ignore[arg-type]
        assert len(log.events()) == 3


def test_recording_an_id_twice_is_refused(path: Path) -> None:
    answer = answered()
    with log_at(path) as log:
        log.record(answer)
        with pytest.raises(ProgressError):
            log.record(answer)
        assert len(log.events()) == 1

"""Files of other formats are converted, or refused if they are newer."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import msgspec
import pytest

from patterns_cli.errors import ProgressError
from patterns_cli.study.log import database
from patterns_cli.study.log.events import ReportEvent, UndoEvent
from patterns_cli.study.log.merge import merge
from patterns_cli.study.log.migrations import FORMAT, MIGRATIONS
from patterns_cli.study.schedule import replay
from tests.study.answering import MONDAY, SetClock, answered, days_later, log_at
from tests.study.log.format_1 import write_format_1
from tests.study.log.test_answer_log import step


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "progress.db"


def test_a_file_of_format_1_keeps_every_event(path: Path) -> None:
    answers = [answered(f"i/{n % 3}", machine="m", chosen='"quoted" — ünïcode\n', when=days_later(n)) for n in range(9)]
    typed = answered("i/typed", machine="m", shown=(), is_right=False, confidence="guess", mode="cram")
    undo = UndoEvent(id="u", machine="m", answer=answers[4].id, at=answers[8].at + 1)
    lesson_step = msgspec.structs.replace(step(1), machine="m")
    report = ReportEvent(id="r", machine="m", question="i/1/1", why="two fit", at=5)
    events = write_format_1(path, [*answers, typed, undo, lesson_step, report])
    before = path.read_bytes()
    counted = [*answers[:4], *answers[5:]]
    with log_at(path) as log:
        assert log.events() == sorted(events, key=lambda event: (event.at, event.id))
        assert log.states() == replay(counted)
        assert log.reported_questions() == {"i/1/1"}
        assert log.undo_last() == typed
        assert log.undo_last() == answers[-1]
        assert log.check_integrity() == []
    assert path.with_name("progress.format-1.db").read_bytes() == before


def test_a_file_of_format_1_with_an_invalid_row_is_damaged_and_not_changed(path: Path) -> None:
    write_format_1(path, [answered(machine="m", day="monday")])
    before = path.read_bytes()
    with pytest.raises(ProgressError, match="damaged"):
        log_at(path)
    assert path.read_bytes() == before


def test_a_file_of_format_1_can_be_merged_and_is_not_changed(path: Path, tmp_path: Path) -> None:
    events = write_format_1(path, [answered(machine="m", when=days_later(n)) for n in range(3)])
    before = path.read_bytes()
    with log_at(tmp_path / "desk.db") as log:
        assert merge(log, path, SetClock(MONDAY)) == (3, 0, "")
        assert log.events() == events
    assert path.read_bytes() == before


def test_an_older_file_is_copied_before_it_is_converted(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def add_notes(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE notes (text TEXT)")
        connection.execute(f"PRAGMA user_version = {FORMAT + 1}")

    with log_at(path) as log:
        kept = log.record(answered())
    before = path.read_bytes()
    monkeypatch.setattr(database, "FORMAT", FORMAT + 1)
    monkeypatch.setattr(database, "MIGRATIONS", {**MIGRATIONS, FORMAT: add_notes})
    with log_at(path) as log:
        assert list(log.answers()) == [kept]
    assert path.with_name(f"progress.format-{FORMAT}.db").read_bytes() == before
    monkeypatch.setattr(database, "FORMAT", FORMAT + 2)
    monkeypatch.setattr(database, "MIGRATIONS", {**MIGRATIONS, FORMAT + 1: add_notes})
    unchanged = path.read_bytes()
    with pytest.raises(ProgressError):
        log_at(path)
    assert path.read_bytes() == unchanged


def test_a_newer_file_is_refused_and_not_changed(path: Path) -> None:
    with log_at(path) as log:
        log.record(answered())
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {FORMAT + 1}")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(ProgressError, match="newer version"):
        log_at(path)
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]

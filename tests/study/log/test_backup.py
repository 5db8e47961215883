"""A backup is made at the first write of each day, and the newest few are kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from patterns_cli.study.log import database as database_module
from patterns_cli.study.log.answer_log import open_log
from patterns_cli.study.log.backup import MAX_BACKUPS, copy_aside, daily_backups
from patterns_cli.study.log.merge import merge
from tests.study.answering import MONDAY, SetClock, answered, days_later, log_at


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "progress.db"


def names(path: Path) -> list[str]:
    return [backup.name for backup in daily_backups(path)]


def test_the_first_write_of_a_day_backs_up_the_days_before(path: Path, tmp_path: Path) -> None:
    clock = SetClock()
    with log_at(path, clock) as log:
        kept = [log.record(answered(when=clock.now)) for _ in range(2)]
        assert names(path) == []
        clock.wait(days=1)
        log.record(answered(when=clock.now))
        log.record(answered(when=clock.now))
    with log_at(path, clock) as log:
        log.record(answered(when=clock.now))
    (backup,) = daily_backups(path)
    assert backup.name == "progress.2026-03-03.db"
    with log_at(tmp_path / "restored.db", clock) as log:
        assert merge(log, backup, clock) == (2, 0, "")
        assert log.events() == kept
    assert [file.name for file in backup.parent.iterdir()] == [backup.name]


def test_reading_makes_no_backup(path: Path) -> None:
    with log_at(path, SetClock()) as log:
        log.record(answered())
    with log_at(path, SetClock(days_later(1))) as log:
        assert len(log.states()) == len(log.events()) == 1
        log.require_writable()
    assert names(path) == []


def test_the_newest_backups_are_kept(path: Path) -> None:
    clock = SetClock()
    with log_at(path, clock) as log:
        for _ in range(MAX_BACKUPS + 3):
            log.record(answered(when=clock.now))
            clock.wait(days=1)
    assert names(path) == ["progress.2026-03-07.db", "progress.2026-03-06.db", "progress.2026-03-05.db"]


def test_a_backup_from_a_wrong_clock_does_not_displace_the_backup_of_today(path: Path) -> None:
    clock = SetClock()
    with log_at(path, clock) as log:
        log.record(answered(when=clock.now))
        for days in (*range(40_000, 40_000 + MAX_BACKUPS), 1):
            clock.now = days_later(days)
            log.record(answered(when=MONDAY))
    assert "progress.2026-03-03.db" in names(path)
    assert len(names(path)) == MAX_BACKUPS


def test_without_a_backup_an_answer_is_recorded_with_a_warning(path: Path) -> None:
    path.with_name("backups").touch()
    with log_at(path) as log:
        log.record(answered())
    warnings: list[str] = []
    with open_log(path, clock=SetClock(), warn=warnings.append) as log:
        log.record(answered())
        log.record(answered())
        assert len(log.events()) == 3
    assert len(warnings) == 1
    assert "could not be backed up" in warnings[0]


def test_a_reset_deletes_the_backups(path: Path) -> None:
    with log_at(path) as log:
        log.record(answered())
    with log_at(path) as log:
        log.record(answered())
        assert len(names(path)) == 1
        copy = log.reset()
        assert names(path) == []
    assert copy is not None
    with log_at(copy) as log:
        assert len(log.events()) == 2


def test_copies_of_the_same_second_get_different_names(path: Path) -> None:
    path.write_text("x", encoding="utf-8")
    copies = {copy_aside(path, MONDAY) for _ in range(3)}
    assert {copy.name for copy in copies} == {
        "progress.2026-03-02-180000.db",
        "progress.2026-03-02-180000-2.db",
        "progress.2026-03-02-180000-3.db",
    }
    assert all(copy.read_text(encoding="utf-8") == "x" for copy in copies)


def test_a_backup_is_readable_while_the_disk_is_waited_for(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_module, "SYNCHRONOUS", "EXTRA")
    clock = SetClock()
    with log_at(path, clock) as log, log_at(path, clock) as other:
        log.record(answered())
        clock.wait(days=1)
        assert len(other.events()) == 1
        log.record(answered())
        other.record(answered())
        assert len(names(path)) == 1

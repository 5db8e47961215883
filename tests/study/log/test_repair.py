"""Repair reports what is wrong with the file, rescues what is readable, and keeps a copy."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from patterns_cli.errors import ProgressError
from patterns_cli.study.log.backup import daily_backups
from patterns_cli.study.log.events import ReportEvent
from patterns_cli.study.log.repair import RepairReport, check_and_repair
from patterns_cli.study.schedule import replay
from tests.study.answering import answered, days_later, log_at
from tests.study.log.format_1 import write_format_1

ANSWERS = 400


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "progress.db"
    with log_at(path) as log:
        log.add([answered(f"i/{n % 9}", id=f"a{n:04}", machine="m", when=days_later(n / 9)) for n in range(ANSWERS)])
        log.record(ReportEvent(id="r", machine="", question="q", why="", at=1))
    return path


def repaired(path: Path) -> RepairReport:
    return check_and_repair(path, lambda: days_later(3650))


def change(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()


def test_a_sound_file_is_not_changed_and_a_missing_file_not_created(path: Path, tmp_path: Path) -> None:
    before = path.read_bytes()
    assert repaired(path) == ((), ANSWERS + 1, None, 0, ())
    assert path.read_bytes() == before
    assert repaired(tmp_path / "missing.db") == ((), 0, None, 0, ())
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_states_that_do_not_match_the_answers_are_recomputed(path: Path) -> None:
    with log_at(path) as log:
        expected = log.states()
    change(path, "UPDATE states SET json = json_set(json, '$.lapses', 9) WHERE item = 'i/1'")
    report = repaired(path)
    assert report.faults == ("the schedule did not match the answers",)
    assert report.copy is not None
    assert report.copy.exists()
    with log_at(path) as log:
        assert log.states() == expected


def test_an_invalid_row_is_dropped_if_no_backup_has_it(path: Path) -> None:
    for number, statement in enumerate(
        (
            "UPDATE events SET json = substr(json, 9) WHERE id = 'a0001'",
            "UPDATE events SET json = json_set(json, '$.day', 'monday') WHERE id = 'a0002'",
            "UPDATE events SET json = json_set(json, '$.at', 'noon') WHERE id = 'a0003'",
            "UPDATE events SET json = x'ff00' WHERE id = 'a0004'",
            "UPDATE events SET json = '' WHERE id = 'a0005'",
            "UPDATE events SET json = 7 WHERE id = 'a0006'",
        ),
        1,
    ):
        change(path, statement)
        report = repaired(path)
        assert report.faults
        assert report.records == ANSWERS + 1 - number
        assert report.copy is not None
        assert repaired(path).faults == ()


def test_a_damaged_page_costs_only_its_rows(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    middle = len(whole) // 2 // 4096 * 4096
    whole[middle : middle + 4096] = b"\xff" * 4096
    path.write_bytes(whole)
    report = repaired(path)
    assert report.copy is not None
    assert report.copy.read_bytes() == whole
    assert ANSWERS * 0.8 < report.records <= ANSWERS + 1
    assert_usable(path)


def test_the_rest_of_a_truncated_file_is_rescued(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) * 3 // 4 + 17])
    report = repaired(path)
    assert "malformed" in report.faults[0]
    assert ANSWERS * 0.3 < report.records <= ANSWERS + 1
    assert_usable(path)


def test_a_row_whose_columns_do_not_match_its_json_is_repaired(path: Path) -> None:
    change(path, "UPDATE events SET subject = 'i/other', day = '1999-01-01' WHERE id = 'a0001'")
    report = repaired(path)
    assert report.faults == ("invalid record in row 2: its columns do not match its JSON",)
    assert report.records == ANSWERS + 1
    assert_usable(path)


def test_what_the_file_has_lost_comes_from_the_daily_backups(path: Path) -> None:
    with log_at(path) as log:  # the first write of a day takes a backup
        new = log.record(answered("i/new", when=days_later(60)))
    change(path, "UPDATE events SET json = '{' WHERE id = 'a0007'")
    report = repaired(path)
    (backup,) = daily_backups(path)
    assert report.copy is not None
    assert report.rescued == ((report.copy, ANSWERS + 1), (backup, 1))
    assert report.records == ANSWERS + 2
    with log_at(path) as log:
        assert {"a0007", new.id} <= {event.id for event in log.events()}
    assert_usable(path)


def test_without_its_first_page_a_file_is_restored_from_a_backup(path: Path) -> None:
    with log_at(path) as log:
        log.record(answered("i/new", when=days_later(60)))
    path.write_bytes(b"\xff" * 4096 + path.read_bytes()[4096:])
    report = repaired(path)
    (backup,) = daily_backups(path)
    assert report.rescued == ((backup, ANSWERS + 1),)
    assert report.records == ANSWERS + 1
    assert_usable(path)


def test_a_reset_log_does_not_come_back_from_a_backup(path: Path) -> None:
    with log_at(path) as log:
        log.record(answered("i/new", when=days_later(60)))
        log.reset()
    path.write_bytes(b"junk")
    assert repaired(path).records == 0


def test_rows_of_a_damaged_file_of_format_1_are_rescued(tmp_path: Path) -> None:
    path = tmp_path / "progress.db"
    events = write_format_1(path, [answered(f"i/{n}", machine="m", when=days_later(n)) for n in range(20)])
    change(path, "UPDATE answers SET is_right = 7 WHERE seq = 3")
    with pytest.raises(ProgressError, match="damaged"):
        log_at(path)
    assert repaired(path).records == len(events) - 1
    assert_usable(path)


@pytest.mark.parametrize("junk", [b"junk" * 5000, b"SQLite format 3\x00" + b"\x7f" * 9000, b"\x00" * 4096])
def test_junk_is_replaced_by_an_empty_log_and_kept_as_a_copy(path: Path, junk: bytes) -> None:
    path.write_bytes(junk)
    report = repaired(path)
    assert report.records == 0
    assert report.copy is not None
    assert report.copy.read_bytes() == junk
    assert_usable(path)


def test_files_of_newer_versions_and_other_programs_are_not_changed(path: Path, tmp_path: Path) -> None:
    change(path, "PRAGMA user_version = 99")
    other = tmp_path / "other.db"
    change(other, "CREATE TABLE mine (text)")
    for file in (path, other):
        before = file.read_bytes()
        with pytest.raises(ProgressError, match=r"newer version|another program"):
            repaired(file)
        assert file.read_bytes() == before


def assert_usable(path: Path) -> None:
    assert repaired(path).faults == ()
    with log_at(path) as log:
        log.record(answered("i/new", when=days_later(99)))
        assert log.states() == replay(log.answers())

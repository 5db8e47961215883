"""The doctor says what is wrong with the file, mends it, and keeps the old one."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from patterns_cli.errors import ProgressError
from patterns_cli.study.log.events import ReportEvent
from patterns_cli.study.log.repair import Examined, examine
from patterns_cli.study.schedule import replay
from tests.study.answering import answered, days_later, log_at

ANSWERS = 400


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "progress.db"
    with log_at(path) as log:
        log.add([answered(f"i/{n % 9}", id=f"a{n:04}", machine="m", when=days_later(n / 9)) for n in range(ANSWERS)])
        log.record(ReportEvent(id="r", machine="", question="q", why="", at=1))
    return path


def examined(path: Path) -> Examined:
    return examine(path, lambda: days_later(3650))


def change(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()


def test_a_sound_file_and_none_at_all_are_left_as_they_are(path: Path, tmp_path: Path) -> None:
    before = path.read_bytes()
    assert examined(path) == ((), ANSWERS + 1, None, 0)
    assert path.read_bytes() == before
    assert examined(tmp_path / "none.db") == ((), 0, None, 0)
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_states_that_do_not_follow_from_the_answers_are_worked_out_anew(path: Path) -> None:
    with log_at(path) as log:
        expected = log.states()
    change(path, "UPDATE cards SET due = '2026-03-09', lapses = 9 WHERE item = 'i/1'")
    found = examined(path)
    assert found.faults == ("what is due did not follow from the answers",)
    assert found.copy is not None
    assert found.copy.exists()
    with log_at(path) as log:
        assert log.states() == expected


def test_a_row_that_is_no_record_is_left_out(path: Path) -> None:
    for number, statement in enumerate(
        (
            "UPDATE answers SET shown = 'a, b' WHERE id = 'a0001'",
            "UPDATE answers SET day = 'monday' WHERE id = 'a0002'",
            "UPDATE answers SET at = 'noon' WHERE id = 'a0003'",
            "UPDATE answers SET confidence = x'00' WHERE id = 'a0004'",
            "UPDATE answers SET milliseconds = 'x' WHERE id = 'a0005'",
            "UPDATE answers SET is_right = 7 WHERE id = 'a0006'",
        ),
        1,
    ):
        change(path, statement)
        found = examined(path)
        assert found.faults
        assert found.records == ANSWERS + 1 - number
        assert found.copy is not None
        assert examined(path).faults == ()


def test_pages_that_are_lost_cost_only_what_stood_on_them(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    middle = len(whole) // 2 // 4096 * 4096
    whole[middle : middle + 4096] = b"\xff" * 4096
    path.write_bytes(whole)
    found = examined(path)
    assert found.copy is not None
    assert found.copy.read_bytes() == whole
    assert ANSWERS * 0.8 < found.records <= ANSWERS + 1
    assert_usable(path)


def test_of_a_file_that_was_cut_short_the_rest_is_saved(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) * 3 // 4 + 17])
    found = examined(path)
    assert "malformed" in found.faults[0]
    assert ANSWERS * 0.3 < found.records <= ANSWERS + 1
    assert_usable(path)


def test_without_its_first_page_a_file_still_gives_its_records(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(b"\xff" * 4096 + whole[4096:])
    found = examined(path)
    assert found.faults
    assert found.records == ANSWERS + 1
    assert_usable(path)


@pytest.mark.parametrize("junk", [b"junk" * 5000, b"SQLite format 3\x00" + b"\x7f" * 9000, b"\x00" * 4096])
def test_of_junk_nothing_is_saved_but_a_copy(path: Path, junk: bytes) -> None:
    path.write_bytes(junk)
    found = examined(path)
    assert found.records == 0
    assert found.copy is not None
    assert found.copy.read_bytes() == junk
    assert_usable(path)


def test_what_is_not_ours_to_mend_is_left_alone(path: Path, tmp_path: Path) -> None:
    change(path, "PRAGMA user_version = 99")
    other = tmp_path / "other.db"
    change(other, "CREATE TABLE mine (text)")
    for file in (path, other):
        before = file.read_bytes()
        with pytest.raises(ProgressError, match=r"newer version|another program"):
            examined(file)
        assert file.read_bytes() == before


def assert_usable(path: Path) -> None:
    assert examined(path).faults == ()
    with log_at(path) as log:
        log.record(answered("i/new", when=days_later(99)))
        assert log.states() == replay(log.answers())

"""The file of the log survives kills, other processes, full disks, damage and missing permissions."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from patterns_cli.errors import ProgressError
from patterns_cli.study.log import database as database_module
from patterns_cli.study.log.answer_log import open_log
from patterns_cli.study.schedule import replay
from tests.study.answering import SetClock, answered, days_later, log_at

ROOT = Path(__file__).parent.parent.parent
NOBODY = 65534
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions and signals")


def recorder(path: Path, name: str, count: int, **options: object) -> subprocess.Popen[str]:
    return subprocess.Popen(  # type: ignore[call-overload,no-any-return]
        [sys.executable, "-m", "tests.study.log.recorder", str(path), name, str(count)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "progress.db"


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other users can reach, unlike the folders of pytest."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@contextlib.contextmanager
def without_privileges() -> Iterator[None]:
    """Run the block as an ordinary user, because permissions do not bind root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def is_sound(path: Path) -> bool:
    connection = sqlite3.connect(path)
    try:
        return bool(connection.execute("PRAGMA integrity_check").fetchone() == ("ok",))
    finally:
        connection.close()


def ids(path: Path) -> set[str]:
    with log_at(path) as log:
        return {answer.id for answer in log.answers()}


@posix_only
@pytest.mark.parametrize("after", [0, 2, 11])
def test_every_acknowledged_answer_survives_a_kill(path: Path, after: int) -> None:
    process = recorder(path, "a", 100_000)
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(after)]
    time.sleep(0.013 * after)
    process.kill()
    # Not communicate(), which forgets what readline() has read ahead.
    lines += process.stdout.readlines()
    process.communicate()
    # The last line may be incomplete, and an answer may be recorded that was not acknowledged in time.
    acknowledged = {line.strip() for line in lines if line.endswith("\n")}
    assert len(acknowledged) >= after
    kept = ids(path)
    assert acknowledged <= kept
    assert len(kept) <= len(acknowledged) + 1
    assert not path.exists() or is_sound(path)
    with log_at(path) as log:
        log.record(answered())


def test_processes_that_record_at_once_keep_every_answer(path: Path) -> None:
    processes = [recorder(path, name, 25) for name in ("a", "b", "c")]
    for process in processes:
        _, err = process.communicate(timeout=60)
        assert (process.returncode, err) == (0, "")
    assert len(ids(path)) == 75
    assert is_sound(path)
    with log_at(path) as log:
        assert log.states() == log.rebuild()


def test_two_open_logs_see_each_others_answers(path: Path) -> None:
    with log_at(path) as first, log_at(path) as second:
        first.record(answered())
        second.record(answered(is_right=False))
        assert first.states() == second.states()
        assert len(list(first.answers())) == 2


def test_a_file_locked_by_another_program_is_reported(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_module, "BUSY_SECONDS", 0.05)
    clock = SetClock(days_later(3650))
    with log_at(path, clock) as log:
        log.record(answered())
        holder = sqlite3.connect(path, isolation_level=None)
        holder.execute("BEGIN EXCLUSIVE")
        with pytest.raises(ProgressError, match="locked"):
            log.record(answered())
        with pytest.raises(ProgressError, match="locked"):
            log.states()
        clock.wait(days=1)  # a backup is due, which must not wait for the lock forever
        with pytest.raises(ProgressError, match="locked"):
            log.record(answered())
        holder.execute("ROLLBACK")
        holder.close()
        log.record(answered())
        assert len(list(log.answers())) == 2


def answer_a_question(path: Path) -> None:
    """Do what a quiz does with the file."""
    with log_at(path) as log:
        log.record(answered())
        list(log.answers())


@pytest.mark.parametrize("kind", ["junk", "cut short", "half a page"])
def test_a_damaged_file_is_reported_and_not_changed(path: Path, kind: str) -> None:
    with log_at(path) as log:
        for _ in range(200):
            log.record(answered())
    whole = path.read_bytes()
    damaged = {"junk": b"junk" * 3000, "cut short": whole[:4096], "half a page": whole[: len(whole) // 2 + 100]}[kind]
    path.write_bytes(damaged)
    with pytest.raises(ProgressError, match="damaged") as error:
        answer_a_question(path)
    assert str(path) in error.value.message
    assert "progress doctor" in error.value.hint
    if kind == "junk":
        assert path.read_bytes() == damaged


@pytest.mark.parametrize(
    "change",
    [
        "json = json_set(json, '$.milliseconds', 'x')",
        "json = json_set(json, '$.milliseconds', 1.5)",
        "json = json_set(json, '$.offset', NULL)",
        "json = json_set(json, '$.at', 9e999)",
        "json = json_set(json, '$.day', '2026-02-30')",
        "json = json_set(json, '$.is_right', 7)",
        "json = json_set(json, '$.confidence', 'very')",
        "json = json_set(json, '$.machine', '')",
        "json = json_remove(json, '$.item')",
        "json = json_set(json, '$.shown', json('[1]'))",
        "json = json_set(json, '$.type', 'dream')",
        "json = substr(json, 9)",
        "json = x'ff00'",
        "json = 7",
    ],
)
def test_an_invalid_row_is_reported_as_damage(path: Path, change: str) -> None:
    with log_at(path) as log:
        log.record(answered())
    connection = sqlite3.connect(path)
    connection.execute(f"UPDATE events SET {change}")
    connection.commit()
    connection.close()
    with log_at(path) as log, pytest.raises(ProgressError, match="damaged") as error:
        log.events()
    assert str(path) in error.value.message
    assert "progress doctor" in error.value.hint


def test_an_empty_file_is_a_new_log(path: Path) -> None:
    path.touch()
    with log_at(path) as log:
        assert log.states() == {}
        log.record(answered())
        assert len(log.states()) == 1


def test_a_folder_in_place_of_the_file_is_reported(path: Path) -> None:
    path.mkdir()
    with pytest.raises(ProgressError, match="is a folder") as error:
        log_at(path)
    assert "move it away" in error.value.hint


@posix_only
def test_a_pipe_in_place_of_the_file_does_not_hang(path: Path) -> None:
    os.mkfifo(path)
    with pytest.raises(ProgressError, match="not a regular file"):
        log_at(path)


def test_a_file_in_place_of_the_folder_is_reported(path: Path) -> None:
    path.touch()
    with pytest.raises(ProgressError, match="not a folder"):
        log_at(path / "progress.db")


def test_without_a_home_folder_nothing_is_created_in_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with log_at(Path("~/.local/share/patterns/progress.db")) as log:
        assert log.states() == {}
        with pytest.raises(ProgressError, match="home folder is unknown") as error:
            log.record(answered())
        assert "PATTERNS_HOME" in error.value.hint
        with pytest.raises(ProgressError, match="home folder is unknown"):
            log.require_writable()
    assert list(tmp_path.iterdir()) == []


@posix_only
@pytest.mark.parametrize("what", ["file", "folder"])
def test_missing_write_permission_is_reported_before_and_while_recording(open_folder: Path, what: str) -> None:
    path = open_folder / "progress.db"
    kept = 0
    if what == "file":
        with log_at(path) as log:
            log.record(answered())
            kept = len(log.states())
        path.chmod(0o444)
    open_folder.chmod(0o555)
    with without_privileges(), log_at(path) as log:
        with pytest.raises(ProgressError, match="cannot be") as error:
            log.record(answered())
        assert "PATTERNS_HOME" in error.value.hint
        with pytest.raises(ProgressError, match="cannot be"):
            log.require_writable()
        assert len(log.states()) == kept


@posix_only
def test_a_read_only_file_is_read_even_if_its_cache_is_stale(open_folder: Path) -> None:
    path = open_folder / "progress.db"
    with log_at(path) as log:
        kept = log.record(answered())
    connection = sqlite3.connect(path)
    connection.execute("DELETE FROM meta")
    connection.commit()
    connection.close()
    path.chmod(0o444)
    open_folder.chmod(0o555)
    with without_privileges(), log_at(path) as log:
        assert log.states() == replay([kept])


@posix_only
def test_a_full_disk_is_reported_and_loses_nothing(path: Path) -> None:
    import resource

    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (75_000, 75_000))

    process = recorder(path, "a", 100_000, preexec_fn=small_files)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "Traceback" not in err
    assert "full" in err
    assert ids(path) == set(out.split())
    assert is_sound(path)


def test_a_file_deleted_while_in_use_is_replaced_with_a_warning(path: Path) -> None:
    warnings: list[str] = []
    with open_log(path, clock=SetClock(), warn=warnings.append) as log:
        log.record(answered())
        path.unlink()
        kept = log.record(answered())
        assert [answer.id for answer in log.answers()] == [kept.id]
    assert len(warnings) == 1
    assert "moved or deleted" in warnings[0]
    assert ids(path) == {kept.id}


def test_the_database_of_another_program_is_not_changed(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE mine (text)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(ProgressError, match="another program"):
        log_at(path)
    assert path.read_bytes() == before

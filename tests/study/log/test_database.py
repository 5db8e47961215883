"""The log's file under everything that happens to files."""

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
from patterns_cli.study.log.rows import MIGRATIONS
from patterns_cli.study.schedule import replay
from tests.study.answering import SetClock, answered, days_later, log_at
from tests.study.log.test_answer_log import step

ROOT = Path(__file__).parent.parent.parent
NOBODY = 65534
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights and signals")


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
    """A folder that other users can reach, which those of pytest are not."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@contextlib.contextmanager
def without_privileges() -> Iterator[None]:
    """What an ordinary user may do, as rights do not bind root."""
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
def test_every_answer_that_was_acknowledged_outlives_a_kill(path: Path, after: int) -> None:
    process = recorder(path, "a", 100_000)
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(after)]
    time.sleep(0.013 * after)
    process.kill()
    # Not communicate(), which forgets what readline() has read ahead.
    lines += process.stdout.readlines()
    process.communicate()
    # The last line may be torn, and one answer may be kept that could not be acknowledged any more.
    acknowledged = {line.strip() for line in lines if line.endswith("\n")}
    assert len(acknowledged) >= after
    kept = ids(path)
    assert acknowledged <= kept
    assert len(kept) <= len(acknowledged) + 1
    assert not path.exists() or is_sound(path)
    with log_at(path) as log:
        log.record(answered())


def test_two_terminals_at_once_keep_every_answer(path: Path) -> None:
    processes = [recorder(path, name, 25) for name in ("a", "b", "c")]
    for process in processes:
        _, err = process.communicate(timeout=60)
        assert (process.returncode, err) == (0, "")
    assert len(ids(path)) == 75
    assert is_sound(path)
    with log_at(path) as log:
        assert log.states() == log.rebuild()


def test_two_that_are_open_see_each_others_answers(path: Path) -> None:
    with log_at(path) as one, log_at(path) as other:
        one.record(answered())
        other.record(answered(is_right=False))
        assert one.states() == other.states()
        assert len(list(one.answers())) == 2


def test_another_program_that_holds_the_file_is_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_module, "BUSY_SECONDS", 0.05)
    with log_at(path) as log:
        log.record(answered())
        holder = sqlite3.connect(path, isolation_level=None)
        holder.execute("BEGIN EXCLUSIVE")
        with pytest.raises(ProgressError, match="locked"):
            log.record(answered())
        with pytest.raises(ProgressError, match="locked"):
            log.states()
        holder.execute("ROLLBACK")
        holder.close()
        log.record(answered())
        assert len(list(log.answers())) == 2


def use(path: Path) -> None:
    """Do what a quiz does with the file."""
    with log_at(path) as log:
        log.record(answered())
        list(log.answers())


@pytest.mark.parametrize("kind", ["junk", "cut short", "half a page"])
def test_a_damaged_file_is_named_and_left_alone(path: Path, kind: str) -> None:
    with log_at(path) as log:
        for _ in range(200):
            log.record(answered())
    whole = path.read_bytes()
    damaged = {"junk": b"junk" * 3000, "cut short": whole[:4096], "half a page": whole[: len(whole) // 2 + 100]}[kind]
    path.write_bytes(damaged)
    with pytest.raises(ProgressError, match="damaged") as told:
        use(path)
    assert str(path) in told.value.message
    assert "progress doctor" in told.value.hint
    if kind == "junk":
        assert path.read_bytes() == damaged


@pytest.mark.parametrize(
    "change",
    [
        "answers SET milliseconds = 'x'",
        "answers SET milliseconds = 1.5",
        "answers SET offset = x'00'",
        "answers SET at = 'noon'",
        "answers SET at = 9e999",
        "answers SET is_right = 7",
        "answers SET confidence = 'very'",
        "answers SET mode = ''",
        "answers SET item = x'00'",
        "answers SET shown = '[1]'",
        "answers SET shown = 'a, b'",
        "undos SET at = 'noon'",
        "steps SET step = 'first'",
    ],
)
def test_a_row_that_no_program_of_ours_wrote_is_damage_and_not_a_bug(path: Path, change: str) -> None:
    with log_at(path) as log:
        log.record(answered())
        log.record(answered(when=days_later(1)))
        log.record(step(1))
        log.undo_last()
    connection = sqlite3.connect(path)
    connection.execute(f"UPDATE {change}")
    connection.commit()
    connection.close()
    with log_at(path) as log, pytest.raises(ProgressError, match="damaged") as told:
        log.events()
    assert str(path) in told.value.message
    assert "progress doctor" in told.value.hint


def test_an_empty_file_is_a_new_one(path: Path) -> None:
    path.touch()
    with log_at(path) as log:
        assert log.states() == {}
        log.record(answered())
        assert len(log.states()) == 1


def test_a_folder_in_its_place_is_told(path: Path) -> None:
    path.mkdir()
    with pytest.raises(ProgressError, match="is a folder") as told:
        log_at(path)
    assert "move it away" in told.value.hint


@posix_only
def test_a_pipe_in_its_place_does_not_hang(path: Path) -> None:
    os.mkfifo(path)
    with pytest.raises(ProgressError, match="not a plain file"):
        log_at(path)


def test_a_file_where_the_folder_should_be_is_told(path: Path) -> None:
    path.touch()
    with pytest.raises(ProgressError, match="not a folder"):
        log_at(path / "progress.db")


def test_without_a_home_nothing_is_made_where_one_happens_to_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with log_at(Path("~/.local/share/patterns/progress.db")) as log:
        assert log.states() == {}
        with pytest.raises(ProgressError, match="no home folder") as told:
            log.record(answered())
        assert "PATTERNS_HOME" in told.value.hint
        with pytest.raises(ProgressError, match="no home folder"):
            log.require_writable()
    assert list(tmp_path.iterdir()) == []


@posix_only
@pytest.mark.parametrize("what", ["file", "folder"])
def test_what_cannot_be_written_to_is_told_before_and_while_recording(open_folder: Path, what: str) -> None:
    path = open_folder / "progress.db"
    kept = 0
    if what == "file":
        with log_at(path) as log:
            log.record(answered())
            kept = len(log.states())
        path.chmod(0o444)
    open_folder.chmod(0o555)
    with without_privileges(), log_at(path) as log:
        with pytest.raises(ProgressError, match="cannot be") as told:
            log.record(answered())
        assert "PATTERNS_HOME" in told.value.hint
        with pytest.raises(ProgressError, match="cannot be"):
            log.require_writable()
        assert len(log.states()) == kept


@posix_only
def test_what_is_only_readable_is_read_even_where_its_cache_is_behind(open_folder: Path) -> None:
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
def test_a_full_disk_is_told_and_nothing_before_is_lost(path: Path) -> None:
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


def test_a_file_deleted_while_in_use_is_made_anew_and_said(path: Path) -> None:
    said: list[str] = []
    with open_log(path, clock=SetClock(), warn=said.append) as log:
        log.record(answered())
        path.unlink()
        kept = log.record(answered())
        assert [answer.id for answer in log.answers()] == [kept.id]
    assert len(said) == 1
    assert "moved or deleted" in said[0]
    assert ids(path) == {kept.id}


def test_a_newer_file_is_refused_and_left_as_it_is(path: Path) -> None:
    with log_at(path) as log:
        log.record(answered())
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(ProgressError, match="newer version"):
        log_at(path)
    assert path.read_bytes() == before
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_an_older_file_is_copied_before_it_is_brought_up_to_date(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with log_at(path) as log:
        kept = log.record(answered())
    before = path.read_bytes()
    newer = (*MIGRATIONS, "CREATE TABLE notes (text TEXT); CREATE INDEX notes_by_text ON notes (text)")
    monkeypatch.setattr(database_module, "MIGRATIONS", newer)
    with log_at(path) as log:
        assert list(log.answers()) == [kept]
    assert (path.parent / f"progress.format-{len(MIGRATIONS)}.db").read_bytes() == before
    monkeypatch.setattr(database_module, "MIGRATIONS", (*newer, "CREATE TABLE notes (text TEXT)"))
    unchanged = path.read_bytes()
    with pytest.raises(ProgressError):
        log_at(path)
    assert path.read_bytes() == unchanged


def test_the_database_of_another_program_is_not_written_to(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE mine (text)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(ProgressError, match="another program"):
        log_at(path)
    assert path.read_bytes() == before

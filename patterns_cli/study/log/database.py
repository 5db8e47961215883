"""The SQLite file of the answer log: opening, creating, converting, and errors explained to the user.

The journal mode is SQLite's rollback journal, not a write-ahead log: every committed event is then in
the one file, which can be copied and kept on a network folder.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import stat
from typing import TYPE_CHECKING

from patterns_cli.errors import ProgressError
from patterns_cli.study.log.backup import back_up_daily
from patterns_cli.study.log.migrations import FORMAT, MIGRATIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path

    from patterns_cli.study.study_day import Clock

APPLICATION_ID = 0x70617474
"""Marks the file as ours ("patt"), so that no other program's database is written to."""

BUSY_SECONDS = 10.0
"""Maximum time to wait for another process that is writing, in seconds."""

SYNCHRONOUS = "EXTRA"
"""Each commit waits until the disk has the file and its folder, so that it survives a power loss."""

_PERMISSION_HINT = "fix the permissions, or set PATTERNS_HOME to a folder of yours"


class DamagedError(ProgressError):
    """The file is not a valid database of answers."""

    def __init__(self, path: Path, reason: str) -> None:
        hint = "`patterns progress doctor` repairs it and keeps a copy of the file as it is"
        super().__init__(f"your progress is damaged: {path} ({reason})", hint)
        self.reason = reason
        """What SQLite says is wrong."""


class LogDatabase:
    """A connection to the file, opened when it is first needed."""

    def __init__(self, path: Path, clock: Clock, warn: Callable[[str], object]) -> None:
        self.path = path
        self._clock = clock
        self._warn = warn
        """Called with what the user should know although nothing failed."""
        self._connection: sqlite3.Connection | None = None
        self._identity: tuple[int, int] | None = None
        self._backed_up_on: date | None = None

    def close(self) -> None:
        """Close the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection | None]:
        """The connection, or None if nothing was recorded yet. Raises ProgressError."""
        with translate_errors(self.path):
            yield self._open()

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """The connection in a transaction around the block; creates the file if necessary.

        Raises ProgressError if the file cannot be written; then nothing of the block was.
        """
        with translate_errors(self.path):
            connection = self._open()
            if connection is None:
                connection = self._create()
            else:
                self._back_up(connection)
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def _back_up(self, connection: sqlite3.Connection) -> None:
        """Make the day's backup. A failure is only a warning, because the answer matters more."""
        today = self._clock().date()
        if today == self._backed_up_on:
            return
        self._backed_up_on = today
        connection.execute("BEGIN")
        try:
            # Connection.backup() waits for this lock forever, a query only for BUSY_SECONDS.
            connection.execute("SELECT 1 FROM meta").fetchone()
            try:
                back_up_daily(connection, self.path, today)
            except (OSError, sqlite3.Error) as error:
                self._warn(f"your progress could not be backed up today: {error}")
        finally:
            connection.execute("ROLLBACK")

    def require_writable(self) -> None:
        """Raise ProgressError if nothing can be recorded. Creates neither a file nor a folder."""
        with translate_errors(self.path):
            connection = self._open()
            if connection is not None:
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("ROLLBACK")
        self._require_home()
        folder = self.path.parent
        while not os.path.lexists(folder) and folder != folder.parent:
            folder = folder.parent
        if not folder.is_dir() or not _is_writable(folder):
            raise ProgressError(f"your progress cannot be saved: {folder} cannot be written to", _PERMISSION_HINT)

    def _require_home(self) -> None:
        """Raise ProgressError if the system knows no home folder, so that the current folder is not used."""
        if not self.path.is_absolute():
            raise ProgressError(
                "your progress cannot be saved: your home folder is unknown", "set PATTERNS_HOME to a folder of yours"
            )

    def _open(self) -> sqlite3.Connection | None:
        """The connection to the file that is at the path now, or None if it is missing or empty."""
        identity = _file_identity(self.path)
        if self._connection is not None:
            if identity == self._identity:
                return self._connection
            self.close()
            self._warn(f"{self.path} was moved or deleted while it was in use; the next answers go into a new file")
        if identity is None:
            return None
        connection = _connect(self.path, "rw")
        try:
            if not _prepare(connection, self.path):
                connection.close()
                return None
        except BaseException:
            connection.close()
            raise
        self._connection, self._identity = connection, identity
        return connection

    def _create(self) -> sqlite3.Connection:
        self._require_home()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        connection = _connect(self.path, "rwc")
        try:
            connection.execute("BEGIN IMMEDIATE")
            # Another process may have been quicker.
            if _stored_format(connection) == 0:
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                _convert(connection)
            connection.execute("COMMIT")
            _prepare(connection, self.path)
        except BaseException:
            connection.close()
            raise
        self._connection, self._identity = connection, _file_identity(self.path)
        self._backed_up_on = self._clock().date()
        return connection


@contextlib.contextmanager
def translate_errors(path: Path) -> Iterator[None]:
    """Turn errors of SQLite and the system into a ProgressError that says what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise _explain(error, path) from error
    except OSError as error:
        message = f"your progress cannot be used: {error.strerror or error}: {error.filename or path}"
        raise ProgressError(message, _PERMISSION_HINT) from error


def _is_writable(folder: Path) -> bool:
    effective = os.access in os.supports_effective_ids
    return os.access(folder, os.W_OK | os.X_OK, effective_ids=effective)


def _file_identity(path: Path) -> tuple[int, int] | None:
    """Device and inode of the file, or None if it does not exist. Raises ProgressError."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    except NotADirectoryError:
        raise ProgressError(f"your progress cannot be used: {path.parent} is not a folder", _PERMISSION_HINT) from None
    if not stat.S_ISREG(found.st_mode):
        what = "a folder" if stat.S_ISDIR(found.st_mode) else "not a regular file"
        raise ProgressError(
            f"your progress cannot be used: {path} is {what}", "move it away; your next answer creates a new file"
        )
    return found.st_dev, found.st_ino


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=BUSY_SECONDS, isolation_level=None
    )
    try:
        connection.execute(f"PRAGMA synchronous = {SYNCHRONOUS}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, path: Path) -> bool:
    """Convert the file to the present format; returns False if it is empty.

    Raises ProgressError if it belongs to another program or to a newer version.
    """
    stored = _stored_format(connection)
    if stored == 0 and connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0:
        return False
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise ProgressError(
            f"{path} is a database of another program", "move it away; your next answer creates a new file"
        )
    if stored > FORMAT:
        raise ProgressError(
            f"{path} was written by a newer version of patterns (its format is {stored}, this version knows "
            f"{FORMAT}); nothing was changed",
            "update patterns, or set PATTERNS_HOME to another folder",
        )
    if stored < FORMAT:
        connection.execute("BEGIN IMMEDIATE")
        try:
            stored = _stored_format(connection)
            if stored < FORMAT:
                # Under the lock nobody writes, so that a copy of the file alone is complete.
                shutil.copy2(path, path.with_name(f"{path.stem}.format-{stored}{path.suffix}"))
                _convert(connection)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    return True


def _convert(connection: sqlite3.Connection) -> None:
    """Bring the file to the present format, in the transaction that is open."""
    while (stored := _stored_format(connection)) < FORMAT:
        MIGRATIONS[stored](connection)


def _stored_format(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _explain(error: sqlite3.Error, path: Path) -> ProgressError:
    """The meaning of an error of SQLite, and what to do about it."""
    code = getattr(error, "sqlite_errorcode", 0) or 0
    match code & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            what = f"your progress is locked: another program is using {path}"
            hint = "close it and try again"
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            what = f"your progress cannot be saved: {path} cannot be written to"
            hint = _PERMISSION_HINT
        case sqlite3.SQLITE_FULL:
            what = f"your progress cannot be saved: the disk of {path} is full"
            hint = "free some space and try again"
        case sqlite3.SQLITE_CANTOPEN:
            what = f"your progress cannot be used: {path} cannot be opened"
            hint = _PERMISSION_HINT
        case sqlite3.SQLITE_IOERR:
            what = f"your progress cannot be used: the disk failed while accessing {path}"
            hint = "check whether the disk is full or was unplugged, then try again"
        case _:
            return DamagedError(path, str(error))
    return ProgressError(what, hint)

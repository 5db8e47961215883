"""The file of the answer log: opened, made, brought up to date, and every failure told to a person.

SQLite keeps it in its rollback journal, not in a write-ahead log: then whatever was recorded is in
the one file as soon as it was recorded, the file can be copied, and network folders work.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import stat
from typing import TYPE_CHECKING

from patterns_cli.errors import ProgressError
from patterns_cli.study.log.rows import APPLICATION_ID, MIGRATIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

BUSY_SECONDS = 10.0
"""How long to wait for another terminal that is just writing."""

SYNCHRONOUS = "EXTRA"
"""Each record waits for the disk, the folder included, so that it outlives a loss of power."""

_REPAIR_HINT = "`patterns progress doctor` repairs it and keeps a copy"


class DamagedError(ProgressError):
    """The file is no sound database any more; ``reason`` is what SQLite says of it."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"your progress is damaged: {path} ({reason})", _REPAIR_HINT)
        self.reason = reason


class LogDatabase:
    """One connection to the file, made when it is first needed. ``warn`` is told what a person should know."""

    def __init__(self, path: Path, warn: Callable[[str], object]) -> None:
        self.path = path
        self._warn = warn
        self._connection: sqlite3.Connection | None = None
        self._identity: tuple[int, int] | None = None

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection | None]:
        """The connection, or None where nothing was recorded yet. Raises ProgressError."""
        with translate_errors(self.path):
            yield self._open()

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """The connection in a transaction that ends with the block; the file is made first where there is none.

        Raises ProgressError where it cannot be written; then nothing of the block was.
        """
        with translate_errors(self.path):
            connection = self._open() or self._create()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def require_writable(self) -> None:
        """Raise ProgressError where nothing can be recorded. Makes neither a file nor a folder."""
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
            raise ProgressError(f"your progress cannot be saved: {folder} cannot be written to", _permission_hint())

    def _require_home(self) -> None:
        """Raise ProgressError where the system knows no home, so that nothing is made in whatever folder this is."""
        if not self.path.is_absolute():
            raise ProgressError(
                "your progress cannot be saved: you have no home folder here", "set PATTERNS_HOME to a folder of yours"
            )

    def _open(self) -> sqlite3.Connection | None:
        """The connection to what lies at the path now; None where nothing does."""
        identity = _file_identity(self.path)
        if self._connection is not None:
            if identity == self._identity:
                return self._connection
            self.close()
            self._warn(f"{self.path} was moved or deleted while it was in use; what follows goes into a new one")
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
            # Another terminal may have been quicker.
            if _schema_version(connection) == 0:
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                _apply_migrations(connection, 0)
            connection.execute("COMMIT")
            _prepare(connection, self.path)
        except BaseException:
            connection.close()
            raise
        self._connection, self._identity = connection, _file_identity(self.path)
        return connection


@contextlib.contextmanager
def translate_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system say about the file into a ProgressError with what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise _explain(error, path) from error
    except OSError as error:
        message = f"your progress cannot be used: {error.strerror or error}: {error.filename or path}"
        raise ProgressError(message, _permission_hint()) from error


def _is_writable(folder: Path) -> bool:
    effective = os.access in os.supports_effective_ids
    return os.access(folder, os.W_OK | os.X_OK, effective_ids=effective)


def create_empty(path: Path) -> None:
    """Make a file without a record in it."""
    file = LogDatabase(path, lambda _: None)
    with file.writing():
        pass
    file.close()


def _file_identity(path: Path) -> tuple[int, int] | None:
    """What tells the file from another of that name; None where there is none. Raises ProgressError."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    except NotADirectoryError:
        raise ProgressError(
            f"your progress cannot be used: {path.parent} is not a folder", _permission_hint()
        ) from None
    if not stat.S_ISREG(found.st_mode):
        what = "a folder" if stat.S_ISDIR(found.st_mode) else "not a plain file"
        raise ProgressError(f"your progress cannot be used: {path} is {what}", "move it away; a new file is made then")
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
    """Bring the file up to date; returns whether there is anything in it. Raises ProgressError where it is not ours."""
    version = _schema_version(connection)
    if version == 0 and connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0:
        return False
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise ProgressError(
            f"{path} is a database of another program", "move it away; a new file is made when you answer a question"
        )
    if version > len(MIGRATIONS):
        raise ProgressError(
            f"{path} was written by a newer version of patterns (its format is {version}, this one knows "
            f"{len(MIGRATIONS)}); nothing was changed",
            "update patterns, or set PATTERNS_HOME to another folder",
        )
    if version < len(MIGRATIONS):
        _migrate(connection, path)
    return True


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = _schema_version(connection)
        if version < len(MIGRATIONS):
            # Nothing was written since the lock was taken, so that the file alone is whole.
            shutil.copy2(path, path.with_name(f"{path.stem}.format-{version}{path.suffix}"))
            _apply_migrations(connection, version)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _apply_migrations(connection: sqlite3.Connection, from_version: int) -> None:
    """Run what makes the present format out of that version, in the transaction that is open."""
    for schema in MIGRATIONS[from_version:]:
        for statement in schema.split(";"):
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")


def _schema_version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _explain(error: sqlite3.Error, path: Path) -> ProgressError:
    """What a failure of the file means, and what to do."""
    code = getattr(error, "sqlite_errorcode", 0) or 0
    match code & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            what = f"your progress is locked: another program holds {path}"
            hint = "end it and try again"
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            what = f"your progress cannot be saved: {path} cannot be written to"
            hint = _permission_hint()
        case sqlite3.SQLITE_FULL:
            what = f"your progress cannot be saved: the disk of {path} is full"
            hint = "make room and try again"
        case sqlite3.SQLITE_CANTOPEN:
            what = f"your progress cannot be used: {path} cannot be opened"
            hint = _permission_hint()
        case sqlite3.SQLITE_IOERR:
            what = f"your progress cannot be used: the disk fails at {path}"
            hint = "see whether it is full or was unplugged, then try again"
        case _:
            return DamagedError(path, str(error))
    return ProgressError(what, hint)


def _permission_hint() -> str:
    return "mend the rights, or set PATTERNS_HOME to a folder of yours"

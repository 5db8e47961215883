"""What is wrong with the file of the answer log, and mending it without losing what can be read."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from patterns_cli.study.log import rows as event_rows
from patterns_cli.study.log.answer_log import open_log
from patterns_cli.study.log.backup import keep_copy
from patterns_cli.study.log.database import DamagedError, create_empty, translate_errors
from patterns_cli.study.log.merge import parse_event
from patterns_cli.study.log.rows import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from patterns_cli.study.log.events import Event
    from patterns_cli.study.study_day import Clock

_PAGE = 4096
_PAGE_SIZE_AT = slice(16, 18)
_PAGE_COUNT_AT = slice(28, 32)
_FREE_PAGES_AT = slice(32, 40)
_LARGEST_PAGE = 65536
_CHUNK = 500
_SMALLEST_ROW = 50
"""No record takes fewer bytes, so that no file holds more rows than its length allows."""


class Examined(NamedTuple):
    """What was found and done: the faults, how many records the file holds now, and where the old one is kept.

    ``ahead`` answers are dated ahead of the clock, which no repair can mend.
    """

    faults: tuple[str, ...]
    records: int
    copy: Path | None
    ahead: int


def examine(path: Path, clock: Clock, renames: Mapping[str, str] | None = None) -> Examined:
    """Look the whole file over and mend it: the states from the log, the log from the rows that can be read.

    Raises ProgressError where it is not to be mended: another program's, a newer format, locked, read-only.
    """
    try:
        with open_log(path, clock=clock, renames=renames) as log:
            faults = log.check_integrity()
            records = log.events()
            faults += [fault for record in records if (fault := _fault(record))]
            if not faults:
                return _with_true_states(path, clock, renames)
    except DamagedError as error:
        faults = [error.reason]
    copy = keep_copy(path, clock())
    rescued = list(_rescued(copy))
    _replace(path, rescued, clock, renames)
    with open_log(path, clock=clock, renames=renames) as log:
        return Examined(tuple(faults), len(rescued), copy, log.count_future_answers())


def _with_true_states(path: Path, clock: Clock, renames: Mapping[str, str] | None) -> Examined:
    with open_log(path, clock=clock, renames=renames) as log:
        cached = log.cached_states()
        copy = None
        faults = []
        if cached is not None and cached != log.replayed_states():
            copy = keep_copy(path, clock())
            log.rebuild()
            faults.append("what is due did not follow from the answers")
        return Examined(tuple(faults), len(log.events()), copy, log.count_future_answers())


def _fault(record: Event) -> str:
    try:
        parse_event(msgspec.json.encode(record))
    except (msgspec.MsgspecError, ValueError, TypeError) as error:
        return f"a record is none ({error})"
    return ""


def _replace(path: Path, records: list[Event], clock: Clock, renames: Mapping[str, str] | None) -> None:
    """Put a new file with these records in the place of the old one, whole or not at all."""
    draft = path.with_name(f".{path.name}.new")
    with translate_errors(path):
        draft.unlink(missing_ok=True)
        try:
            with open_log(draft, clock=clock, renames=renames) as log:
                log.add(records)
            # What the old file left half done must not be played into the new one.
            path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)


def _rescued(path: Path) -> Iterator[Event]:
    """Every record that can be read in a damaged file, and is one."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "damaged.db"
        with translate_errors(path):
            shutil.copyfile(path, copy)
            _lengthen(copy)
            if not _has_tables(copy):
                _give_first_page(copy)
        if not _has_tables(copy):
            return
        most = copy.stat().st_size // _SMALLEST_ROW
        with contextlib.closing(sqlite3.connect(copy, isolation_level=None)) as connection:
            for kind in TABLES:
                for row in _rows(connection, kind, most):
                    with contextlib.suppress(msgspec.MsgspecError, ValueError, TypeError):
                        yield parse_event(msgspec.json.encode(row))


def _has_tables(path: Path) -> bool:
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        try:
            tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        except sqlite3.Error:
            return False
    return tables.issuperset(TABLES.values())


def _give_first_page(path: Path) -> None:
    """Put the first page of a new file, which says where the tables are, into one whose own is lost.

    The tables are where they are in every file, as all are made at once.
    """
    with tempfile.TemporaryDirectory() as folder:
        new = Path(folder) / "new.db"
        create_empty(new)
        page = bytearray(new.read_bytes()[:_PAGE])
    pages = max(1, path.stat().st_size // _PAGE)
    page[_PAGE_COUNT_AT] = pages.to_bytes(4, "big")
    page[_FREE_PAGES_AT] = bytes(8)
    with path.open("r+b") as file:
        file.write(page)
        file.truncate(pages * _PAGE)


def _lengthen(path: Path) -> None:
    """Make a file that was cut short as long as it says it is, as SQLite opens no shorter one."""
    with path.open("r+b") as file:
        header = file.read(_PAGE_COUNT_AT.stop)
        size = int.from_bytes(header[_PAGE_SIZE_AT], "big")
        pages = int.from_bytes(header[_PAGE_COUNT_AT], "big")
        length = (_LARGEST_PAGE if size == 1 else size) * pages
        # A header that is junk itself may claim any length.
        if path.stat().st_size < length <= path.stat().st_size * 100:
            os.truncate(path, length)


def _rows(connection: sqlite3.Connection, kind: type[Event], most: int) -> Iterator[Event]:
    """The rows of one table in their order, over the gaps of what cannot be read."""
    last = 0
    while last <= most:
        try:
            rows = list(event_rows.select_after_seq(connection, kind, last, _CHUNK))
        except sqlite3.Error:
            rows = []
            for number in range(last, last + _CHUNK):
                with contextlib.suppress(sqlite3.Error):
                    rows += event_rows.select_after_seq(connection, kind, number, 1, only_next=True)
            last += _CHUNK
        else:
            if not rows:
                return
            last = rows[-1][0]
        yield from (record for _, record in rows)

"""Check of the answer log's file, and repair from what is readable of it and of its daily backups."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import TYPE_CHECKING, NamedTuple

from patterns_cli.study.log.answer_log import open_log
from patterns_cli.study.log.backup import copy_aside, daily_backups
from patterns_cli.study.log.database import DamagedError, translate_errors
from patterns_cli.study.log.events import decode_event
from patterns_cli.study.log.migrations import FORMAT_1_TABLES, format_1_event

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from patterns_cli.study.log.events import Event
    from patterns_cli.study.study_day import Clock

_CHUNK_ROWS = 500
_MIN_ROW_BYTES = 50
"""Minimum size of a row, in bytes; bounds the number of rows by the length of the file."""


class Rescued(NamedTuple):
    """How many events a repair took from a file."""

    file: Path
    records: int


class RepairReport(NamedTuple):
    """What was found wrong with the file, and what was done."""

    faults: tuple[str, ...]
    records: int
    """Number of events in the file now."""
    copy: Path | None
    """Copy of the file from before the repair, or None if nothing was changed."""
    ahead: int
    """Number of answers dated ahead of the clock, which no repair can fix."""
    rescued: tuple[Rescued, ...] = ()
    """Where the events of a rebuilt file come from; empty if it was not rebuilt."""


def check_and_repair(path: Path, clock: Clock, renames: Mapping[str, str] | None = None) -> RepairReport:
    """Check the whole file and repair it: the cached states from the events, the events from readable rows.

    Raises ProgressError if the file must not be repaired: it is another program's, of a newer format,
    locked or read-only.
    """
    copy = None
    try:
        with open_log(path, clock=clock, renames=renames) as log:
            faults = log.check_integrity()
            if not faults:
                cached = log.cached_states()
                if cached is not None and cached != log.replayed_states():
                    faults = ["the schedule did not match the answers"]
                    with translate_errors(path):
                        copy = copy_aside(path, clock())
                    log.rebuild()
                return RepairReport(tuple(faults), len(log.events()), copy, log.count_future_answers())
    except DamagedError as error:
        faults = [error.reason]
    with translate_errors(path):
        copy = copy_aside(path, clock())
        events, rescued = _salvage_all([copy, *daily_backups(path)])
        _replace(path, events, clock, renames)
    with open_log(path, clock=clock, renames=renames) as log:
        return RepairReport(tuple(faults), len(events), copy, log.count_future_answers(), rescued)


def _salvage_all(files: list[Path]) -> tuple[list[Event], tuple[Rescued, ...]]:
    """The union of the readable events of these files, and how many each contributed."""
    events: dict[str, Event] = {}
    rescued = []
    for file in files:
        known = len(events)
        for event in _salvage(file):
            events.setdefault(event.id, event)
        if len(events) > known:
            rescued.append(Rescued(file, len(events) - known))
    return list(events.values()), tuple(rescued)


def _replace(path: Path, events: list[Event], clock: Clock, renames: Mapping[str, str] | None) -> None:
    """Replace the file by a new one with these events, atomically."""
    draft = path.with_name(f".{path.name}.new")
    draft.unlink(missing_ok=True)
    try:
        with open_log(draft, clock=clock, renames=renames) as log:
            log.add(events)
        # A hot journal of the old file would be played into the new one.
        path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _salvage(path: Path) -> Iterator[Event]:
    """Every valid event that can be read from a damaged file, which is not changed."""
    max_rows = path.stat().st_size // _MIN_ROW_BYTES
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    with contextlib.closing(sqlite3.connect(uri, uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        try:
            # Without this setting, SQLite refuses a file that is shorter than its header says.
            connection.execute("PRAGMA writable_schema = ON")
            tables = {row["name"] for row in connection.execute("SELECT name FROM sqlite_master")}
        except sqlite3.Error:
            return
        for table in sorted(tables & {"events", *FORMAT_1_TABLES}):
            for row in _readable_rows(connection, table, max_rows):
                with contextlib.suppress(ValueError):
                    yield decode_event(row["json"]) if table == "events" else format_1_event(table, row)


def _readable_rows(connection: sqlite3.Connection, table: str, max_rows: int) -> Iterator[sqlite3.Row]:
    """The rows of a table in their order, without those on damaged pages."""
    last = 0
    while last <= max_rows:
        try:
            query = f"SELECT * FROM {table} WHERE seq > ? ORDER BY seq LIMIT ?"
            rows = connection.execute(query, [last, _CHUNK_ROWS]).fetchall()
        except sqlite3.Error:
            rows = []
            for seq in range(last + 1, last + 1 + _CHUNK_ROWS):
                with contextlib.suppress(sqlite3.Error):
                    rows += connection.execute(f"SELECT * FROM {table} WHERE seq = ?", [seq]).fetchall()
            last += _CHUNK_ROWS
        else:
            if not rows:
                return
            last = rows[-1]["seq"]
        yield from rows

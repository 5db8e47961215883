"""The format of the answer log's file, and the conversion of files of older formats."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, Final

import msgspec

from patterns_cli.study.log.events import (
    AnswerEvent,
    Event,
    LessonStepEvent,
    ReportEvent,
    UndoEvent,
    decode_event,
    encode_event,
)
from patterns_cli.study.log.rows import insert

if TYPE_CHECKING:
    from collections.abc import Callable

FORMAT: Final = 2
"""The format that this version writes, kept in the file as ``user_version``."""

FORMAT_1_TABLES: Final[dict[str, type[Event]]] = {
    "answers": AnswerEvent,
    "undos": UndoEvent,
    "steps": LessonStepEvent,
    "reports": ReportEvent,
}
"""Format 1 had a table for each kind of event, with a column for each field."""


def _create_format_2(connection: sqlite3.Connection) -> None:
    for statement in (
        """
        CREATE TABLE events (
            seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, subject TEXT NOT NULL,
            at INTEGER NOT NULL, day TEXT, json TEXT NOT NULL
        )
        """,
        "CREATE INDEX events_by_subject ON events (subject, kind)",
        "CREATE INDEX events_by_day ON events (day, kind)",
        "CREATE TABLE states (item TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID",
        "CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
        "PRAGMA user_version = 2",
    ):
        connection.execute(statement)


def _convert_format_1(connection: sqlite3.Connection) -> None:
    _create_format_2(connection)
    for table in FORMAT_1_TABLES:
        cursor = connection.cursor()
        cursor.row_factory = sqlite3.Row
        for row in cursor.execute(f"SELECT * FROM {table} ORDER BY seq"):
            try:
                insert(connection, format_1_event(table, row))
            except ValueError as error:
                raise sqlite3.DatabaseError(f"invalid record {row['id']}: {error}") from None
        connection.execute(f"DROP TABLE {table}")
    connection.execute("DROP TABLE cards")
    connection.execute("DELETE FROM meta WHERE key = 'cards'")


def format_1_event(table: str, row: sqlite3.Row) -> Event:
    """The event of a row of format 1. Raises ValueError if it is invalid."""
    fields = {name: row[name] for name in row.keys() if name != "seq"}  # noqa: SIM118, a Row iterates over its values
    if table == "answers":
        fields["shown"] = json.loads(fields["shown"])
        fields["is_right"] = {0: False, 1: True}.get(fields["is_right"])
    return decode_event(encode_event(msgspec.convert(fields, FORMAT_1_TABLES[table])))


MIGRATIONS: Final[dict[int, Callable[[sqlite3.Connection], None]]] = {0: _create_format_2, 1: _convert_format_1}
"""What makes a newer format of a file of each older one; an empty file has format 0."""

"""The tables of the answer log, and how records become rows and rows records."""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import msgspec

from patterns_cli.study.log.events import AnswerEvent, Event, LessonStepEvent, ReportEvent, UndoEvent
from patterns_cli.study.schedule import ScheduledState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

APPLICATION_ID: Final = 0x70617474
"""Marks the file as ours ("patt"), so that no other program's database is written to."""

MIGRATIONS: Final = (
    """
    CREATE TABLE answers (
        seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, machine TEXT NOT NULL, item TEXT NOT NULL,
        question TEXT NOT NULL, chosen TEXT NOT NULL, right TEXT NOT NULL, shown TEXT NOT NULL,
        is_right INTEGER NOT NULL, confidence TEXT NOT NULL, milliseconds INTEGER NOT NULL, at INTEGER NOT NULL,
        offset INTEGER NOT NULL, day TEXT NOT NULL, revision TEXT NOT NULL, mode TEXT NOT NULL
    );
    CREATE INDEX answers_of_item ON answers (item, question, day);
    CREATE INDEX answers_of_day ON answers (day);
    CREATE INDEX answers_of_machine ON answers (machine);
    CREATE TABLE undos (
        seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, machine TEXT NOT NULL, answer TEXT NOT NULL,
        at INTEGER NOT NULL
    );
    CREATE INDEX undos_of_answer ON undos (answer);
    CREATE TABLE steps (
        seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, machine TEXT NOT NULL, lesson TEXT NOT NULL,
        step INTEGER NOT NULL, steps INTEGER NOT NULL, milliseconds INTEGER NOT NULL, at INTEGER NOT NULL,
        offset INTEGER NOT NULL, day TEXT NOT NULL
    );
    CREATE TABLE reports (
        seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, machine TEXT NOT NULL, question TEXT NOT NULL,
        why TEXT NOT NULL, at INTEGER NOT NULL
    );
    CREATE TABLE cards (
        item TEXT PRIMARY KEY, stability REAL NOT NULL, difficulty REAL NOT NULL, first TEXT NOT NULL,
        last TEXT NOT NULL, due TEXT NOT NULL, reps INTEGER NOT NULL, lapses INTEGER NOT NULL,
        failed INTEGER NOT NULL, is_right INTEGER NOT NULL, confidence TEXT NOT NULL, at INTEGER NOT NULL,
        answer TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    """,
)
"""What makes each version of the file out of the one before it. One that is published never changes."""

NOT_UNDONE: Final = "NOT EXISTS (SELECT 1 FROM undos WHERE undos.answer = answers.id)"
"""Holds for the answers that were not taken back."""

TABLES: Final[dict[type[Event], str]] = {
    AnswerEvent: "answers",
    UndoEvent: "undos",
    LessonStepEvent: "steps",
    ReportEvent: "reports",
}
"""The table of each kind of record. Its columns are the record's fields."""

_EVENT_FIELDS: Final = {kind: tuple(field.name for field in msgspec.structs.fields(kind)) for kind in TABLES}
_BOOLEANS: Final = {0: False, 1: True}
_STATE_FIELDS: Final = tuple(field.name for field in msgspec.structs.fields(ScheduledState))


def insert(connection: sqlite3.Connection, event: Event) -> None:
    """Append a record."""
    kind = type(event)
    row = [_to_sqlite(getattr(event, name)) for name in _EVENT_FIELDS[kind]]
    connection.execute(
        f"INSERT INTO {TABLES[kind]} ({_column_list(_EVENT_FIELDS[kind])}) VALUES ({placeholders(row)})", row
    )


def select_answers(
    connection: sqlite3.Connection, where: str = "", values: Sequence[Any] = ()
) -> Iterator[AnswerEvent]:
    """The answers for which the condition and what follows it hold."""
    for record in select_events(connection, AnswerEvent, where, values):
        if isinstance(record, AnswerEvent):
            yield record


def select_events(
    connection: sqlite3.Connection, event_type: type[Event], where: str = "", values: Sequence[Any] = ()
) -> Iterator[Event]:
    """The records of one kind for which the condition and what follows it hold.

    Raises DatabaseError for a row that somebody else wrote and that is none.
    """
    condition = f" WHERE {where}" if where else ""
    for row in connection.execute(
        f"SELECT {_column_list(_EVENT_FIELDS[event_type])} FROM {TABLES[event_type]}{condition}", values
    ):
        yield _to_event(event_type, row)


def select_after_seq(
    connection: sqlite3.Connection, event_type: type[Event], after_seq: int, limit: int, *, only_next: bool = False
) -> Iterator[tuple[int, Event]]:
    """The records after a number, each with its own; with ``only``, the one of the next number."""
    condition = "seq = ? + 1" if only_next else "seq > ?"
    columns = _column_list(_EVENT_FIELDS[event_type])
    query = f"SELECT seq, {columns} FROM {TABLES[event_type]} WHERE {condition} ORDER BY seq LIMIT ?"
    for number, *row in connection.execute(query, [after_seq, limit]):
        yield number, _to_event(event_type, row)


def _to_event(event_type: type[Event], row: Sequence[Any]) -> Event:
    known = dict(zip(_EVENT_FIELDS[event_type], row, strict=True))
    try:
        if event_type is AnswerEvent:
            known["shown"] = msgspec.json.decode(known["shown"])
            known["is_right"] = _BOOLEANS.get(known["is_right"])
        return msgspec.convert(known, event_type)
    except (msgspec.MsgspecError, TypeError) as error:
        raise sqlite3.DatabaseError(f"the record {known['id']} is none: {error}") from None


def delete_all(connection: sqlite3.Connection) -> None:
    """Take every record out, and what was worked out from them."""
    for table in (*TABLES.values(), "cards"):
        connection.execute(f"DELETE FROM {table}")
    connection.execute("DELETE FROM meta WHERE key = 'cards'")


def last_seqs(connection: sqlite3.Connection) -> tuple[int, int]:
    """How far the log goes: the numbers of the last answer and of the last undo."""
    query = "SELECT ifnull((SELECT max(seq) FROM answers), 0), ifnull((SELECT max(seq) FROM undos), 0)"
    answered, undone = connection.execute(query).fetchone()
    return answered, undone


def select_states(connection: sqlite3.Connection, item_id: str | None = None) -> Iterator[ScheduledState]:
    """The cached states, or that of one item. Raises ValueError or TypeError where one cannot be true."""
    condition = "" if item_id is None else " WHERE item = ?"
    rows = connection.execute(
        f"SELECT {_column_list(_STATE_FIELDS)} FROM cards{condition}", [] if item_id is None else [item_id]
    )
    for row in rows:
        known = dict(zip(_STATE_FIELDS, row, strict=True))
        for day in ("first", "last", "due"):
            known[day] = date.fromisoformat(known[day])
        for flag in ("failed", "is_right"):
            known[flag] = bool(known[flag])
        if not (0 < known["stability"] < float("inf") and 1 <= known["difficulty"] <= 10):  # noqa: PLR2004
            raise ValueError(f"{known['item']} has a memory that cannot be")
        yield ScheduledState(**known)


def store_states(connection: sqlite3.Connection, states: Iterable[ScheduledState]) -> None:
    """Cache these states instead of those of the same items."""
    connection.executemany(
        f"INSERT OR REPLACE INTO cards ({_column_list(_STATE_FIELDS)}) VALUES ({placeholders(_STATE_FIELDS)})",
        ([_to_sqlite(getattr(state, name)) for name in _STATE_FIELDS] for state in states),
    )


def placeholders(values: Sequence[Any]) -> str:
    """Place holders for so many values."""
    return ", ".join("?" * len(values))


def get_meta(connection: sqlite3.Connection, key: str) -> str | None:
    """What is noted about the file under that key."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", [key]).fetchone()
    return row[0] if row else None


def set_meta(connection: sqlite3.Connection, key: str, value: str) -> None:
    """Note something about the file."""
    connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", [key, value])


def _to_sqlite(value: Any) -> Any:
    match value:
        case tuple():
            return msgspec.json.encode(value).decode()
        case bool():
            return int(value)
        case date():
            return value.isoformat()
        case str():
            # What was typed may hold bytes that are no text; the file can only keep text.
            return value.encode("utf-8", "replace").decode()
        case _:
            return value


def _column_list(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)

"""Queries on the tables of the answer log: ``events``, ``states`` and ``meta``.

An event is stored as the JSON line that export writes and merge reads; the columns beside it serve
to find it.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any, Final, TypeVar

import msgspec

from patterns_cli.errors import ProgressError
from patterns_cli.study.log.events import (
    AnswerEvent,
    Event,
    LessonStepEvent,
    ReportEvent,
    UndoEvent,
    decode_event,
    encode_event,
)
from patterns_cli.study.schedule import ScheduledState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

EventT = TypeVar("EventT", bound=Event)

SUBJECT_FIELDS: Final[dict[type[Event], str]] = {
    AnswerEvent: "item",
    UndoEvent: "answer",
    LessonStepEvent: "lesson",
    ReportEvent: "question",
}
"""The field of each kind of event that its column ``subject`` repeats."""

NOT_UNDONE: Final = "NOT EXISTS (SELECT 1 FROM events AS undos WHERE undos.kind = 'undo' AND undos.subject = events.id)"

_STATE_DECODER = msgspec.json.Decoder(ScheduledState)


def kind_of(event_type: type[msgspec.Struct]) -> str:
    """The tag in the JSON of such events, and their value of the column ``kind``."""
    return str(event_type.__struct_config__.tag)


def insert(connection: sqlite3.Connection, event: Event) -> None:
    """Append an event. Raises IntegrityError if the log has one of its id."""
    connection.execute(
        "INSERT INTO events (id, kind, subject, at, day, json) VALUES (?, ?, ?, ?, ?, ?)",
        [*_columns(event), encode_event(event)],
    )


def _columns(event: Event) -> tuple[str, str, str, int, str | None]:
    """The columns that repeat what the JSON says: id, kind, subject, at and day."""
    subject = getattr(event, SUBJECT_FIELDS[type(event)])
    return event.id, kind_of(type(event)), subject, event.at, getattr(event, "day", None)


def insert_missing(connection: sqlite3.Connection, event: Event) -> bool:
    """Append an event unless it is in the log; returns whether it was new.

    Raises ProgressError if the log has a different event of its id.
    """
    try:
        insert(connection, event)
    except sqlite3.IntegrityError:
        if [event] != list(select_all(connection, "id = ?", [event.id])):
            raise ProgressError(
                f"the log already has a different record with the id {event.id}; nothing was added",
                "one of the two was edited by hand; remove that line from the file",
            ) from None
        return False
    return True


def select(
    connection: sqlite3.Connection, event_type: type[EventT], condition: str = "1", values: Sequence[Any] = ()
) -> Iterator[EventT]:
    """The events of one kind for which the condition holds; it may end in ORDER BY and LIMIT.

    Raises DatabaseError for a row that is not a valid event of this kind.
    """
    for event in select_all(connection, f"kind = '{kind_of(event_type)}' AND {condition}", values):
        if not isinstance(event, event_type):
            raise sqlite3.DatabaseError(f"invalid record {event.id}: its row says that it is another kind of event")
        yield event


def select_all(connection: sqlite3.Connection, condition: str = "1", values: Sequence[Any] = ()) -> Iterator[Event]:
    """The events of any kind for which the condition holds. Raises DatabaseError for an invalid row."""
    for seq, line in connection.execute(f"SELECT seq, json FROM events WHERE {condition}", values):
        try:
            event = decode_event(line)
        except ValueError as error:
            raise sqlite3.DatabaseError(f"invalid record in row {seq}: {error}") from None
        yield event


def find_invalid(connection: sqlite3.Connection) -> Iterator[str]:
    """What is wrong with each invalid row."""
    for seq, line, *columns in connection.execute("SELECT seq, json, id, kind, subject, at, day FROM events"):
        try:
            event = decode_event(line)
        except ValueError as error:
            yield f"invalid record in row {seq}: {error}"
            continue
        if tuple(columns) != _columns(event):
            yield f"invalid record in row {seq}: its columns do not match its JSON"


def delete_all(connection: sqlite3.Connection) -> None:
    """Delete every event and what was derived from them."""
    connection.execute("DELETE FROM events")
    connection.execute("DELETE FROM states")
    connection.execute("DELETE FROM meta WHERE key = 'states'")


def last_seq(connection: sqlite3.Connection) -> int:
    """The number of the last event, or 0."""
    return int(connection.execute("SELECT ifnull(max(seq), 0) FROM events").fetchone()[0])


def select_states(connection: sqlite3.Connection, item_id: str | None = None) -> Iterator[ScheduledState]:
    """The cached states, or that of one item. Raises ValueError for an invalid row."""
    query = "SELECT json FROM states" + ("" if item_id is None else " WHERE item = ?")
    for (line,) in connection.execute(query, [] if item_id is None else [item_id]):
        yield _STATE_DECODER.decode(line)


def store_states(connection: sqlite3.Connection, states: Iterable[ScheduledState]) -> None:
    """Cache these states in place of those of the same items."""
    connection.executemany(
        "INSERT OR REPLACE INTO states (item, json) VALUES (?, ?)",
        ((state.item, msgspec.json.encode(state).decode()) for state in states),
    )


def get_meta(connection: sqlite3.Connection, key: str) -> str | None:
    """The value stored about the file under a key, or None."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", [key]).fetchone()
    return row[0] if row else None


def set_meta(connection: sqlite3.Connection, key: str, value: str) -> None:
    """Store a value about the file under a key."""
    connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", [key, value])

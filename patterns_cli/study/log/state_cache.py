"""The states of the items, cached beside the events from which they are derived.

The cache is rebuilt when it no longer matches the log: after a merge, under other rules of the
schedule, after ids were renamed, or if one of its rows is invalid.

An answer dated more than a day ahead of the clock stays in the log but counts only when its time has
come. Otherwise a clock that was once decades ahead would postpone every item until then.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import msgspec

from patterns_cli.study.log import rows
from patterns_cli.study.log.events import AnswerEvent, Event, UndoEvent
from patterns_cli.study.log.rows import NOT_UNDONE
from patterns_cli.study.schedule import (
    SCHEDULE_VERSION,
    ScheduledState,
    current_id,
    is_scheduled,
    next_state,
    replay,
    with_due_date,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping

MAX_CLOCK_SKEW_MS = 24 * 3600 * 1000
"""Maximum time that an answer may be ahead of the clock and still count, in milliseconds."""


class _CacheKey(msgspec.Struct, frozen=True, array_like=True):
    """What the cached states were derived from."""

    schedule_version: int
    renames_crc: int
    last_seq: int
    first_future_at: int | None
    """Time of the first answer that was ahead of the clock, in milliseconds since 1970 UTC, or None."""


class StateCache:
    """Reads and updates the cached states."""

    def __init__(self, renames: Mapping[str, str], now_ms: Callable[[], int]) -> None:
        self._renames = renames
        self._renames_crc = zlib.crc32(repr(sorted(renames.items())).encode())
        self._now_ms = now_ms
        """Gives milliseconds since 1970 UTC."""

    @property
    def horizon_ms(self) -> int:
        """The time after which answers do not count yet, in milliseconds since 1970 UTC."""
        return self._now_ms() + MAX_CLOCK_SKEW_MS

    def states(self, connection: sqlite3.Connection) -> dict[str, ScheduledState] | None:
        """The cached states, or None if they do not match the log."""
        if self._valid_key(connection) is None:
            return None
        try:
            states = {state.item: state for state in rows.select_states(connection)}
        except ValueError:
            return None
        horizon = self.horizon_ms
        return None if any(state.at > horizon for state in states.values()) else states

    def can_have_future_answers(self, connection: sqlite3.Connection) -> bool:
        """Whether answers may be dated after the horizon; False is certain once the states were read."""
        key = self._valid_key(connection)
        return key is None or key.first_future_at is not None

    def insert(self, connection: sqlite3.Connection, event: Event) -> None:
        """Append an event to the log and update the cache, in the open transaction."""
        key = self._valid_key(connection)
        rows.insert(connection, event)
        if key is None or (isinstance(event, AnswerEvent) and event.at > self.horizon_ms):
            self.rebuild(connection)
            return
        if isinstance(event, AnswerEvent):
            self._apply_answer(connection, event)
        elif isinstance(event, UndoEvent):
            for answer in list(rows.select(connection, AnswerEvent, "id = ?", [event.answer])):
                self._replay_item(connection, current_id(answer.item, self._renames))
        self._store_key(connection, key.first_future_at)

    def rebuild(self, connection: sqlite3.Connection) -> dict[str, ScheduledState]:
        """Compute all states from the log and cache them, in the open transaction."""
        states = self.replay(connection)
        connection.execute("DELETE FROM states")
        rows.store_states(connection, states.values())
        query = "SELECT min(at) FROM events WHERE kind = 'answer' AND at > ?"
        self._store_key(connection, connection.execute(query, [self.horizon_ms]).fetchone()[0])
        return states

    def replay(self, connection: sqlite3.Connection, item_id: str | None = None) -> dict[str, ScheduledState]:
        """The states that the log gives, of all items or of one."""
        condition, values = f"at <= ? AND {NOT_UNDONE}", [self.horizon_ms]
        if item_id is None:
            return replay(rows.select(connection, AnswerEvent, condition, values), self._renames)
        ids = self.all_ids(item_id)
        condition = f"subject IN ({', '.join('?' * len(ids))}) AND {condition}"
        return replay(rows.select(connection, AnswerEvent, condition, [*ids, *values]), self._renames)

    def all_ids(self, item_id: str) -> list[str]:
        """All ids that an item has had, the present id first."""
        return [item_id, *(old for old in self._renames if current_id(old, self._renames) == item_id)]

    def _apply_answer(self, connection: sqlite3.Connection, answer: AnswerEvent) -> None:
        if not is_scheduled(answer):
            return
        item_id = current_id(answer.item, self._renames)
        try:
            state = next(rows.select_states(connection, item_id), None)
        except ValueError:
            self._replay_item(connection, item_id)
            return
        if state is None or state.replay_key < (answer.at, answer.id):
            rows.store_states(connection, [with_due_date(next_state(state, answer), item_id)])
        else:
            self._replay_item(connection, item_id)

    def _replay_item(self, connection: sqlite3.Connection, item_id: str) -> None:
        connection.execute("DELETE FROM states WHERE item = ?", [item_id])
        rows.store_states(connection, self.replay(connection, item_id).values())

    def _valid_key(self, connection: sqlite3.Connection) -> _CacheKey | None:
        """The stored key, or None if the cache does not match the log, the rules and the clock."""
        value = rows.get_meta(connection, "states")
        if value is None:
            return None
        try:
            key = msgspec.json.decode(value, type=_CacheKey)
        except msgspec.DecodeError:
            return None
        is_due = key.first_future_at is not None and key.first_future_at <= self.horizon_ms
        return key if not is_due and key == self._current_key(connection, key.first_future_at) else None

    def _current_key(self, connection: sqlite3.Connection, first_future_at: int | None) -> _CacheKey:
        return _CacheKey(SCHEDULE_VERSION, self._renames_crc, rows.last_seq(connection), first_future_at)

    def _store_key(self, connection: sqlite3.Connection, first_future_at: int | None) -> None:
        key = self._current_key(connection, first_future_at)
        rows.set_meta(connection, "states", msgspec.json.encode(key).decode())

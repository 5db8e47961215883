"""The states of the items, cached beside the log from which they follow.

The cache is worked out anew where it is behind: after a merge, for other rules of the schedule, for
ids that were renamed, and where a row of it cannot be true.

An answer dated more than a day ahead of the clock stays in the log, but counts only when its time
has come: a clock that once stood in another century does not put every item off until then.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import msgspec

from patterns_cli.study.log import rows as event_rows
from patterns_cli.study.log.events import AnswerEvent, UndoEvent
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
"""An answer so many milliseconds ahead of the clock is not of its time."""


class _CacheKey(msgspec.Struct, frozen=True, array_like=True):
    """What the cached states were worked out from. ``waiting`` is the first instant that was ahead."""

    schedule_version: int
    renames_crc: int
    last_answer_seq: int
    last_undo_seq: int
    first_future_at: int | None


class StateCache:
    """Reads and writes the cache under some renames; ``now`` gives milliseconds since 1970 UTC."""

    def __init__(self, renames: Mapping[str, str], now_ms: Callable[[], int]) -> None:
        self._renames = renames
        self._renames_crc = zlib.crc32(repr(sorted(renames.items())).encode())
        self._now_ms = now_ms

    @property
    def horizon_ms(self) -> int:
        """The instant after which answers do not count yet."""
        return self._now_ms() + MAX_CLOCK_SKEW_MS

    def states(self, connection: sqlite3.Connection) -> dict[str, ScheduledState] | None:
        """The cached states; None where they are not those of the log."""
        if self._valid_key(connection) is None:
            return None
        try:
            states = {state.item: state for state in event_rows.select_states(connection)}
        except (ValueError, TypeError):
            return None
        horizon = self.horizon_ms
        return None if any(state.at > horizon for state in states.values()) else states

    def can_have_future_answers(self, connection: sqlite3.Connection) -> bool:
        """Whether answers may be dated after the horizon; False is certain once the states were read."""
        mark = self._valid_key(connection)
        return mark is None or mark.first_future_at is not None

    def insert(self, connection: sqlite3.Connection, event: AnswerEvent | UndoEvent) -> None:
        """Append the record to the log and bring the cache up to date, in the transaction that is open."""
        mark = self._valid_key(connection)
        event_rows.insert(connection, event)
        if mark is None or (isinstance(event, AnswerEvent) and event.at > self.horizon_ms):
            self.rebuild(connection)
            return
        if isinstance(event, AnswerEvent):
            self._apply_answer(connection, event)
        else:
            for (item,) in connection.execute("SELECT item FROM answers WHERE id = ?", [event.answer]).fetchall():
                self._replay_item(connection, current_id(item, self._renames))
        self._store_key(connection, mark.first_future_at)

    def rebuild(self, connection: sqlite3.Connection) -> dict[str, ScheduledState]:
        """Work all states out anew, in the transaction that is open."""
        states = self.replay(connection)
        connection.execute("DELETE FROM cards")
        event_rows.store_states(connection, states.values())
        waiting = connection.execute("SELECT min(at) FROM answers WHERE at > ?", [self.horizon_ms]).fetchone()[0]
        self._store_key(connection, waiting)
        return states

    def replay(self, connection: sqlite3.Connection, item_id: str | None = None) -> dict[str, ScheduledState]:
        """The states that follow from the log: of all items, or of one."""
        condition, values = f"at <= ? AND {NOT_UNDONE}", [self.horizon_ms]
        if item_id is None:
            return replay(event_rows.select_answers(connection, condition, values), self._renames)
        names = self.all_ids(item_id)
        condition = f"item IN ({event_rows.placeholders(names)}) AND {condition}"
        return replay(event_rows.select_answers(connection, condition, [*names, *values]), self._renames)

    def all_ids(self, item_id: str) -> list[str]:
        """All ids that the item had, today's first."""
        return [item_id, *(old for old in self._renames if current_id(old, self._renames) == item_id)]

    def _apply_answer(self, connection: sqlite3.Connection, answer: AnswerEvent) -> None:
        if not is_scheduled(answer):
            return
        item = current_id(answer.item, self._renames)
        try:
            state = next(event_rows.select_states(connection, item), None)
        except (ValueError, TypeError):
            self._replay_item(connection, item)
            return
        if state is None or state.replay_key < (answer.at, answer.id):
            event_rows.store_states(connection, [with_due_date(next_state(state, answer), item)])
        else:
            self._replay_item(connection, item)

    def _replay_item(self, connection: sqlite3.Connection, item_id: str) -> None:
        connection.execute("DELETE FROM cards WHERE item = ?", [item_id])
        event_rows.store_states(connection, self.replay(connection, item_id).values())

    def _valid_key(self, connection: sqlite3.Connection) -> _CacheKey | None:
        """What the cache was worked out from; None where that is not what is there now."""
        value = event_rows.get_meta(connection, "cards")
        if value is None:
            return None
        try:
            mark = msgspec.json.decode(value, type=_CacheKey)
        except msgspec.DecodeError:
            return None
        is_due = mark.first_future_at is not None and mark.first_future_at <= self.horizon_ms
        return mark if not is_due and mark == self._current_key(connection, mark.first_future_at) else None

    def _current_key(self, connection: sqlite3.Connection, first_future_at: int | None) -> _CacheKey:
        answers, undos = event_rows.last_seqs(connection)
        return _CacheKey(SCHEDULE_VERSION, self._renames_crc, answers, undos, first_future_at)

    def _store_key(self, connection: sqlite3.Connection, first_future_at: int | None) -> None:
        mark = self._current_key(connection, first_future_at)
        event_rows.set_meta(connection, "cards", msgspec.json.encode(mark).decode())

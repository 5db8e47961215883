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
from patterns_cli.study.log.events import LoggedAnswer, LoggedUndo
from patterns_cli.study.log.rows import IN_FORCE
from patterns_cli.study.schedule import SCHEDULE, CardState, counts, next_memory, renamed, replayed, scheduled

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping

AHEAD_MS = 24 * 3600 * 1000
"""An answer so many milliseconds ahead of the clock is not of its time."""


class _Mark(msgspec.Struct, frozen=True, array_like=True):
    """What the cached states were worked out from. ``waiting`` is the first instant that was ahead."""

    schedule: int
    renames: int
    answers: int
    undos: int
    waiting: int | None


class CardCache:
    """Reads and writes the cache under some renames; ``now`` gives milliseconds since 1970 UTC."""

    def __init__(self, renames: Mapping[str, str], now: Callable[[], int]) -> None:
        self._renames = renames
        self._renames_mark = zlib.crc32(repr(sorted(renames.items())).encode())
        self._now = now

    @property
    def horizon(self) -> int:
        """The instant after which answers do not count yet."""
        return self._now() + AHEAD_MS

    def states(self, connection: sqlite3.Connection) -> dict[str, CardState] | None:
        """The cached states; None where they are not those of the log."""
        if self._mark(connection) is None:
            return None
        try:
            states = {state.item: state for state in event_rows.cards(connection)}
        except (ValueError, TypeError):
            return None
        horizon = self.horizon
        return None if any(state.at > horizon for state in states.values()) else states

    def may_be_ahead(self, connection: sqlite3.Connection) -> bool:
        """Whether answers may be dated after the horizon; False is certain once the states were read."""
        mark = self._mark(connection)
        return mark is None or mark.waiting is not None

    def insert(self, connection: sqlite3.Connection, record: LoggedAnswer | LoggedUndo) -> None:
        """Append the record to the log and bring the cache up to date, in the transaction that is open."""
        mark = self._mark(connection)
        event_rows.insert(connection, record)
        if mark is None or (isinstance(record, LoggedAnswer) and record.at > self.horizon):
            self.rebuild(connection)
            return
        if isinstance(record, LoggedAnswer):
            self._count(connection, record)
        else:
            for (item,) in connection.execute("SELECT item FROM answers WHERE id = ?", [record.answer]).fetchall():
                self._replay(connection, renamed(item, self._renames))
        self._set_mark(connection, mark.waiting)

    def rebuild(self, connection: sqlite3.Connection) -> dict[str, CardState]:
        """Work all states out anew, in the transaction that is open."""
        states = self.replayed(connection)
        connection.execute("DELETE FROM cards")
        event_rows.keep_cards(connection, states.values())
        waiting = connection.execute("SELECT min(at) FROM answers WHERE at > ?", [self.horizon]).fetchone()[0]
        self._set_mark(connection, waiting)
        return states

    def replayed(self, connection: sqlite3.Connection, item: str | None = None) -> dict[str, CardState]:
        """The states that follow from the log: of all items, or of one."""
        condition, values = f"at <= ? AND {IN_FORCE}", [self.horizon]
        if item is None:
            return replayed(event_rows.answers(connection, condition, values), self._renames)
        names = self.names(item)
        condition = f"item IN ({event_rows.marks(names)}) AND {condition}"
        return replayed(event_rows.answers(connection, condition, [*names, *values]), self._renames)

    def names(self, item: str) -> list[str]:
        """All ids that the item had, today's first."""
        return [item, *(old for old in self._renames if renamed(old, self._renames) == item)]

    def _count(self, connection: sqlite3.Connection, answer: LoggedAnswer) -> None:
        if not counts(answer):
            return
        item = renamed(answer.item, self._renames)
        try:
            state = next(event_rows.cards(connection, item), None)
        except (ValueError, TypeError):
            self._replay(connection, item)
            return
        if state is None or state.order < (answer.at, answer.id):
            event_rows.keep_cards(connection, [scheduled(next_memory(state, answer), item)])
        else:
            self._replay(connection, item)

    def _replay(self, connection: sqlite3.Connection, item: str) -> None:
        connection.execute("DELETE FROM cards WHERE item = ?", [item])
        event_rows.keep_cards(connection, self.replayed(connection, item).values())

    def _mark(self, connection: sqlite3.Connection) -> _Mark | None:
        """What the cache was worked out from; None where that is not what is there now."""
        value = event_rows.meta(connection, "cards")
        if value is None:
            return None
        try:
            mark = msgspec.json.decode(value, type=_Mark)
        except msgspec.DecodeError:
            return None
        is_due = mark.waiting is not None and mark.waiting <= self.horizon
        return mark if not is_due and mark == self._present(connection, mark.waiting) else None

    def _present(self, connection: sqlite3.Connection, waiting: int | None) -> _Mark:
        answers, undos = event_rows.lengths(connection)
        return _Mark(SCHEDULE, self._renames_mark, answers, undos, waiting)

    def _set_mark(self, connection: sqlite3.Connection, waiting: int | None) -> None:
        mark = self._present(connection, waiting)
        event_rows.set_meta(connection, "cards", msgspec.json.encode(mark).decode())

"""The answer log: everything a user answered, kept forever, and what is derived from it.

Events are only ever appended, each in a transaction that is on the disk before the call returns.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from patterns_cli.errors import ProgressError
from patterns_cli.study.log import rows
from patterns_cli.study.log.backup import copy_aside, delete_daily_backups
from patterns_cli.study.log.database import LogDatabase
from patterns_cli.study.log.events import AnswerEvent, Event, LessonStepEvent, ReportEvent, UndoEvent
from patterns_cli.study.log.rows import NOT_UNDONE, EventT
from patterns_cli.study.log.state_cache import StateCache
from patterns_cli.study.schedule import current_id

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date
    from pathlib import Path
    from types import TracebackType

    from patterns_cli.study.schedule import ScheduledState
    from patterns_cli.study.study_day import Clock


class DayCounts(NamedTuple):
    """What was done on a study day."""

    answer_count: int
    new_count: int
    """Number of items answered for the first time ever."""


def open_log(
    path: Path,
    *,
    clock: Clock,
    renames: Mapping[str, str] | None = None,
    warn: Callable[[str], object] = lambda _: None,
) -> AnswerLog:
    """Open the log at a path; the first event creates the file.

    ``renames`` maps old ids of items and questions to new ones. ``warn`` is called with what the user
    should know although nothing failed. Raises ProgressError if the file cannot be used.
    """
    log = AnswerLog(LogDatabase(path, clock, warn), clock, renames or {})
    log.require_readable()
    return log


def new_id() -> str:
    """A random id for an event, unique on all machines."""
    return os.urandom(10).hex()


class AnswerLog:
    """The log in a file. Use it as a context manager, or call ``close``."""

    def __init__(self, database: LogDatabase, clock: Clock, renames: Mapping[str, str]) -> None:
        self._database = database
        self._clock = clock
        self._renames = renames
        self._cache = StateCache(renames, self._now_ms)

    def __enter__(self) -> AnswerLog:
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def require_readable(self) -> None:
        """Raise ProgressError if the file cannot be read."""
        with self._database.reading():
            pass

    def require_writable(self) -> None:
        """Raise ProgressError if nothing can be recorded, before the user is asked anything."""
        self._database.require_writable()

    def record(self, event: EventT) -> EventT:
        """Append an event, which is on the disk on return; an empty ``machine`` becomes this machine.

        Returns the event as it is stored. Raises ProgressError if it cannot be written.
        """
        with self._database.writing() as connection:
            changes = {name: _valid_text(getattr(event, name)) for name in event.__struct_fields__}
            event = msgspec.structs.replace(event, **changes)
            if not event.machine:
                event = msgspec.structs.replace(event, machine=self._machine_id(connection))
            self._cache.insert(connection, event)
        return event

    def undo_last(self) -> AnswerEvent | None:
        """Undo the last answer of this machine; returns it, or None if there was nothing to undo."""
        if not self._has_file():
            return None
        with self._database.writing() as connection:
            machine = self._machine_id(connection)
            answers = rows.select(connection, AnswerEvent, f"{NOT_UNDONE} ORDER BY seq DESC")
            return self._undo(connection, next((answer for answer in answers if answer.machine == machine), None))

    def undo(self, answer_id: str) -> AnswerEvent | None:
        """Undo an answer; returns it, or None if there is no such answer or it was undone before."""
        if not self._has_file():
            return None
        with self._database.writing() as connection:
            answers = rows.select(connection, AnswerEvent, f"id = ? AND {NOT_UNDONE}", [answer_id])
            return self._undo(connection, next(answers, None))

    def _undo(self, connection: sqlite3.Connection, answer: AnswerEvent | None) -> AnswerEvent | None:
        if answer is not None:
            machine = self._machine_id(connection)
            self._cache.insert(connection, UndoEvent(id=new_id(), machine=machine, answer=answer.id, at=self._now_ms()))
        return answer

    def add(self, events: Iterable[Event]) -> int:
        """Append the events that are not in the log yet, all or none; returns how many were new.

        Raises ProgressError if the log has a different event of the same id.
        """
        with self._database.writing() as connection:
            added = sum(rows.insert_missing(connection, event) for event in events)
            if added:
                self._cache.rebuild(connection)
        return added

    def states(self) -> dict[str, ScheduledState]:
        """The state of every item that was answered."""
        with self._database.reading() as connection:
            if connection is None:
                return {}
            states = self._cache.states(connection)
        if states is not None:
            return states
        try:
            return self.rebuild()
        except ProgressError:
            # A file that is read-only, or locked for long, can still be read.
            return self.replayed_states()

    def cached_states(self) -> dict[str, ScheduledState] | None:
        """The cached states, or None if they do not match the log."""
        with self._database.reading() as connection:
            return {} if connection is None else self._cache.states(connection)

    def replayed_states(self) -> dict[str, ScheduledState]:
        """The states that the log gives, regardless of the cache."""
        with self._database.reading() as connection:
            return {} if connection is None else self._cache.replay(connection)

    def rebuild(self) -> dict[str, ScheduledState]:
        """Compute all states from the log and cache them."""
        if not self._has_file():
            return {}
        with self._database.writing() as connection:
            return self._cache.rebuild(connection)

    def answers(self, since: date | None = None) -> Iterator[AnswerEvent]:
        """The answers that were not undone, of the study days from ``since`` on, ordered by (at, id)."""
        condition, values = (f"day >= ? AND {NOT_UNDONE}", [since.isoformat()]) if since else (NOT_UNDONE, [])
        for answer in self._select(AnswerEvent, f"{condition} ORDER BY at, id", values):
            yield self._with_current_ids(answer)

    def lesson_steps(self) -> list[LessonStepEvent]:
        """Every finished step of a lesson, ordered by (at, id)."""
        return [self._with_current_ids(step) for step in self._select(LessonStepEvent, "1 ORDER BY at, id")]

    def reported_questions(self) -> set[str]:
        """The ids of the questions that were reported as bad."""
        return {current_id(report.question, self._renames) for report in self._select(ReportEvent)}

    def events(self) -> list[Event]:
        """Every event as it was recorded, ordered by (at, id)."""
        with self._database.reading() as connection:
            return [] if connection is None else list(rows.select_all(connection, "1 ORDER BY at, id"))

    def questions_seen(self, item_id: str) -> dict[str, str]:
        """The questions of an item that were answered, each with the last study day, as YYYY-MM-DD."""
        ids = self._cache.all_ids(item_id)
        condition = f"subject IN ({', '.join('?' * len(ids))}) AND {NOT_UNDONE}"
        seen: dict[str, str] = {}
        for answer in self._select(AnswerEvent, condition, ids):
            question_id = current_id(answer.question, self._renames)
            seen[question_id] = max(answer.day, seen.get(question_id, ""))
        return seen

    def day_counts(self, day: date) -> DayCounts:
        """How much was answered on a study day."""
        count = self._count(f"day = ? AND {NOT_UNDONE}", day.isoformat())
        return DayCounts(count, sum(state.first == day for state in self.states().values()))

    def count_future_answers(self) -> int:
        """The number of answers dated ahead of the clock, which do not count yet."""
        self.states()
        with self._database.reading() as connection:
            if connection is None or not self._cache.can_have_future_answers(connection):
                return 0
        return self._count(f"at > ? AND {NOT_UNDONE}", self._cache.horizon_ms)

    def check_integrity(self) -> list[str]:
        """What is wrong with the file and its rows; empty if they are valid."""
        with self._database.reading() as connection:
            if connection is None:
                return []
            faults = [row[0] for row in connection.execute("PRAGMA integrity_check(5)") if row[0] != "ok"]
            return faults or list(rows.find_invalid(connection))

    def reset(self) -> Path | None:
        """Delete every event and backup; returns the copy kept of the file, or None if there was no file."""
        if not self._has_file():
            return None
        with self._database.writing() as connection:
            copy = copy_aside(self._database.path, self._clock())
            delete_daily_backups(self._database.path)
            rows.delete_all(connection)
        return copy

    def _has_file(self) -> bool:
        with self._database.reading() as connection:
            return connection is not None

    def _count(self, condition: str, value: str | int) -> int:
        with self._database.reading() as connection:
            if connection is None:
                return 0
            query = f"SELECT count(*) FROM events WHERE kind = 'answer' AND {condition}"
            return int(connection.execute(query, [value]).fetchone()[0])

    def _select(
        self, event_type: type[EventT], condition: str = "1", values: list[str] | None = None
    ) -> Iterator[EventT]:
        with self._database.reading() as connection:
            if connection is not None:
                yield from rows.select(connection, event_type, condition, values or [])

    def _machine_id(self, connection: sqlite3.Connection) -> str:
        """The id under which this copy of the file records; a copied file gets a new id."""
        inode = str(self._database.path.stat().st_ino)
        machine = rows.get_meta(connection, "machine")
        if machine is None or rows.get_meta(connection, "inode") != inode:
            machine = new_id()
            rows.set_meta(connection, "machine", machine)
            rows.set_meta(connection, "inode", inode)
        return machine

    def _with_current_ids(self, event: EventT) -> EventT:
        """The event with the present ids of its item, question or lesson."""
        if not self._renames:
            return event
        names = [name for name in ("item", "question", "lesson") if hasattr(event, name)]
        return msgspec.structs.replace(
            event, **{name: current_id(getattr(event, name), self._renames) for name in names}
        )

    def _now_ms(self) -> int:
        return round(self._clock().timestamp() * 1000)


def _valid_text(value: object) -> object:
    """Text without the lone surrogates that a terminal may pass on and UTF-8 cannot hold."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value

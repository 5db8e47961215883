"""The answer log: what a person answered, kept for good, and what follows from it.

Records are only ever appended, each in a transaction of its own that is on the disk before the call
returns.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import msgspec

from patterns_cli.errors import ProgressError
from patterns_cli.study.log import rows as event_rows
from patterns_cli.study.log.backup import keep_copy
from patterns_cli.study.log.database import LogDatabase
from patterns_cli.study.log.events import AnswerEvent, Event, LessonStepEvent, ReportEvent, UndoEvent
from patterns_cli.study.log.rows import NOT_UNDONE
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

EventT = TypeVar("EventT", bound=Event)


class DayCounts(NamedTuple):
    """What was done on one study day: answers given, and items seen for the first time."""

    answer_count: int
    new_count: int


def open_log(
    path: Path,
    *,
    clock: Clock,
    renames: Mapping[str, str] | None = None,
    warn: Callable[[str], object] = lambda _: None,
) -> AnswerLog:
    """Open the log at ``path``; where there is no file, one is made with the first record.

    ``renames`` leads from old ids of items or questions to the new ones. ``warn`` is told what a
    person should know although nothing failed. Raises ProgressError where what is there cannot be used.
    """
    log = AnswerLog(LogDatabase(path, warn), clock, renames or {})
    log.check_readable()
    return log


def new_id() -> str:
    """An id that no other record has, on no machine."""
    return os.urandom(10).hex()


class AnswerLog:
    """The log in one file. Use it as a context manager, or ``close`` it."""

    def __init__(self, file: LogDatabase, clock: Clock, renames: Mapping[str, str]) -> None:
        self._file = file
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
        """Let go of the file."""
        self._file.close()

    def check_readable(self) -> None:
        """Raise ProgressError where the file cannot be read."""
        with self._file.reading():
            pass

    def require_writable(self) -> None:
        """Raise ProgressError where nothing can be recorded, before a person is asked anything."""
        self._file.require_writable()

    def record(self, event: EventT) -> EventT:
        """Append a record; it is on the disk when this returns. An empty ``machine`` becomes this machine.

        Raises ProgressError where it cannot be written; then nothing was.
        """
        with self._file.writing() as connection:
            if not event.machine:
                event = msgspec.structs.replace(event, machine=self._machine_id(connection))
            if isinstance(event, AnswerEvent | UndoEvent):
                self._cache.insert(connection, event)
            else:
                event_rows.insert(connection, event)
        return event

    def undo_last(self) -> AnswerEvent | None:
        """Take back the last answer of this machine that is in force; returns it, or None where there is none."""
        if not self._has_file():
            return None
        with self._file.writing() as connection:
            last = f"machine = ? AND {NOT_UNDONE} ORDER BY seq DESC LIMIT 1"
            return self._undo_matching(connection, last, self._machine_id(connection))

    def undo(self, answer_id: str) -> AnswerEvent | None:
        """Take back the answer of that id; returns it, or None where it is not in force."""
        if not self._has_file():
            return None
        with self._file.writing() as connection:
            return self._undo_matching(connection, f"id = ? AND {NOT_UNDONE}", answer_id)

    def _undo_matching(self, connection: sqlite3.Connection, condition: str, value: str) -> AnswerEvent | None:
        answer = next(event_rows.select_answers(connection, condition, [value]), None)
        if answer is not None:
            machine = self._machine_id(connection)
            undo = UndoEvent(id=new_id(), machine=machine, answer=answer.id, at=self._now_ms())
            self._cache.insert(connection, undo)
        return answer

    def add(self, events: Iterable[Event]) -> int:
        """Append those of the records that are not there yet, all or none; returns how many were new.

        The states are worked out anew. Raises ProgressError where two records of one id differ.
        """
        added = 0
        with self._file.writing() as connection:
            known = {
                record.id: record for kind in event_rows.TABLES for record in event_rows.select_events(connection, kind)
            }
            for record in events:
                there = known.setdefault(record.id, record)
                if there is record:
                    event_rows.insert(connection, record)
                    added += 1
                elif there != record:
                    raise ProgressError(
                        f"the record {record.id} is there already with other contents; nothing was taken in",
                        "one of the two was changed by hand; take it out of the file",
                    )
            if added:
                self._cache.rebuild(connection)
        return added

    def states(self) -> dict[str, ScheduledState]:
        """The state of every item that was answered."""
        with self._file.reading() as connection:
            if connection is None:
                return {}
            states = self._cache.states(connection)
        if states is not None:
            return states
        try:
            return self.rebuild()
        except ProgressError:
            # What cannot be written to, or is being written to for long, can still be read.
            return self.replayed_states()

    def cached_states(self) -> dict[str, ScheduledState] | None:
        """The states as they are kept, or None where they are behind the log."""
        with self._file.reading() as connection:
            return {} if connection is None else self._cache.states(connection)

    def replayed_states(self) -> dict[str, ScheduledState]:
        """The states as they follow from the log, whatever is kept."""
        with self._file.reading() as connection:
            return {} if connection is None else self._cache.replay(connection)

    def rebuild(self) -> dict[str, ScheduledState]:
        """Work the states out anew from the log, and keep them."""
        if not self._has_file():
            return {}
        with self._file.writing() as connection:
            return self._cache.rebuild(connection)

    def answers(self, since: date | None = None) -> Iterator[AnswerEvent]:
        """The answers in force, in the order of (instant, id), of the study days from ``since`` on."""
        condition, values = (f"day >= ? AND {NOT_UNDONE}", [since.isoformat()]) if since else (NOT_UNDONE, [])
        for answer in self._select_events(AnswerEvent, f"{condition} ORDER BY at, id", values):
            yield self._with_current_ids(answer)

    def lesson_steps(self) -> list[LessonStepEvent]:
        """Every step of a lesson that was done, in the order of (instant, id)."""
        return [self._with_current_ids(step) for step in self._select_events(LessonStepEvent, "1 ORDER BY at, id")]

    def reported_questions(self) -> set[str]:
        """The questions that were reported as bad."""
        return {current_id(report.question, self._renames) for report in self._select_events(ReportEvent)}

    def events(self) -> list[Event]:
        """All that is in the log, as it was recorded, in the order of (instant, id)."""
        every: list[Event] = [record for kind in event_rows.TABLES for record in self._select_events(kind)]
        return sorted(every, key=lambda record: (record.at, record.id))

    def questions_seen(self, item_id: str) -> dict[str, str]:
        """The questions of an item that were answered, each with the last study day on which it was."""
        names = self._cache.all_ids(item_id)
        query = (
            f"SELECT question, max(day) FROM answers WHERE item IN ({event_rows.placeholders(names)}) AND {NOT_UNDONE} "
            "GROUP BY question"
        )
        seen: dict[str, str] = {}
        for question, day in self._fetch_all(query, names):
            known_as = current_id(question, self._renames)
            seen[known_as] = max(day, seen.get(known_as, day))
        return seen

    def day_counts(self, day: date) -> DayCounts:
        """How much was answered on a study day."""
        rows = self._fetch_all(f"SELECT count(*) FROM answers WHERE day = ? AND {NOT_UNDONE}", [day.isoformat()])
        new = sum(state.first == day for state in self.states().values())
        return DayCounts(rows[0][0] if rows else 0, new)

    def count_future_answers(self) -> int:
        """How many answers are dated ahead of the clock, so that they do not count yet."""
        self.states()
        with self._file.reading() as connection:
            if connection is None or not self._cache.can_have_future_answers(connection):
                return 0
            query = f"SELECT count(*) FROM answers WHERE at > ? AND {NOT_UNDONE}"
            return int(connection.execute(query, [self._cache.horizon_ms]).fetchone()[0])

    def check_integrity(self) -> list[str]:
        """What SQLite finds wrong with the file; nothing where it is sound."""
        return [row[0] for row in self._fetch_all("PRAGMA integrity_check(5)", []) if row[0] != "ok"]

    def reset(self) -> Path | None:
        """Begin anew; returns the copy that is kept of what there was, or None where there was nothing."""
        if not self._has_file():
            return None
        with self._file.writing() as connection:
            copy = keep_copy(self._file.path, self._clock())
            event_rows.delete_all(connection)
        return copy

    def _has_file(self) -> bool:
        with self._file.reading() as connection:
            return connection is not None

    def _fetch_all(self, query: str, values: list[Any]) -> list[Any]:
        with self._file.reading() as connection:
            return [] if connection is None else connection.execute(query, values).fetchall()

    def _select_events(
        self, event_type: type[Any], condition: str = "", values: list[Any] | None = None
    ) -> Iterator[Any]:
        with self._file.reading() as connection:
            if connection is not None:
                yield from event_rows.select_events(connection, event_type, condition, values or [])

    def _machine_id(self, connection: sqlite3.Connection) -> str:
        """The id under which this copy of the file records: made anew where the file was copied."""
        inode = str(self._file.path.stat().st_ino)
        machine = event_rows.get_meta(connection, "machine")
        if machine is None or event_rows.get_meta(connection, "inode") != inode:
            machine = new_id()
            event_rows.set_meta(connection, "machine", machine)
            event_rows.set_meta(connection, "inode", inode)
        return machine

    def _with_current_ids(self, event: Any) -> Any:
        """The record under the ids that its item, question or lesson has today."""
        if not self._renames:
            return event
        held = [name for name in ("item", "question", "lesson") if hasattr(event, name)]
        return msgspec.structs.replace(
            event, **{name: current_id(getattr(event, name), self._renames) for name in held}
        )

    def _now_ms(self) -> int:
        return round(self._clock().timestamp() * 1000)

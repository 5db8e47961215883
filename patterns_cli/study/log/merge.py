"""The log as JSON lines, and two machines' logs made one.

A line is a record with its tag, in the order of (instant, id). A merge is the union by record id, so
that neither the order of merges nor doing one twice matters. A file with a fault is refused whole,
before anything is written; only a last line without its end, as a copy that was cut off leaves it,
is left out.
"""

from __future__ import annotations

import shutil
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from patterns_cli.errors import NotFoundError, ProgressError
from patterns_cli.study.log.answer_log import open_log
from patterns_cli.study.log.database import translate_errors
from patterns_cli.study.log.events import Event

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from patterns_cli.study.log.answer_log import AnswerLog
    from patterns_cli.study.study_day import Clock

MAX_LISTED_ERRORS = 5
"""So many faults of a file are named, the others counted."""

_SQLITE_MAGIC = b"SQLite format 3\x00"
_UTF8_BOM = b"\xef\xbb\xbf"
_MAX_INTEGER = 2**62
_DECODER: msgspec.json.Decoder[Event] = msgspec.json.Decoder(Event)


class MergeResult(NamedTuple):
    """How many records of a file were new and how many there already, and what was left out of it."""

    new_count: int
    known_count: int
    skipped_line: str


def to_json_lines(events: Iterable[Event]) -> Iterator[str]:
    """Each record as a line of JSON, with its end."""
    for record in sorted(events, key=lambda one: (one.at, one.id)):
        yield msgspec.json.encode(record).decode() + "\n"


def merge(log: AnswerLog, path: Path, clock: Clock) -> MergeResult:
    """Add what another machine recorded: JSON lines, or its progress.db, which is not touched.

    Raises ProgressError where there is a fault in it; then nothing was added.
    """
    with translate_errors(path):
        if path.is_dir():
            raise ProgressError(f"{path} is a folder", "name a file that `patterns progress export` wrote")
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            raise NotFoundError(f"there is no file {path}", "`patterns progress export FILE` writes one") from None
    if data.startswith(_SQLITE_MAGIC):
        records, left_out = _read_database(path, clock), ""
    else:
        records, left_out = parse_json_lines(data, str(path))
    return MergeResult(added := log.add(records), len(records) - added, left_out)


def parse_json_lines(data: bytes, file_name: str) -> tuple[list[Event], str]:
    """The records of JSON lines, and which line was left out because it was cut off.

    Raises ProgressError that names each faulty line by file and line.
    """
    lines = data.removeprefix(_UTF8_BOM).split(b"\n")
    records: list[Event] = []
    faults: list[str] = []
    left_out = ""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            records.append(parse_event(line))
        except (msgspec.MsgspecError, ValueError) as error:
            if number == len(lines):
                left_out = f"{file_name}:{number}: the last line was cut off and is left out"
            else:
                faults.append(f"{file_name}:{number}: {error}")
    if faults:
        more = f" (and {len(faults) - MAX_LISTED_ERRORS} more)" if len(faults) > MAX_LISTED_ERRORS else ""
        raise ProgressError(
            f"nothing was merged: invalid records: {'; '.join(faults[:MAX_LISTED_ERRORS])}{more}",
            "fix or remove these lines; a newer version of patterns may also have written them",
        )
    return records, left_out


def parse_event(line: bytes) -> Event:
    """The record of one line. Raises MsgspecError or ValueError where it cannot be true."""
    record = _DECODER.decode(line)
    day = getattr(record, "day", None)
    if day is not None and date.fromisoformat(day).isoformat() != day:
        raise ValueError(f"`{day}` is not a day as YYYY-MM-DD")
    if not record.id or not record.machine:
        raise ValueError("`id` and `machine` must not be empty")
    numbers = [value for name in record.__struct_fields__ if isinstance(value := getattr(record, name), int)]
    if any(abs(number) > _MAX_INTEGER for number in numbers):
        raise ValueError("a number is too large")
    return record


def _read_database(path: Path, clock: Clock) -> list[Event]:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "progress.db"
        with translate_errors(path):
            for suffix in ("", "-journal"):
                source = path.with_name(path.name + suffix)
                if source.is_file():
                    shutil.copy2(source, copy.with_name(copy.name + suffix))
        try:
            with open_log(copy, clock=clock) as log:
                return [parse_event(msgspec.json.encode(record)) for record in log.events()]
        except (msgspec.MsgspecError, ValueError, TypeError) as error:
            raise ProgressError(
                f"{path} holds what is no record: {error}", "`patterns progress doctor` mends it there"
            ) from None
        except ProgressError as error:
            raise ProgressError(error.message.replace(str(copy), str(path)), error.hint) from None

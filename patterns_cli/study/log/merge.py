"""Export of the log as JSON lines, and merging of another machine's log.

A line is the JSON of an event; lines are ordered by (at, id). A merge is the union by event id, so
that neither the order of merges nor merging twice matters. An invalid file is refused as a whole,
before anything is written; only an incomplete last line, as an interrupted copy leaves it, is skipped.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from patterns_cli.errors import NotFoundError, ProgressError
from patterns_cli.study.log.answer_log import open_log
from patterns_cli.study.log.database import translate_errors
from patterns_cli.study.log.events import decode_event, encode_event

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from patterns_cli.study.log.answer_log import AnswerLog
    from patterns_cli.study.log.events import Event
    from patterns_cli.study.study_day import Clock

MAX_LISTED_ERRORS = 5
"""Maximum number of invalid lines that an error lists."""

_SQLITE_MAGIC = b"SQLite format 3\x00"
_UTF8_BOM = b"\xef\xbb\xbf"


class MergeResult(NamedTuple):
    """What a merge added."""

    new_count: int
    known_count: int
    """Number of events that were in the log already."""
    skipped_line: str
    """Warning about an incomplete last line; empty if there was none."""


def to_json_lines(events: Iterable[Event]) -> Iterator[str]:
    """The JSON line of each event, with its newline, ordered by (at, id)."""
    for event in sorted(events, key=lambda event: (event.at, event.id)):
        yield encode_event(event) + "\n"


def merge(log: AnswerLog, path: Path, clock: Clock) -> MergeResult:
    """Add the events of a file of JSON lines or of another progress.db, which is not changed.

    Raises ProgressError if anything in it is invalid; then nothing was added.
    """
    with translate_errors(path):
        if path.is_dir():
            raise ProgressError(f"{path} is a folder", "name a file that `patterns progress export` wrote")
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            raise NotFoundError(f"there is no file {path}", "`patterns progress export FILE` writes one") from None
    if data.startswith(_SQLITE_MAGIC):
        events, skipped_line = _read_database(path, clock), ""
    else:
        events, skipped_line = parse_json_lines(data, str(path))
    return MergeResult(added := log.add(events), len(events) - added, skipped_line)


def parse_json_lines(data: bytes, file_name: str) -> tuple[list[Event], str]:
    """The events of JSON lines, and a warning about an incomplete last line or an empty text.

    Raises ProgressError that names the file and line of each invalid event.
    """
    lines = data.removeprefix(_UTF8_BOM).split(b"\n")
    events: list[Event] = []
    errors: list[str] = []
    skipped_line = ""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            events.append(decode_event(line))
        except ValueError as error:
            if number == len(lines):
                skipped_line = f"{file_name}:{number}: skipped the last line, which is incomplete"
            else:
                errors.append(f"{file_name}:{number}: {error}")
    if errors:
        more = f" (and {len(errors) - MAX_LISTED_ERRORS} more)" if len(errors) > MAX_LISTED_ERRORS else ""
        raise ProgressError(
            f"nothing was merged: invalid records: {'; '.join(errors[:MAX_LISTED_ERRORS])}{more}",
            "fix or remove these lines; a newer version of patterns may also have written them",
        )
    return events, skipped_line


def _read_database(path: Path, clock: Clock) -> list[Event]:
    """The events of another progress.db, read from a copy because opening may convert or recover it."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "progress.db"
        with translate_errors(path):
            for suffix in ("", "-journal"):
                source = path.with_name(path.name + suffix)
                if source.is_file():
                    shutil.copy2(source, copy.with_name(copy.name + suffix))
        try:
            with open_log(copy, clock=clock) as log:
                return log.events()
        except ProgressError as error:
            raise ProgressError(
                error.message.replace(str(copy), str(path)), "`patterns progress doctor` repairs it on its machine"
            ) from None

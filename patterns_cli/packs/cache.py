"""The cache: one SQLite file per pack, rebuilt whenever it is damaged, stale or from another version.

A file has sections that are written at different times: the pack itself when it is first opened, the
index of its scenarios when it is first asked. Every record carries a checksum, because SQLite notices a
damaged page but not a changed letter. Files are replaced whole and never modified in place, so they are
opened as immutable, without locks.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
import weakref
import zlib
from contextlib import closing, suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import msgspec

from patterns_cli import __version__
from patterns_cli.atomic_write import atomic_path
from patterns_cli.packs.files import display_path, read_content

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

FORMAT = f"{__version__}/12"
"""Version of the file format; a cache file with another is rebuilt."""

MTIME_GRANULARITY_NS = 2_000_000_000
"""Maximum step of file times on any file system, in nanoseconds."""

_CHECKSUM_BYTES = 4

Fingerprint = tuple[tuple[str, int, int], ...]
"""Name, size in bytes and CRC-32 of each source file."""

FileTimes = tuple[tuple[int, int], ...]
"""mtime and ctime of each source file, in nanoseconds; zeros if they are too recent to rely on."""

Result = TypeVar("Result")


class CorruptCacheError(Exception):
    """Part of a cache file is not what was written."""


class CacheLocations(NamedTuple):
    """Where cache files are kept."""

    prebuilt: Path | None = None
    """The folder of the files built with the package, or None in a checkout."""
    find_cache_dir: Callable[[], Path | None] = lambda: None
    """Returns the folder of the files built on this machine, or None; called only when needed."""

    def prebuilt_file(self, folder: Path) -> Path | None:
        """Return the file built with the package for a built-in pack, or None for any other pack.

        Built-in packs are in the folder ``content`` beside the prebuilt files. Another pack may have
        a folder of the same name.
        """
        if self.prebuilt is None or folder.parent != self.prebuilt.parent / "content":
            return None
        return self.prebuilt / prebuilt_name(folder)


NO_CACHE = CacheLocations()
"""Locations without any folder: everything is built in memory."""


def prebuilt_name(folder: Path) -> str:
    """Return the name of a built-in pack's cache file."""
    return f"{folder.name}.sqlite"


def cache_name(folder: Path) -> str:
    """Return the name of a pack's cache file, which differs between folders of the same name."""
    return f"{folder.name}-{zlib.crc32(os.fsencode(folder.absolute())):08x}.sqlite"


class Section(NamedTuple):
    """The content of one section of a cache file."""

    header: bytes
    records: Mapping[str, Iterable[tuple[int, bytes]]]
    """Numbered records by table."""
    references: Mapping[str, Iterable[tuple[str, int]]] = {}
    """Pairs of a text and the number of a record, by table."""


class CacheKey(NamedTuple):
    """One section of one pack's cache file, and the files it is built from."""

    folder: Path
    files: Sequence[Path]
    section: str


class _SectionSources(msgspec.Struct, frozen=True):
    format: str
    fingerprint: Fingerprint
    times: FileTimes


class SourceState:
    """The state of source files, compared by size and times, or by content if those cannot be relied on."""

    def __init__(self, folder: Path, files: Sequence[Path]) -> None:
        self._folder = folder
        self._files = files

    @cached_property
    def fingerprint(self) -> Fingerprint:
        """The content of the files."""
        return fingerprint_of(self._folder, self._files)

    @cached_property
    def times(self) -> FileTimes:
        """The times of the files."""
        settled = time.time_ns() - MTIME_GRANULARITY_NS
        return tuple((mtime, ctime) if max(mtime, ctime) < settled else (0, 0) for _, mtime, ctime in self._stats)

    def matches(self, fingerprint: Fingerprint, times: FileTimes) -> bool:
        """Return whether the files are unchanged since they were in this state."""
        recorded = [(size, *pair) for (_, size, _), pair in zip(fingerprint, times, strict=False)]
        if (0, 0) not in times and recorded == self._stats and self._names == [name for name, _, _ in fingerprint]:
            return True
        return fingerprint == self.fingerprint

    @cached_property
    def _names(self) -> list[str]:
        return [display_path(path.relative_to(self._folder)) for path in self._files]

    @cached_property
    def _stats(self) -> list[tuple[int, int, int]]:
        return [_stat(path) for path in self._files]


def _stat(path: Path) -> tuple[int, int, int]:
    """Return size and times of a file, or the same fixed values for every file that cannot be read."""
    try:
        found = os.stat(path)  # noqa: PTH116 - called for every file of a pack on every run
    except OSError:
        return -1, 0, 0
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns


def fingerprint_of(folder: Path, files: Sequence[Path]) -> Fingerprint:
    """Return the fingerprint of files below a folder; an unreadable file has size -1."""
    found = []
    for path in files:
        name = display_path(path.relative_to(folder))
        try:
            data = read_content(path)
        except OSError:
            found.append((name, -1, 0))
        else:
            found.append((name, len(data), zlib.crc32(data)))
    return tuple(found)


class CacheFile:
    """An open cache file, or one in memory. Every method that reads raises CorruptCacheError."""

    def __init__(self, connection: sqlite3.Connection, path: Path | None) -> None:
        self.path = path
        """The file, or None if it is in memory."""
        self._connection = connection
        self.close = weakref.finalize(self, connection.close)

    def header(self, section: str) -> bytes | None:
        """Return the header of a section, or None if the section is missing."""
        return self._first("SELECT record FROM sections WHERE name = ?", section)

    def sources(self, section: str) -> bytes | None:
        """Return what a section was built from, or None if the section is missing."""
        return self._first("SELECT sources FROM sections WHERE name = ?", section)

    def record(self, table: str, number: int) -> bytes | None:
        """Return a record by its number, or None if it is missing."""
        return self._first(f"SELECT record FROM {table} WHERE number = ?", number)

    def records(self, table: str) -> Iterator[bytes]:
        """Yield all records of a table, in order of their numbers."""
        for (record,) in self._rows(f"SELECT record FROM {table} ORDER BY number"):
            yield _verified(record)

    def referenced(self, table: str, texts: Iterable[str]) -> set[int]:
        """Return the numbers of the records that a table of references has for texts."""
        query = f"SELECT number FROM {table} WHERE text = ?"
        return {number for text in texts for (number,) in self._rows(query, text)}

    def _first(self, query: str, value: object) -> bytes | None:
        rows = self._rows(query, value)
        return _verified(rows[0][0]) if rows else None

    def _rows(self, query: str, *values: object) -> list[tuple[Any]]:
        try:
            return self._connection.execute(query, values).fetchall()
        except (sqlite3.Error, UnicodeError, OverflowError) as error:
            raise CorruptCacheError(str(error)) from error


def _verified(record: object) -> bytes:
    if not isinstance(record, bytes) or _checksum(record[_CHECKSUM_BYTES:]) != record[:_CHECKSUM_BYTES]:
        raise CorruptCacheError("a record does not match its checksum")
    return record[_CHECKSUM_BYTES:]


def _checksum(data: bytes) -> bytes:
    return zlib.crc32(data).to_bytes(_CHECKSUM_BYTES, "little")


def _with_checksum(data: bytes) -> bytes:
    return _checksum(data) + data


def read_cached(
    key: CacheKey,
    locations: CacheLocations,
    build: Callable[[], Section],
    read: Callable[[CacheFile], Result],
    damaged: set[Path] | None = None,
) -> Result:
    """Read from a section that is prebuilt, cached or built now.

    A file that ``read`` finds damaged is added to ``damaged``, and the section is built again.
    """
    damaged = set() if damaged is None else damaged
    while True:
        file = _open_cached(key, locations, build, damaged)
        try:
            return read(file)
        except (CorruptCacheError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            file.close()
            if file.path is None:
                raise
            damaged.add(file.path)


def _open_cached(
    key: CacheKey, locations: CacheLocations, build: Callable[[], Section], damaged: set[Path]
) -> CacheFile:
    """Open the cache file of a pack with a section that is up to date, built now if necessary.

    A prebuilt file is trusted: neither the times nor the content of its sources are read. If nothing can
    be written to the cache folder, the section is kept in memory. ``damaged`` files are not used.
    """
    prebuilt = locations.prebuilt_file(key.folder)
    if prebuilt is not None and prebuilt not in damaged:
        file = _open_section(prebuilt, key.section, None)
        if file is not None:
            return file
    state = SourceState(key.folder, key.files)
    cache_dir = locations.find_cache_dir()
    path = cache_dir / cache_name(key.folder) if cache_dir is not None else None
    if path is not None and path not in damaged:
        file = _open_section(path, key.section, state)
        if file is not None:
            return file
    # Taken before the files are read: whatever changes meanwhile makes the section stale.
    sources = msgspec.msgpack.encode(_SectionSources(FORMAT, state.fingerprint, state.times))
    section = build()
    if path is not None and _write_file(path, key.section, sources, section, keep_others=path not in damaged):
        file = None if path in damaged else _open_section(path, key.section, state)
        if file is not None:
            return file
    return file_in_memory(key.section, section)


def file_in_memory(name: str, section: Section) -> CacheFile:
    """Return a cache file in memory with one section."""
    connection = sqlite3.connect(":memory:")
    _write_section(connection, name, b"", section)
    return CacheFile(connection, None)


def _open_section(path: Path, section: str, state: SourceState | None) -> CacheFile | None:
    """Open a cache file, or return None if it is missing, damaged, from another version or stale."""
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    except sqlite3.Error:
        return None
    file = CacheFile(connection, path)
    with suppress(CorruptCacheError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        data = file.sources(section)
        if data is not None:
            sources = msgspec.msgpack.decode(data, type=_SectionSources)
            if sources.format == FORMAT and (state is None or state.matches(sources.fingerprint, sources.times)):
                return file
    file.close()
    return None


def _write_file(path: Path, name: str, sources: bytes, section: Section, *, keep_others: bool) -> bool:
    """Write a section to a cache file, atomically; returns whether that was possible."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with atomic_path(path) as draft:
            draft.unlink(missing_ok=True)
            if keep_others:
                with suppress(OSError, sqlite3.Error, UnicodeError):  # whatever a damaged file raises
                    shutil.copyfile(path, draft)
                    _write_draft(draft, name, sources, section)
                    return True
                draft.unlink(missing_ok=True)
            _write_draft(draft, name, sources, section)
    except (OSError, sqlite3.Error):
        return False
    return True


def _write_draft(draft: Path, name: str, sources: bytes, section: Section) -> None:
    with closing(sqlite3.connect(draft)) as connection:
        # The draft is thrown away if anything fails, so it needs no journal.
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        _write_section(connection, name, sources, section)


def _write_section(connection: sqlite3.Connection, name: str, sources: bytes, section: Section) -> None:
    connection.execute(
        "CREATE TABLE IF NOT EXISTS sections (name TEXT PRIMARY KEY, sources BLOB NOT NULL, record BLOB NOT NULL)"
    )
    row = (name, _with_checksum(sources), _with_checksum(section.header))
    connection.execute("INSERT OR REPLACE INTO sections VALUES (?, ?, ?)", row)
    for table, records in section.records.items():
        connection.execute(f"DROP TABLE IF EXISTS {table}")
        connection.execute(f"CREATE TABLE {table} (number INTEGER PRIMARY KEY, record BLOB NOT NULL)")
        rows = ((number, _with_checksum(record)) for number, record in records)
        connection.executemany(f"INSERT INTO {table} VALUES (?, ?)", rows)
    for table, references in section.references.items():
        connection.execute(f"DROP TABLE IF EXISTS {table}")
        connection.execute(
            f"CREATE TABLE {table} (text TEXT, number INTEGER, PRIMARY KEY (text, number)) WITHOUT ROWID"
        )
        connection.executemany(f"INSERT OR IGNORE INTO {table} VALUES (?, ?)", references)
    connection.commit()

"""Files that hold something compiled: believed only where they are whole, ours and fresh."""

from __future__ import annotations

import os
import struct
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, NamedTuple, TypeVar

import msgspec

from patterns_cli import __version__
from patterns_cli.atomic_write import atomic_path
from patterns_cli.packs.files import display_path, read_content

FORMAT = f"{__version__}/11"
"""Changes whenever a file compiled before must not be read any more."""

Fingerprint = tuple[tuple[str, int, int], ...]
"""Name, size and checksum of each file that something was compiled from."""

Stamps = tuple[tuple[int, int], ...]
"""When each file was last written and last changed in any way, in nanoseconds; zeros where that is too recent."""

SETTLED = 2_000_000_000
"""So many nanoseconds after it was written, a file that changes again gets another time on every file system."""

LONGEST_HEAD = 64 * 1024 * 1024
"""In a torn file, any number can stand for the length."""

Compiled = TypeVar("Compiled", bound=msgspec.Struct)
HeadType = TypeVar("HeadType", bound="Head")


CacheFolder = Callable[[], Path | None]
"""Gives the folder for what is compiled here; asked only when it is needed."""


_START = struct.Struct("<II")
"""What a file starts with: the length of its head, and the checksum."""


class Head(msgspec.Struct, frozen=True):
    """What stands before something compiled: what it was made by and from."""

    format: str
    fingerprint: Fingerprint
    stamps: Stamps


class _Sealed(Head, frozen=True):
    length: int
    checksum: int


class Source(NamedTuple):
    """What something is compiled from: files below a pack's folder, and what it is to be called."""

    folder: Path
    files: Sequence[Path]
    what: str


class Stores(NamedTuple):
    """Where compiled things lie: those made when the package was built, and those made here."""

    shipped: Path | None = None
    cache: CacheFolder = lambda: None


def opened(source: Source, stores: Stores, kind: type[Compiled], compile_it: Callable[[], Compiled]) -> Compiled:
    """What is compiled from a source: as shipped or as cached while that is fresh, else anew.

    What had to be compiled is left in the cache for the next run, if that can be written, and read back
    from there: reading YAML leaves memory in pieces, among which what it gave would keep them all.
    """
    fresh = Freshness(source.folder, source.files)
    if stores.shipped is not None:
        found = read_sealed(stores.shipped / shipped_name(source.folder, source.what), fresh, kind)
        if found is not None:
            return found
    cache_folder = stores.cache()
    cached = cache_folder / cached_name(source.folder, source.what) if cache_folder is not None else None
    found = read_sealed(cached, fresh, kind) if cached is not None else None
    if found is not None:
        return found
    fingerprint, stamps = fresh.fingerprint, fresh.stamps
    compiled = compile_it()
    if cached is not None and write_sealed(cached, fingerprint, compiled, stamps):
        del compiled
        return read_sealed(cached, fresh, kind) or compile_it()
    return compiled


class Freshness:
    """Files as they are now, to be held against what they were when something was compiled from them.

    Files whose sizes and times are as they were have not changed. Only where a time differs, or was
    too recent then to tell, are they read.
    """

    def __init__(self, folder: Path, files: Sequence[Path]) -> None:
        self._folder = folder
        self._files = files

    @cached_property
    def fingerprint(self) -> Fingerprint:
        """What the files hold."""
        return fingerprint_of(self._folder, self._files)

    @cached_property
    def stamps(self) -> Stamps:
        """When the files changed."""
        settled = time.time_ns() - SETTLED
        return tuple((mtime, ctime) if max(mtime, ctime) < settled else (0, 0) for _, mtime, ctime in self._stats)

    def matches(self, fingerprint: Fingerprint, stamps: Stamps) -> bool:
        """Whether the files are as they were."""
        then = [(size, *stamp) for (_, size, _), stamp in zip(fingerprint, stamps, strict=False)]
        if (0, 0) not in stamps and then == self._stats and self._names == [name for name, _, _ in fingerprint]:
            return True
        return fingerprint == self.fingerprint

    @cached_property
    def _names(self) -> list[str]:
        return [display_path(path.relative_to(self._folder)) for path in self._files]

    @cached_property
    def _stats(self) -> list[tuple[int, int, int]]:
        return [_stat(path) for path in self._files]


def _stat(path: Path) -> tuple[int, int, int]:
    """Size and times of a file, the same where it cannot be seen."""
    try:
        found = os.stat(path)  # noqa: PTH116 - called for every file of a pack on every run
    except OSError:
        return -1, 0, 0
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns


def fingerprint_of(folder: Path, files: Sequence[Path]) -> Fingerprint:
    """The fingerprint of files below a folder, as they are now."""
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


def read_sealed(path: Path, fresh: Freshness, kind: type[Compiled]) -> Compiled | None:
    """What lies in a file, or None where it is missing, torn, of another version, or not fresh."""
    try:
        with path.open("rb") as file:
            sealed = read_head(file, _Sealed, fresh)
            packed = file.read() if sealed is not None else b""
        if sealed is None or sealed.length != len(packed) or sealed.checksum != zlib.crc32(packed):
            return None
        return msgspec.msgpack.decode(packed, type=kind)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def read_head(file: BinaryIO, kind: type[HeadType], fresh: Freshness) -> HeadType | None:
    """The head of an open file, or None where it is torn, of another version, or not fresh; the file is then behind it.

    Raises OSError where the file cannot be read.
    """
    start = file.read(_START.size)
    if len(start) < _START.size:
        return None
    length, checksum = _START.unpack(start)
    data = file.read(min(length, LONGEST_HEAD))
    if zlib.crc32(data) != checksum:
        return None
    try:
        head = msgspec.msgpack.decode(data, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return head if head.format == FORMAT and fresh.matches(head.fingerprint, head.stamps) else None


def write_sealed(path: Path, fingerprint: Fingerprint, compiled: msgspec.Struct, stamps: Stamps = ()) -> bool:
    """Write a file whole or not at all; returns whether it could be written."""
    length = checksum = 0
    for piece in _pieces(compiled):
        length += len(piece)
        checksum = zlib.crc32(piece, checksum)
    stamps = stamps or ((0, 0),) * len(fingerprint)
    return write_whole(path, _Sealed(FORMAT, fingerprint, stamps, length, checksum), _pieces(compiled))


def _pieces(compiled: msgspec.Struct) -> Iterator[bytes]:
    """A record packed field by field, so that no second copy of the whole is held."""
    fields = compiled.__struct_fields__
    yield b"\xde" + len(fields).to_bytes(2, "big")  # a mapping of so many entries
    for name in fields:
        yield msgspec.msgpack.encode(name)
        yield msgspec.msgpack.encode(getattr(compiled, name))


def write_whole(path: Path, head: Head, pieces: Iterable[bytes]) -> bool:
    """Write a head and what belongs to it to a file, whole or not at all; returns whether it could be written."""
    data = msgspec.msgpack.encode(head)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with atomic_path(path) as draft, draft.open("wb") as file:
            file.writelines((_START.pack(len(data), zlib.crc32(data)), data, *pieces))
    except OSError:
        return False
    return True


def shipped_name(folder: Path, what: str) -> str:
    """The file name of something compiled from a pack, among what is shipped with the package."""
    return f"{folder.name}.{what}"


def cached_name(folder: Path, what: str) -> str:
    """The file name of something compiled from the pack at that place, in the cache."""
    place = zlib.crc32(os.fsencode(folder.absolute()))
    return f"{folder.name}-{place:08x}.{what}"

"""Files that hold something compiled: believed only where they are whole, ours and fresh."""

from __future__ import annotations

import contextlib
import os
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec

from patterns_cli import __version__
from patterns_cli.catalog.files import read_content, shown

FORMAT = f"{__version__}/4"
"""Changes whenever a file compiled before must not be read any more."""

Fingerprint = tuple[tuple[str, int, int], ...]
"""Name, size and checksum of each file that something was compiled from."""

Compiled = TypeVar("Compiled", bound=msgspec.Struct)


CacheFolder = Callable[[], Path | None]
"""Gives the folder for what is compiled here; asked only when it is needed."""


class _Sealed(msgspec.Struct, frozen=True):
    format: str
    fingerprint: Fingerprint
    checksum: int
    packed: bytes


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

    What had to be compiled is left in the cache for the next run, if that can be written.
    """
    fingerprint = fingerprint_of(source.folder, source.files)
    if stores.shipped is not None:
        found = read_sealed(stores.shipped / shipped_name(source.folder, source.what), fingerprint, kind)
        if found is not None:
            return found
    cache_folder = stores.cache()
    cached = cache_folder / cached_name(source.folder, source.what) if cache_folder is not None else None
    found = read_sealed(cached, fingerprint, kind) if cached is not None else None
    if found is not None:
        return found
    compiled = compile_it()
    if cached is not None:
        write_sealed(cached, fingerprint, compiled)
    return compiled


def fingerprint_of(folder: Path, files: Sequence[Path]) -> Fingerprint:
    """The fingerprint of files below a folder, as they are now."""
    found = []
    for path in files:
        name = shown(path.relative_to(folder))
        try:
            data = read_content(path)
        except OSError:
            found.append((name, -1, 0))
        else:
            found.append((name, len(data), zlib.crc32(data)))
    return tuple(found)


def read_sealed(path: Path, fingerprint: Fingerprint, kind: type[Compiled]) -> Compiled | None:
    """What lies in a file, or None where it is missing, torn, of another version, or not fresh."""
    try:
        sealed = msgspec.msgpack.decode(path.read_bytes(), type=_Sealed)
        if sealed.format != FORMAT or sealed.fingerprint != fingerprint:
            return None
        if sealed.checksum != zlib.crc32(sealed.packed):
            return None
        return msgspec.msgpack.decode(sealed.packed, type=kind)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def write_sealed(path: Path, fingerprint: Fingerprint, compiled: msgspec.Struct) -> bool:
    """Write a file whole or not at all; returns whether it could be written."""
    packed = msgspec.msgpack.encode(compiled)
    draft = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(msgspec.msgpack.encode(_Sealed(FORMAT, fingerprint, zlib.crc32(packed), packed)))
        draft.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
        return False
    return True


def shipped_name(folder: Path, what: str) -> str:
    """The file name of something compiled from a pack, among what is shipped with the package."""
    return f"{folder.name}.{what}"


def cached_name(folder: Path, what: str) -> str:
    """The file name of something compiled from the pack at that place, in the cache."""
    place = zlib.crc32(os.fsencode(folder.absolute()))
    return f"{folder.name}-{place:08x}.{what}"

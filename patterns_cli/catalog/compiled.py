"""Packs compiled for a quick start: one binary file holds what reading and checking YAML gave.

A compiled file is used only while it was made from the same bytes by the same version; anything
else about it that is odd (missing, torn, not ours) means that the YAML is read again.
"""

from __future__ import annotations

import contextlib
import os
import zlib
from typing import TYPE_CHECKING

import msgspec

from patterns_cli import __version__
from patterns_cli.catalog.faults import Fault
from patterns_cli.catalog.files import knowledge_files, read_content, shown
from patterns_cli.catalog.model import Drawing, Pack

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Fingerprint = tuple[tuple[str, int, int], ...]

FORMAT = f"{__version__}/1"
"""Changes whenever a file compiled before must not be read any more."""


class CompiledPack(msgspec.Struct, frozen=True):
    """A pack ready for use. ``fingerprint`` tells what it was compiled from."""

    fingerprint: Fingerprint
    pack: Pack
    drawings: dict[str, Drawing]
    faults: tuple[Fault, ...]


class _Sealed(msgspec.Struct, frozen=True):
    """How a compiled pack lies in a file: with what tells whether it can be believed."""

    format: str
    checksum: int
    packed: bytes


def compiled_pack(folder: Path, shipped: Path | None, cache: Callable[[], Path | None]) -> CompiledPack:
    """The pack in ``folder``: as shipped or as cached while that is fresh, else from its YAML.

    ``shipped`` is a folder with packs compiled beforehand; ``cache`` gives the folder for packs
    compiled here, and is asked only when it is needed. What had to be compiled is left there.
    """
    fingerprint = fingerprint_of(folder)
    if shipped is not None:
        found = _read(shipped / shipped_name(folder), fingerprint)
        if found is not None:
            return found
    cache_folder = cache()
    cached = cache_folder / _cached_name(folder) if cache_folder is not None else None
    found = _read(cached, fingerprint) if cached is not None else None
    if found is not None:
        return found
    compiled = compile_pack(folder)
    if cached is not None:
        save(compiled, cached)
    return compiled


def compile_pack(folder: Path) -> CompiledPack:
    """Read, check and draw the pack in ``folder``."""
    from patterns_cli.catalog.load import load_pack

    fingerprint = fingerprint_of(folder)
    loaded = load_pack(folder)
    return CompiledPack(fingerprint, loaded.pack, loaded.drawings, loaded.faults)


def fingerprint_of(folder: Path) -> Fingerprint:
    """Name, size and checksum of each file that holds the pack's knowledge."""
    found = []
    for path in knowledge_files(folder):
        name = shown(path.relative_to(folder))
        try:
            data = read_content(path)
        except OSError:
            found.append((name, -1, 0))
        else:
            found.append((name, len(data), zlib.crc32(data)))
    return tuple(found)


def save(compiled: CompiledPack, path: Path) -> bool:
    """Write a compiled pack whole or not at all; returns whether it could be written."""
    packed = msgspec.msgpack.encode(compiled)
    draft = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(msgspec.msgpack.encode(_Sealed(FORMAT, zlib.crc32(packed), packed)))
        draft.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
        return False
    return True


def shipped_name(folder: Path) -> str:
    """The file name of a pack's compiled form among those shipped with the package."""
    return f"{folder.name}.msgpack"


def _cached_name(folder: Path) -> str:
    place = zlib.crc32(os.fsencode(folder.absolute()))
    return f"{folder.name}-{place:08x}.msgpack"


def _read(path: Path, fingerprint: Fingerprint) -> CompiledPack | None:
    try:
        sealed = msgspec.msgpack.decode(path.read_bytes(), type=_Sealed)
        if sealed.format != FORMAT or sealed.checksum != zlib.crc32(sealed.packed):
            return None
        compiled = msgspec.msgpack.decode(sealed.packed, type=CompiledPack)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return compiled if compiled.fingerprint == fingerprint else None

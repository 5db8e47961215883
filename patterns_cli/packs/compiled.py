"""Packs in the cache: entries one by one, so that looking up one name does not load a thousand others."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import msgspec

from patterns_cli.packs.cache import CacheFile, CacheKey, CacheLocations, CorruptCacheError, Section, read_cached
from patterns_cli.packs.diagnostics import Diagnostic
from patterns_cli.packs.files import content_files
from patterns_cli.packs.model import Contrast, Neighbor, Pack, Pattern, RenderedDiagram
from patterns_cli.text.names import all_names, name_forms, normalize_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

SECTION = "pack"

_ENTRIES, _CONTRASTS = "entries", "contrasts"
_NAMES, _IDS = "entry_names", "entry_ids"


class CompiledPack(msgspec.Struct, frozen=True):
    """A pack that was read and checked, with its diagrams by pattern id and everything found wrong."""

    pack: Pack
    diagrams: dict[str, RenderedDiagram]
    diagnostics: tuple[Diagnostic, ...]


class PackHeader(msgspec.Struct, frozen=True):
    """What every look-up in a pack needs."""

    pack: Pack
    """The pack without its patterns, neighbors and contrasts."""
    diagnostics: tuple[Diagnostic, ...]
    entry_count: int
    contrast_count: int
    table_sources: tuple[str, ...]
    """Ids of the references that footnotes of tables cite."""


class StoredEntry(msgspec.Struct, frozen=True):
    """A pattern with its variants, a neighbor or a system, with everything needed to show it."""

    pattern: Pattern | None = None
    diagram: RenderedDiagram | None = None
    neighbor: Neighbor | None = None
    """A system has neither pattern nor neighbor: it is part of the header."""
    contrasts: tuple[int, ...] = ()
    """Numbers of the contrasts with this pattern, a variant of it or this neighbor on a side."""
    mentions: tuple[str, ...] = ()
    """Every text in it that may be the id of something."""


_ENTRY = msgspec.msgpack.Decoder(StoredEntry)
_CONTRAST = msgspec.msgpack.Decoder(Contrast)


class EntryStore:
    """The pack section of an open cache file. Every method raises CorruptCacheError."""

    def __init__(self, file: CacheFile) -> None:
        self._file = file
        header = file.header(SECTION)
        if header is None:
            raise CorruptCacheError("the pack is missing")
        self.header = msgspec.msgpack.decode(header, type=PackHeader)

    def entry(self, number: int) -> StoredEntry:
        """Return an entry by its number."""
        return _ENTRY.decode(self._record(_ENTRIES, number))

    def contrast(self, number: int) -> Contrast:
        """Return a contrast by its number."""
        return _CONTRAST.decode(self._record(_CONTRASTS, number))

    def by_name(self, name: str) -> set[int]:
        """Return the numbers of the entries of a name, in the singular or the plural."""
        return self._file.referenced(_NAMES, name_forms(name))

    def by_id(self, ids: Iterable[str]) -> set[int]:
        """Return the numbers of the entries that are, or hold, something with one of these ids."""
        return self._file.referenced(_IDS, ids)

    def load_all(self) -> CompiledPack:
        """Return the whole pack."""
        entries = [_ENTRY.decode(record) for record in self._file.records(_ENTRIES)]
        contrasts = tuple(_CONTRAST.decode(record) for record in self._file.records(_CONTRASTS))
        if (len(entries), len(contrasts)) != (self.header.entry_count, self.header.contrast_count):
            raise CorruptCacheError("records are missing")
        diagrams = {entry.pattern.id: entry.diagram for entry in entries if entry.pattern and entry.diagram}
        return CompiledPack(self.pack_of(entries, contrasts), diagrams, self.header.diagnostics)

    def pack_of(self, entries: Iterable[StoredEntry], contrasts: tuple[Contrast, ...]) -> Pack:
        """Return the pack with these entries and contrasts only."""
        entries = list(entries)
        return msgspec.structs.replace(
            self.header.pack,
            patterns=tuple(entry.pattern for entry in entries if entry.pattern),
            neighbors=tuple(entry.neighbor for entry in entries if entry.neighbor),
            contrasts=contrasts,
        )

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _record(self, table: str, number: int) -> bytes:
        record = self._file.record(table, number)
        if record is None:
            raise CorruptCacheError(f"{table} has no record {number}")
        return record


def open_entry_store(folder: Path, locations: CacheLocations) -> EntryStore:
    """Open the entries of the pack in a folder: prebuilt, cached or read from YAML now."""
    key = CacheKey(folder, content_files(folder), SECTION)
    return read_cached(key, locations, lambda: pack_section(compile_pack(folder)), EntryStore)


def compiled_pack(folder: Path, locations: CacheLocations) -> CompiledPack:
    """Return the pack in a folder: prebuilt, cached or read from YAML now."""
    key = CacheKey(folder, content_files(folder), SECTION)

    def load_all(file: CacheFile) -> CompiledPack:
        store = EntryStore(file)
        compiled = store.load_all()
        store.close()
        return compiled

    return read_cached(key, locations, lambda: pack_section(compile_pack(folder)), load_all)


def compile_pack(folder: Path) -> CompiledPack:
    """Read and check the pack in a folder, and render its diagrams."""
    from patterns_cli.packs.loader import load_pack

    loaded = load_pack(folder)
    return CompiledPack(loaded.pack, loaded.diagrams, loaded.diagnostics)


def pack_section(compiled: CompiledPack) -> Section:
    """Lay out a pack for the cache."""
    pack = compiled.pack
    entries: list[tuple[int, bytes]] = []
    names: list[tuple[str, int]] = []
    ids: list[tuple[str, int]] = []
    for number, (entry, entry_names, entry_ids) in enumerate(_stored_entries(compiled)):
        entries.append((number, msgspec.msgpack.encode(entry)))
        names += [(normalize_name(name), number) for name in entry_names]
        ids += [(id_, number) for id_ in entry_ids]
    header = PackHeader(
        pack=msgspec.structs.replace(pack, patterns=(), neighbors=(), contrasts=()),
        diagnostics=compiled.diagnostics,
        entry_count=len(entries),
        contrast_count=len(pack.contrasts),
        table_sources=_mentions(*(footnote.sources for table in pack.tables for footnote in table.footnotes)),
    )
    contrasts = [(number, msgspec.msgpack.encode(contrast)) for number, contrast in enumerate(pack.contrasts)]
    return Section(
        msgspec.msgpack.encode(header), {_ENTRIES: entries, _CONTRASTS: contrasts}, {_NAMES: names, _IDS: ids}
    )


def _stored_entries(compiled: CompiledPack) -> Iterator[tuple[StoredEntry, list[str], list[str]]]:
    """Yield each entry of a pack with its names and the ids of what it holds."""
    pack = compiled.pack
    contrasts: defaultdict[str, list[int]] = defaultdict(list)
    for number, contrast in enumerate(pack.contrasts):
        for side in contrast.between:
            contrasts[side].append(number)

    def names(ref: str, record: Any) -> list[str]:
        return [*all_names(ref, record.name, record.aliases), f"{pack.info.id}:{ref}"]

    usages: defaultdict[str, list[object]] = defaultdict(list)
    for pattern in pack.patterns:
        variants = {f"{pattern.id}/{variant.id}": variant for variant in pattern.variants}
        numbers = sorted({number for ref in (pattern.id, *variants) for number in contrasts[ref]})
        mentions = _mentions(pattern, *(pack.contrasts[number] for number in numbers))
        yield (
            StoredEntry(pattern, compiled.diagrams.get(pattern.id), None, tuple(numbers), mentions),
            [
                *names(pattern.id, pattern),
                *(name for ref, variant in variants.items() for name in (*names(ref, variant), variant.id)),
            ],
            [pattern.id, *variants, *(reference.id for reference in pattern.references)],
        )
        for row in pattern.applied.rows if pattern.applied else ():
            usages[row.system].append((pattern.id, row))
    for neighbor in pack.neighbors:
        numbers = contrasts[neighbor.id]
        mentions = _mentions(neighbor, *(pack.contrasts[number] for number in numbers))
        entry = StoredEntry(neighbor=neighbor, contrasts=tuple(numbers), mentions=mentions)
        yield entry, names(neighbor.id, neighbor), [neighbor.id]
    for system in pack.systems:
        entry = StoredEntry(mentions=_mentions(usages[system.id]))
        yield entry, [*all_names(system.id, system.name, system.aliases)], []


def _mentions(*records: object) -> tuple[str, ...]:
    """Return every text in records that may be an id."""
    return tuple(sorted({text for text in _texts(msgspec.to_builtins(records)) if " " not in text}))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _texts(part)

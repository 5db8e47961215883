"""A large pack laid out card by card, so that one is read without the thousand others.

A shelf is a file: the length and checksum of its head, the head, and then one card for each pattern
and neighbour, each packed by itself. The head says which card has which name. Names are known by
their checksums; where two share one, a card too many is read, which does no harm.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from patterns_cli.packs.cache import FORMAT, Fingerprint, Freshness, Head, Stamps, read_head, write_whole
from patterns_cli.packs.diagnostics import Diagnostic
from patterns_cli.packs.model import (
    Chapter,
    Contrast,
    Neighbor,
    PackInfo,
    Pattern,
    RenderedDiagram,
    System,
    Table,
    UsageRow,
)
from patterns_cli.packs.packed_uints import find, key_of, packed, unpacked
from patterns_cli.text.names import name_forms, normalize_name

if TYPE_CHECKING:
    from array import array
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import BinaryIO

    from patterns_cli.packs.compiled import CompiledPack

Part = tuple[int, int, int]
"""Where a part of the file starts after the head, its length, and its checksum."""


class Card(msgspec.Struct, frozen=True):
    """A pattern, a neighbour or a system (which stands in the common part), with the contrasts about it, by number.

    ``mentions`` are the keys of everything it names.
    """

    pattern: Pattern | None = None
    drawing: RenderedDiagram | None = None
    neighbour: Neighbor | None = None
    contrasts: dict[int, Contrast] = {}
    mentions: tuple[int, ...] = ()


class Common(msgspec.Struct, frozen=True):
    """What every card may need."""

    info: PackInfo
    systems: tuple[System, ...]
    tables: tuple[Table, ...]
    chapters: tuple[Chapter, ...]
    faults: tuple[Diagnostic, ...]
    cited: tuple[int, ...]
    """The keys of the sources that remarks on tables cite."""


class _Head(Head, frozen=True):
    name_keys: bytes
    name_cards: bytes
    mark_keys: bytes
    mark_cards: bytes
    common: Part
    cards: tuple[Part, ...]


class TornError(Exception):
    """A part of the file is not what was written."""


class Shelf:
    """An open shelf. Raises TornError where a part of the file is torn."""

    def __init__(self, file: BinaryIO, head: _Head, start: int) -> None:
        self._file = file
        self._head = head
        self._start = start

    @cached_property
    def common(self) -> Common:
        """What every card may need."""
        return msgspec.msgpack.decode(self._part(self._head.common), type=Common)

    def card(self, number: int) -> Card:
        """A card by its number."""
        return msgspec.msgpack.decode(self._part(self._head.cards[number]), type=Card)

    def named(self, name: str) -> set[int]:
        """The numbers of the cards that go by a name, in the singular or the plural."""
        keys, cards = self._names
        return {number for form in name_forms(name) for number in _all(keys, cards, key_of(form))}

    def holding(self, keys: Iterable[int]) -> set[int]:
        """The numbers of the cards that hold what has one of these keys."""
        marks, cards = self._marks
        return {number for key in keys for number in _all(marks, cards, key)}

    def close(self) -> None:
        """Let the file go."""
        self._file.close()

    @cached_property
    def _names(self) -> tuple[array[int], array[int]]:
        return unpacked("I", self._head.name_keys), unpacked("I", self._head.name_cards)

    @cached_property
    def _marks(self) -> tuple[array[int], array[int]]:
        return unpacked("I", self._head.mark_keys), unpacked("I", self._head.mark_cards)

    def _part(self, part: Part) -> bytes:
        start, length, checksum = part
        self._file.seek(self._start + start)
        data = self._file.read(length)
        if zlib.crc32(data) != checksum:
            raise TornError
        return data


def open_shelf(path: Path, fresh: Freshness) -> Shelf | None:
    """The shelf in a file, or None where it is missing, torn, of another version, or not fresh."""
    try:
        file = path.open("rb")
    except OSError:
        return None
    try:
        head = read_head(file, _Head, fresh)
        if head is not None:
            return Shelf(file, head, file.tell())
    except OSError:
        pass
    file.close()
    return None


def write_shelf(path: Path, compiled: CompiledPack, fingerprint: Fingerprint, stamps: Stamps) -> bool:
    """Write a pack as a shelf, whole or not at all; returns whether it could be written."""
    pack = compiled.pack
    names: list[tuple[int, int]] = []
    marks: list[tuple[int, int]] = []
    bodies: list[bytes] = []
    for number, laid in enumerate(_cards(compiled)):
        names += [(key_of(normalize_name(name)), number) for name in laid.names]
        marks += [(key_of(one), number) for one in laid.holds]
        bodies.append(msgspec.msgpack.encode(laid.card))
    cited = tuple(mentions(*(note.sources for table in pack.tables for note in table.footnotes)))
    common = msgspec.msgpack.encode(Common(pack.info, pack.systems, pack.tables, pack.chapters, compiled.faults, cited))
    parts = [*_parts([common, *bodies])]
    head = _Head(FORMAT, fingerprint, stamps, *_columns(names), *_columns(marks), parts[0], tuple(parts[1:]))
    return write_whole(path, head, [common, *bodies])


def mentions(*records: Any) -> set[int]:
    """The keys of all that records name: of every text in them that could be an id."""
    return {key_of(text) for text in _texts(msgspec.to_builtins(records)) if " " not in text}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _texts(one)


class _Laid(NamedTuple):
    """A card, the names it goes by, and the ids of what it holds."""

    card: Card
    names: Sequence[str]
    holds: Sequence[str] = ()


def _cards(compiled: CompiledPack) -> Iterator[_Laid]:
    from patterns_cli.catalog.catalog import Entry
    from patterns_cli.catalog.lookup import names_of

    pack = compiled.pack
    contrasts: defaultdict[str, dict[int, Contrast]] = defaultdict(dict)
    for number, contrast in enumerate(pack.contrasts):
        for side in contrast.between:
            contrasts[side][number] = contrast

    def names(entry: Entry) -> list[str]:
        return [*names_of(entry), f"{pack.info.id}:{entry.ref}", *((entry.variant.id,) if entry.variant else ())]

    users: defaultdict[str, list[tuple[str, UsageRow]]] = defaultdict(list)
    for pattern in pack.patterns:
        entries = [Entry(pattern.id, pack, pattern)]
        entries += [Entry(f"{pattern.id}/{one.id}", pack, pattern, one) for one in pattern.variants]
        own = {n: one for entry in entries for n, one in contrasts[entry.ref].items()}
        drawing = compiled.drawings.get(pattern.id)
        card = Card(pattern, drawing, None, own, tuple(mentions(pattern, *own.values())))
        holds = [*(entry.ref for entry in entries), *(reference.id for reference in pattern.references)]
        yield _Laid(card, [name for entry in entries for name in names(entry)], holds)
        for row in pattern.applied.rows if pattern.applied else ():
            users[row.system].append((pattern.id, row))
    for neighbour in pack.neighbors:
        own = contrasts[neighbour.id]
        card = Card(neighbour=neighbour, contrasts=own, mentions=tuple(mentions(neighbour, *own.values())))
        yield _Laid(card, names(Entry(neighbour.id, pack, neighbour)), [neighbour.id])
    for system in pack.systems:
        yield _Laid(Card(mentions=tuple(mentions(users[system.id]))), names_of(Entry(system.id, pack, system)))


def _columns(pairs: Iterable[tuple[int, int]]) -> tuple[bytes, bytes]:
    """Keys in order, and the card of each."""
    ordered = sorted(set(pairs))
    return packed("I", (key for key, _ in ordered)), packed("I", (card for _, card in ordered))


def _parts(bodies: Iterable[bytes]) -> Iterator[Part]:
    at = 0
    for body in bodies:
        yield at, len(body), zlib.crc32(body)
        at += len(body)


def _all(keys: array[int], cards: array[int], key: int) -> Iterator[int]:
    at = find(keys, key)
    while at is not None and at < len(keys) and keys[at] == key:
        yield cards[at]
        at += 1

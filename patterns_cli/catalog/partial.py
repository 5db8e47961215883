"""A catalogue of no more than a few names ask for: what they mean, and all that those cards speak of.

Whatever is shown of these names from an excerpt is what would be shown from the whole catalogue.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from patterns_cli.catalog.catalog import Catalog, duplicate_pack_ids
from patterns_cli.packs.cache import Freshness, Stores, cached_name
from patterns_cli.packs.compiled import compiled_pack
from patterns_cli.packs.entry_store import Card, Shelf, TornError, open_shelf, write_shelf
from patterns_cli.packs.files import content_files
from patterns_cli.packs.model import Pack

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from patterns_cli.packs.model import RenderedDiagram

WHAT = "shelf"
MANY_FILES = 64
"""Packs with fewer files are read whole, which takes no longer."""


def excerpt(folders: Sequence[Path], stores: Stores, names: Sequence[str]) -> Catalog | None:
    """What the packs in these folders say of some names; None where the whole catalogue is to be used.

    That is where the packs are small, where nothing can be cached, and where a name is not exactly
    something's, so that what is near it has to be looked at.
    """
    files = [content_files(folder) for folder in folders]
    cache = stores.cache()
    if cache is None or sum(map(len, files)) < MANY_FILES:
        return None
    with ExitStack() as closing:
        shelves: list[Shelf] = []
        for folder, own in zip(folders, files, strict=True):
            shelf = _shelf(folder, cache / cached_name(folder, WHAT), Freshness(folder, own), stores)
            if shelf is None:
                return None
            closing.callback(shelf.close)
            shelves.append(shelf)
        try:
            return _excerpt(folders, shelves, names)
        except (TornError, OSError):
            return None


def _shelf(folder: Path, path: Path, fresh: Freshness, stores: Stores) -> Shelf | None:
    """A pack's shelf, laid out now where it is not there or not fresh; None where it cannot be written."""
    shelf = open_shelf(path, fresh)
    if shelf is not None:
        return shelf
    fingerprint, stamps = fresh.fingerprint, fresh.stamps
    compiled = compiled_pack(folder, stores.shipped, stores.cache)
    return open_shelf(path, fresh) if write_shelf(path, compiled, fingerprint, stamps) else None


def _excerpt(folders: Sequence[Path], shelves: Sequence[Shelf], names: Sequence[str]) -> Catalog | None:
    meant: list[set[int]] = [set() for _ in shelves]
    for name in names:
        found = [shelf.named(name) for shelf in shelves]
        if not any(found):
            return None
        for numbers, more in zip(meant, found, strict=True):
            numbers.update(more)
    cards = [{n: shelf.card(n) for n in numbers} for shelf, numbers in zip(shelves, meant, strict=True)]
    keys = {key for shelf in shelves for key in shelf.common.cited}
    keys |= {key for own in cards for card in own.values() for key in card.mentions}
    packs: list[Pack] = []
    drawings: dict[tuple[str, str], RenderedDiagram] = {}
    for shelf, own in zip(shelves, cards, strict=True):
        spoken_of = {n: shelf.card(n) for n in shelf.holding(keys) - own.keys()}
        pack = _pack(shelf, own, spoken_of)
        packs.append(pack)
        for card in own.values():
            if card.pattern is not None and card.drawing is not None:
                drawings.setdefault((pack.info.id, card.pattern.id), card.drawing)
    faults = [fault for shelf in shelves for fault in shelf.common.faults]
    opened = [(folder, pack.info.id) for folder, pack in zip(folders, packs, strict=True)]
    return Catalog(packs=tuple(packs), diagrams=drawings, diagnostics=(*faults, *duplicate_pack_ids(opened)))


def _pack(shelf: Shelf, own: dict[int, Card], spoken_of: dict[int, Card]) -> Pack:
    """A pack with these cards only, in its own order; contrasts are about its own cards."""
    common = shelf.common
    cards = [card for _, card in sorted({**own, **spoken_of}.items())]
    contrasts = {number: one for card in own.values() for number, one in card.contrasts.items()}
    return Pack(
        info=common.info,
        patterns=tuple(card.pattern for card in cards if card.pattern is not None),
        systems=common.systems,
        tables=common.tables,
        chapters=common.chapters,
        contrasts=tuple(one for _, one in sorted(contrasts.items())),
        neighbors=tuple(card.neighbour for card in cards if card.neighbour is not None),
    )

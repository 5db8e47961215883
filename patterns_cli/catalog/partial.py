"""Load only the entries that a command asks for by name, and what they refer to.

What is shown of these entries from a partial catalog is what would be shown from the whole catalog.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from patterns_cli.catalog.catalog import Catalog, duplicate_pack_ids
from patterns_cli.packs.cache import CorruptCacheError
from patterns_cli.packs.compiled import open_entry_store

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from patterns_cli.packs.cache import CacheLocations
    from patterns_cli.packs.compiled import EntryStore
    from patterns_cli.packs.model import RenderedDiagram


def load_entries(folders: Sequence[Path], locations: CacheLocations, names: Sequence[str]) -> Catalog | None:
    """Load what the packs in these folders have of some names.

    Returns None if a name is not exactly the name of an entry, so that similar names have to be found.
    """
    with ExitStack() as stack:
        stores = [open_entry_store(folder, locations) for folder in folders]
        for store in stores:
            stack.callback(store.close)
        try:
            return _load_entries(folders, stores, names)
        except CorruptCacheError:
            return None


def _load_entries(folders: Sequence[Path], stores: Sequence[EntryStore], names: Sequence[str]) -> Catalog | None:
    numbers: list[set[int]] = [set() for _ in stores]
    for name in names:
        found = [store.by_name(name) for store in stores]
        if not any(found):
            return None
        for wanted, more in zip(numbers, found, strict=True):
            wanted.update(more)
    entries = [{n: store.entry(n) for n in wanted} for store, wanted in zip(stores, numbers, strict=True)]
    ids = {id_ for store in stores for id_ in store.header.table_sources}
    ids |= {id_ for named in entries for entry in named.values() for id_ in entry.mentions}
    packs = []
    diagrams: dict[tuple[str, str], RenderedDiagram] = {}
    for store, named in zip(stores, entries, strict=True):
        mentioned = {n: store.entry(n) for n in store.by_id(ids) - named.keys()}
        contrasts = sorted({number for entry in named.values() for number in entry.contrasts})
        in_order = [entry for _, entry in sorted({**named, **mentioned}.items())]
        pack = store.pack_of(in_order, tuple(map(store.contrast, contrasts)))
        packs.append(pack)
        for entry in named.values():
            if entry.pattern is not None and entry.diagram is not None:
                diagrams.setdefault((pack.info.id, entry.pattern.id), entry.diagram)
    diagnostics = [diagnostic for store in stores for diagnostic in store.header.diagnostics]
    folders_and_ids = [(folder, pack.info.id) for folder, pack in zip(folders, packs, strict=True)]
    return Catalog(tuple(packs), diagrams, (*diagnostics, *duplicate_pack_ids(folders_and_ids)))

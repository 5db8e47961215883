"""Everything that is known, from all packs in force, found by ref."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from patterns_cli.packs.compiled import compiled_pack
from patterns_cli.packs.diagnostics import Fault
from patterns_cli.packs.files import shown
from patterns_cli.packs.model import (
    Application,
    Applied,
    Chapter,
    Contrast,
    Drawing,
    Job,
    Neighbour,
    Pack,
    Pattern,
    System,
    Table,
    Tree,
    Variant,
)
from patterns_cli.packs.refs import is_or_varies
from patterns_cli.text.names import normalized

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path


class Entry(msgspec.Struct, frozen=True):
    """Something with a name: a pattern, one of its variants, a neighbour, a system or a chapter."""

    ref: str
    pack: Pack
    item: Pattern | Neighbour | System | Chapter
    variant: Variant | None = None

    @property
    def name(self) -> str:
        """The name people read."""
        if isinstance(self.item, Chapter):
            return self.item.title
        return self.variant.name if self.variant else self.item.name

    @property
    def short_name(self) -> str:
        """The name without what stands in parentheses after it."""
        return self.name.partition(" (")[0]

    @property
    def kind(self) -> str:
        """What it is: ``pattern``, ``variant``, ``neighbour``, ``system`` or ``chapter``."""
        if self.variant:
            return "variant"
        return type(self.item).__name__.lower()

    @property
    def pattern(self) -> Pattern:
        """The pattern that this is, or is a variant of; raises TypeError for anything else."""
        if isinstance(self.item, Pattern):
            return self.item
        raise TypeError(f"{self.ref} is no pattern")

    @property
    def system(self) -> System:
        """The system that this is; raises TypeError for anything else."""
        if isinstance(self.item, System):
            return self.item
        raise TypeError(f"{self.ref} is no system")

    @property
    def aliases(self) -> tuple[str, ...]:
        """Other names it goes by."""
        if isinstance(self.item, Chapter):
            return ()
        return self.variant.aliases if self.variant else self.item.aliases

    @property
    def summary(self) -> str:
        """One line that says what it is."""
        if self.variant:
            return self.variant.summary
        if isinstance(self.item, Chapter):
            return self.pack.info.title
        return self.item.purpose if isinstance(self.item, Neighbour) else self.item.summary

    @property
    def job(self) -> Job | None:
        """What it is for, where its pack says so."""
        if not isinstance(self.item, Pattern):
            return None
        return self.variant.job if self.variant else self.item.job

    @property
    def profile(self) -> dict[str, str]:
        """The profile; a variant's own lines stand before those of its pattern."""
        if not isinstance(self.item, Pattern):
            return {}
        return {**self.item.profile, **(self.variant.profile if self.variant else {})}


class Use(msgspec.Struct, frozen=True):
    """That a system uses a pattern, as one row of the pattern's applied table tells.

    ``pattern_ref`` is the ref by which the pattern is found; the row names its system as the
    catalogue does.
    """

    pattern: Pattern
    pattern_ref: str
    applied: Applied
    row: Application

    @property
    def ref(self) -> str:
        """The pattern, or the variant where the row is about one."""
        return f"{self.pattern_ref}/{self.row.variant}" if self.row.variant else self.pattern_ref


class Catalog(msgspec.Struct, frozen=True, dict=True):
    """The packs in force, in order; where two hold the same id, the first one's is meant."""

    packs: tuple[Pack, ...]
    drawings: dict[tuple[str, str], Drawing] = {}
    faults: tuple[Fault, ...] = ()

    @cached_property
    def entries(self) -> dict[str, Entry]:
        """Patterns, variants and neighbours by ref; a clashing one is reachable as ``pack:id``."""
        found: dict[str, Entry] = {}
        for pack in self.packs:
            for entry in _entries(pack):
                found.setdefault(f"{pack.info.id}:{entry.ref}", entry)
                found.setdefault(entry.ref, entry)
        return found

    @cached_property
    def patterns(self) -> tuple[Entry, ...]:
        """All patterns in the order of their packs."""
        return tuple(entry for pack in self.packs for entry in _entries(pack) if entry.kind == "pattern")

    def entries_in_order(self) -> Iterator[Entry]:
        """Each pattern, followed by its variants."""
        for pack in self.packs:
            yield from (entry for entry in _entries(pack) if entry.kind != "neighbour")

    @cached_property
    def neighbours(self) -> tuple[Entry, ...]:
        """All neighbours in the order of their packs."""
        return tuple(entry for pack in self.packs for entry in _entries(pack) if entry.kind == "neighbour")

    @cached_property
    def chapters(self) -> tuple[Entry, ...]:
        """All chapters in the order of their packs."""
        return tuple(Entry(chapter.id, pack, chapter) for pack in self.packs for chapter in pack.chapters)

    @cached_property
    def _joined(self) -> tuple[dict[str, Entry], dict[str, str]]:
        return joined_systems(self.packs)

    @property
    def system_entries(self) -> dict[str, Entry]:
        """Systems by id; packs that know the same system share it, see ``joined_systems``."""
        return self._joined[0]

    @property
    def system_ids(self) -> dict[str, str]:
        """The id by which the catalogue knows each system that a pack names."""
        return self._joined[1]

    @property
    def systems(self) -> dict[str, System]:
        """Systems by id."""
        return {id_: entry.system for id_, entry in self.system_entries.items()}

    @property
    def tree(self) -> Tree | None:
        """The decision tree of the first pack that has one."""
        return next((pack.tree for pack in self.packs if pack.tree), None)

    def ref_of(self, entry: Entry) -> str:
        """The ref by which an entry is found: with its pack's id where another pack's hides it."""
        found = self.entries.get(entry.ref)
        hidden = found is not None and found.pack.info.id != entry.pack.info.id
        return f"{entry.pack.info.id}:{entry.ref}" if hidden else entry.ref

    def hidden_refs(self, pack: Pack) -> dict[str, str]:
        """The refs of a pack that mean something of another pack before it, each with the ref that finds it."""
        return {entry.ref: ref for entry in _entries(pack) if (ref := self.ref_of(entry)) != entry.ref}

    def drawing_of(self, entry: Entry) -> Drawing | None:
        """The diagram of a pattern, drawn; None where it has none."""
        return self.drawings.get((entry.pack.info.id, entry.pattern.id))

    def name_of(self, ref: str) -> str:
        """The short name of a ref, or the ref itself where no pack knows it."""
        entry = self.entries.get(ref)
        return entry.short_name if entry else ref

    def system_name(self, system_id: str) -> str:
        """The name of a system, or its id where no pack knows it."""
        entry = self.system_entries.get(self.system_ids.get(system_id, system_id))
        return entry.name if entry else system_id

    def uses(self) -> Iterator[Use]:
        """Every row of every applied table."""
        for entry in self.patterns:
            applied = entry.pattern.applied
            if applied:
                ref = self.ref_of(entry)
                yield from (Use(entry.pattern, ref, applied, self._renamed(row)) for row in applied.rows)

    def _renamed(self, row: Application) -> Application:
        id_ = self.system_ids.get(row.system, row.system)
        return row if id_ == row.system else msgspec.structs.replace(row, system=id_)

    def uses_of(self, ref: str) -> list[Use]:
        """The systems that use a pattern or variant; a row about the whole pattern counts for both."""
        pattern_ref, _, variant = ref.partition("/")
        return [
            use
            for use in self.uses()
            if use.pattern_ref == pattern_ref and (not variant or use.row.variant in ("", variant))
        ]

    def contrasts(self) -> Iterator[Contrast]:
        """Every contrast of every pack."""
        for pack in self.packs:
            yield from pack.contrasts

    def contrasts_of(self, ref: str) -> list[Contrast]:
        """The contrasts of its pack on one side of which a ref stands, or a variant of it."""
        entry = self.entries.get(ref)
        if entry is None:
            return []
        return [c for c in entry.pack.contrasts if any(is_or_varies(side, entry.ref) for side in c.between)]

    def contrast_between(self, one: str, other: str) -> Contrast | None:
        """The contrast that tells two refs apart."""
        return self._contrasts_by_pair.get(frozenset((one, other)))

    @cached_property
    def _contrasts_by_pair(self) -> dict[frozenset[str], Contrast]:
        found: dict[frozenset[str], Contrast] = {}
        for contrast in self.contrasts():
            found.setdefault(frozenset(contrast.between), contrast)
        return found

    def tables(self) -> Iterator[Table]:
        """Every table of every pack."""
        for pack in self.packs:
            yield from pack.tables


def joined_systems(packs: Iterable[Pack]) -> tuple[dict[str, Entry], dict[str, str]]:
    """The systems of all packs by id, and for each id that a pack gives a system, the one it is found by.

    Packs know the same system where they give it the same id, or where one of its names is the same
    but for case and punctuation. It is called as the first of them calls it, and answers to all its names.
    """
    found: dict[str, Entry] = {}
    ids: dict[str, str] = {}
    by_name: dict[str, str] = {}
    for pack in packs:
        own: dict[str, str] = {}
        for system in pack.systems:
            names = (system.id, system.name, *system.aliases)
            known = (by_name[name] for name in map(normalized, names) if name in by_name)
            id_ = ids.setdefault(system.id, next(known, system.id))
            found[id_] = _with_names(found[id_], names[1:]) if id_ in found else Entry(id_, pack, system)
            own.update(dict.fromkeys(map(normalized, names), id_))
        by_name = {**own, **by_name}
    return found, ids


def _with_names(entry: Entry, names: Iterable[str]) -> Entry:
    known = {normalized(name) for name in (entry.name, *entry.aliases)}
    more = tuple(name for name in names if normalized(name) not in known)
    item = msgspec.structs.replace(entry.system, aliases=(*entry.aliases, *more)) if more else entry.system
    return msgspec.structs.replace(entry, item=item)


def _entries(pack: Pack) -> Iterator[Entry]:
    for pattern in pack.patterns:
        yield Entry(pattern.id, pack, pattern)
        for variant in pattern.variants:
            yield Entry(f"{pattern.id}/{variant.id}", pack, pattern, variant)
    for neighbour in pack.neighbours:
        yield Entry(neighbour.id, pack, neighbour)


def open_catalog(
    folders: Iterable[Path], shipped: Path | None = None, cache: Callable[[], Path | None] = lambda: None
) -> Catalog:
    """The catalogue of the packs in these folders; see ``compiled_pack`` for the other arguments."""
    opened = [(folder, compiled_pack(folder, shipped, cache)) for folder in folders]
    return Catalog(
        packs=tuple(one.pack for _, one in opened),
        drawings={
            (one.pack.info.id, id_): drawing for _, one in reversed(opened) for id_, drawing in one.drawings.items()
        },
        faults=(
            *(fault for _, one in opened for fault in one.faults),
            *shared_ids([(folder, one.pack.info.id) for folder, one in opened]),
        ),
    )


def only_pack(catalog: Catalog, pack_id: str) -> Catalog:
    """The catalogue of one of the packs alone; raises NotFoundError with near misses where none goes by that id."""
    found = [pack for pack in catalog.packs if pack.info.id == pack_id]
    if not found:
        from patterns_cli.errors import NotFoundError
        from patterns_cli.text.suggestions import nearest

        known = [pack.info.id for pack in catalog.packs]
        near = nearest(pack_id, known)
        hint = f"did you mean {near[0]}?" if near else f"the packs are: {', '.join(known)}"
        raise NotFoundError(f"no pack has the id `{pack_id}`", hint, near)
    return Catalog((found[0],), catalog.drawings, catalog.faults)


def shared_ids(opened: Sequence[tuple[Path, str]]) -> Iterator[Fault]:
    """Packs (a folder and an id) that go by the id of one before them, so that nobody could reach what they hold."""
    seen: dict[str, Path] = {}
    for folder, id_ in opened:
        first = seen.setdefault(id_, folder)
        if first != folder:
            from patterns_cli.packs.yaml_reader import read_yaml

            source = read_yaml(folder / "pack.yaml").source
            yield source.fault(("id",), f"`{id_}` is also the id of the pack in {shown(first)}", "give it another")

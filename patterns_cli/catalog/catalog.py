"""The catalog: everything in the loaded packs, by ref."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from patterns_cli.packs.cache import NO_CACHE
from patterns_cli.packs.compiled import compiled_pack
from patterns_cli.packs.diagnostics import Diagnostic
from patterns_cli.packs.files import display_path
from patterns_cli.packs.model import (
    Chapter,
    Contrast,
    DecisionTree,
    Job,
    Neighbor,
    Pack,
    Pattern,
    RenderedDiagram,
    System,
    Table,
    UsageRow,
    UsageTable,
    Variant,
)
from patterns_cli.packs.refs import is_same_or_variant
from patterns_cli.text.names import normalize_name, short_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from patterns_cli.packs.cache import CacheLocations


class Entry(msgspec.Struct, frozen=True):
    """Something with a name: a pattern, a variant, a neighbor, a system or a chapter."""

    ref: str
    pack: Pack
    record: Pattern | Neighbor | System | Chapter
    variant: Variant | None = None

    @property
    def name(self) -> str:
        """The name to show."""
        if isinstance(self.record, Chapter):
            return self.record.title
        return self.variant.name if self.variant else self.record.name

    @property
    def short_name(self) -> str:
        """The name without the part in parentheses."""
        return short_name(self.name)

    @property
    def kind(self) -> str:
        """The kind: ``pattern``, ``variant``, ``neighbour``, ``system`` or ``chapter``."""
        if self.variant:
            return "variant"
        return "neighbour" if isinstance(self.record, Neighbor) else type(self.record).__name__.lower()

    @property
    def pattern(self) -> Pattern:
        """The pattern, or the pattern of a variant. Raises TypeError for other kinds."""
        if isinstance(self.record, Pattern):
            return self.record
        raise TypeError(f"{self.ref} is no pattern")

    @property
    def system(self) -> System:
        """The system. Raises TypeError for other kinds."""
        if isinstance(self.record, System):
            return self.record
        raise TypeError(f"{self.ref} is no system")

    @property
    def aliases(self) -> tuple[str, ...]:
        """Other names of the entry."""
        if isinstance(self.record, Chapter):
            return ()
        return self.variant.aliases if self.variant else self.record.aliases

    @property
    def summary(self) -> str:
        """A summary in one line."""
        if self.variant:
            return self.variant.summary
        if isinstance(self.record, Chapter):
            return self.pack.info.title
        return self.record.purpose if isinstance(self.record, Neighbor) else self.record.summary

    @property
    def job(self) -> Job | None:
        """What it is for, or None if its pack does not say."""
        if not isinstance(self.record, Pattern):
            return None
        return self.variant.job if self.variant else self.record.job

    @property
    def profile(self) -> dict[str, str]:
        """The profile; lines of a variant replace those of its pattern."""
        if not isinstance(self.record, Pattern):
            return {}
        return {**self.record.profile, **(self.variant.profile if self.variant else {})}


class Usage(msgspec.Struct, frozen=True):
    """The use of a pattern by a system: a row of the pattern's applied table."""

    pattern: Pattern
    pattern_ref: str
    """Unique ref of the pattern."""
    table: UsageTable
    row: UsageRow
    """The row, with the system id of the catalog."""

    @property
    def ref(self) -> str:
        """Ref of the pattern, or of the variant that the row is about."""
        return f"{self.pattern_ref}/{self.row.variant}" if self.row.variant else self.pattern_ref


class Catalog(msgspec.Struct, frozen=True, dict=True):
    """The loaded packs, in order; an id that two packs have means the entry of the first."""

    packs: tuple[Pack, ...]
    diagrams: dict[tuple[str, str], RenderedDiagram] = {}
    diagnostics: tuple[Diagnostic, ...] = ()

    @cached_property
    def entries(self) -> dict[str, Entry]:
        """Patterns, variants and neighbors by ref, and each of them by ``pack:ref``."""
        found: dict[str, Entry] = {}
        for pack in self.packs:
            for entry in _entries_of(pack):
                found.setdefault(f"{pack.info.id}:{entry.ref}", entry)
                found.setdefault(entry.ref, entry)
        return found

    @cached_property
    def patterns(self) -> tuple[Entry, ...]:
        """All patterns in the order of their packs."""
        return tuple(entry for pack in self.packs for entry in _entries_of(pack) if entry.kind == "pattern")

    def patterns_with_variants(self) -> Iterator[Entry]:
        """Each pattern, followed by its variants."""
        for pack in self.packs:
            yield from (entry for entry in _entries_of(pack) if entry.kind != "neighbour")

    @cached_property
    def neighbors(self) -> tuple[Entry, ...]:
        """All neighbors in the order of their packs."""
        return tuple(entry for pack in self.packs for entry in _entries_of(pack) if entry.kind == "neighbour")

    @cached_property
    def chapters(self) -> tuple[Entry, ...]:
        """All chapters in the order of their packs."""
        return tuple(Entry(chapter.id, pack, chapter) for pack in self.packs for chapter in pack.chapters)

    @cached_property
    def _merged_systems(self) -> tuple[dict[str, Entry], dict[str, str]]:
        return merge_systems(self.packs)

    @property
    def system_entries(self) -> dict[str, Entry]:
        """Systems by id; packs that know the same system share it, see ``merge_systems``."""
        return self._merged_systems[0]

    @property
    def system_ids(self) -> dict[str, str]:
        """The id in the catalog of each system id of a pack."""
        return self._merged_systems[1]

    @property
    def systems(self) -> dict[str, System]:
        """Systems by id."""
        return {id_: entry.system for id_, entry in self.system_entries.items()}

    @property
    def tree(self) -> DecisionTree | None:
        """The decision tree of the first pack that has one."""
        return next((pack.tree for pack in self.packs if pack.tree), None)

    def ref_of(self, entry: Entry) -> str:
        """The unique ref of an entry: with the id of its pack if an earlier pack hides it."""
        found = self.entries.get(entry.ref)
        hidden = found is not None and found.pack.info.id != entry.pack.info.id
        return f"{entry.pack.info.id}:{entry.ref}" if hidden else entry.ref

    def qualified_refs(self, pack: Pack) -> dict[str, str]:
        """The unique refs of a loaded pack, by its refs that an earlier pack hides."""
        return self._qualified_refs[id(pack)]

    @cached_property
    def _qualified_refs(self) -> dict[int, dict[str, str]]:
        # By identity, because two packs may be given the same id by mistake.
        return {
            id(pack): {entry.ref: ref for entry in _entries_of(pack) if (ref := self.ref_of(entry)) != entry.ref}
            for pack in self.packs
        }

    def diagram_of(self, entry: Entry) -> RenderedDiagram | None:
        """The rendered diagram of a pattern, or None."""
        return self.diagrams.get((entry.pack.info.id, entry.pattern.id))

    def name_of(self, ref: str) -> str:
        """The short name of a ref, or the ref itself if it is unknown."""
        entry = self.entries.get(ref)
        return entry.short_name if entry else ref

    def system_name(self, system_id: str) -> str:
        """The name of a system, or its id if it is unknown."""
        entry = self.system_entries.get(self.system_ids.get(system_id, system_id))
        return entry.name if entry else system_id

    def usages(self) -> Iterator[Usage]:
        """Every row of every applied table."""
        for entry in self.patterns:
            applied = entry.pattern.applied
            if applied:
                ref = self.ref_of(entry)
                yield from (
                    Usage(entry.pattern, ref, applied, self._with_canonical_system(row)) for row in applied.rows
                )

    def _with_canonical_system(self, row: UsageRow) -> UsageRow:
        id_ = self.system_ids.get(row.system, row.system)
        return row if id_ == row.system else msgspec.structs.replace(row, system=id_)

    def usages_of(self, ref: str) -> list[Usage]:
        """The systems that use a pattern or variant; a row about the whole pattern counts for both."""
        pattern_ref, _, variant = ref.partition("/")
        return [
            usage
            for usage in self.usages()
            if usage.pattern_ref == pattern_ref and (not variant or usage.row.variant in ("", variant))
        ]

    def contrasts(self) -> Iterator[Contrast]:
        """Every contrast of every pack, with refs that are unique in the catalog."""
        for pack in self.packs:
            yield from self.contrasts_in(pack)

    def contrasts_in(self, pack: Pack) -> tuple[Contrast, ...]:
        """The contrasts of a loaded pack, with refs that are unique in the catalog."""
        return self._contrasts_by_pack[id(pack)]

    @cached_property
    def _contrasts_by_pack(self) -> dict[int, tuple[Contrast, ...]]:
        return {
            id(pack): tuple(_qualify_contrast(contrast, refs) for contrast in pack.contrasts)
            if refs
            else pack.contrasts
            for pack in self.packs
            for refs in [self.qualified_refs(pack)]
        }

    def contrasts_of(self, ref: str) -> list[Contrast]:
        """The contrasts that its pack draws between a ref, or a variant of it, and something else."""
        entry = self.entries.get(ref)
        if entry is None:
            return []
        own = self.ref_of(entry)
        return [
            contrast
            for contrast in self.contrasts_in(entry.pack)
            if any(is_same_or_variant(side, own) for side in contrast.between)
        ]

    def contrast_between(self, ref: str, other_ref: str) -> Contrast | None:
        """The contrast between two refs, or None."""
        return self._contrasts_by_pair.get(frozenset((ref, other_ref)))

    @cached_property
    def _contrasts_by_pair(self) -> dict[frozenset[str], Contrast]:
        found: dict[frozenset[str], Contrast] = {}
        for contrast in self.contrasts():
            found.setdefault(frozenset(contrast.between), contrast)
        return found

    def tables(self) -> Iterator[Table]:
        """Every table of every pack, with refs that are unique in the catalog."""
        for pack in self.packs:
            yield from self.tables_in(pack)

    def tables_in(self, pack: Pack) -> Iterator[Table]:
        """The tables of a pack, with refs that are unique in the catalog."""
        refs = self.qualified_refs(pack)
        return (_qualify_table(table, refs) for table in pack.tables) if refs else iter(pack.tables)


def _qualify_contrast(contrast: Contrast, refs: Mapping[str, str]) -> Contrast:
    replace = msgspec.structs.replace
    left, right = contrast.choices
    side, other = contrast.between
    flip = contrast.flip
    return replace(
        contrast,
        between=(refs.get(side, side), refs.get(other, other)),
        choices=(
            replace(left, choose=refs.get(left.choose, left.choose)),
            replace(right, choose=refs.get(right.choose, right.choose)),
        ),
        flip=replace(flip, answer=refs.get(flip.answer, flip.answer), then=refs.get(flip.then, flip.then)),
    )


def _qualify_table(table: Table, refs: Mapping[str, str]) -> Table:
    replace = msgspec.structs.replace
    return replace(
        table,
        patterns=tuple(refs.get(ref, ref) for ref in table.patterns),
        columns=tuple(replace(column, about=refs.get(column.about, column.about)) for column in table.columns),
        rows=tuple(replace(row, about=tuple(refs.get(ref, ref) for ref in row.about)) for row in table.rows),
    )


def merge_systems(packs: Iterable[Pack]) -> tuple[dict[str, Entry], dict[str, str]]:
    """Merge the systems of all packs: systems by id, and the id in the catalog of each pack's id.

    Two packs have the same system if its id, or any of its names, is the same except for case and punctuation.
    It keeps the name of the first pack and gets the names of the others as aliases.
    """
    found: dict[str, Entry] = {}
    ids: dict[str, str] = {}
    by_name: dict[str, str] = {}
    for pack in packs:
        own: dict[str, str] = {}
        for system in pack.systems:
            names = (system.id, system.name, *system.aliases)
            known = (by_name[name] for name in map(normalize_name, names) if name in by_name)
            id_ = ids.setdefault(system.id, next(known, system.id))
            found[id_] = _add_aliases(found[id_], names[1:]) if id_ in found else Entry(id_, pack, system)
            own.update(dict.fromkeys(map(normalize_name, names), id_))
        by_name = {**own, **by_name}
    return found, ids


def _add_aliases(entry: Entry, names: Iterable[str]) -> Entry:
    known = {normalize_name(name) for name in (entry.name, *entry.aliases)}
    more = tuple(name for name in names if normalize_name(name) not in known)
    system = msgspec.structs.replace(entry.system, aliases=(*entry.aliases, *more)) if more else entry.system
    return msgspec.structs.replace(entry, record=system)


def _entries_of(pack: Pack) -> Iterator[Entry]:
    for pattern in pack.patterns:
        yield Entry(pattern.id, pack, pattern)
        for variant in pattern.variants:
            yield Entry(f"{pattern.id}/{variant.id}", pack, pattern, variant)
    for neighbor in pack.neighbors:
        yield Entry(neighbor.id, pack, neighbor)


def open_catalog(folders: Iterable[Path], locations: CacheLocations = NO_CACHE) -> Catalog:
    """Open the catalog of the packs in these folders."""
    opened = [(folder, compiled_pack(folder, locations)) for folder in folders]
    return Catalog(
        packs=tuple(compiled.pack for _, compiled in opened),
        diagrams={
            (compiled.pack.info.id, id_): diagram
            for _, compiled in reversed(opened)
            for id_, diagram in compiled.diagrams.items()
        },
        diagnostics=(
            *(diagnostic for _, compiled in opened for diagnostic in compiled.diagnostics),
            *duplicate_pack_ids([(folder, compiled.pack.info.id) for folder, compiled in opened]),
        ),
    )


def select_pack(catalog: Catalog, pack_id: str) -> Catalog:
    """The catalog of a single pack. Raises NotFoundError with suggestions if there is no such pack."""
    found = [pack for pack in catalog.packs if pack.info.id == pack_id]
    if not found:
        from patterns_cli.errors import NotFoundError
        from patterns_cli.text.suggestions import close_matches, suggestion_hint

        known = [pack.info.id for pack in catalog.packs]
        near = close_matches(pack_id, known)
        hint = suggestion_hint(near[:1], f"the packs are: {', '.join(known)}")
        raise NotFoundError(f"no pack has the id `{pack_id}`", hint, near)
    return Catalog((found[0],), catalog.diagrams, catalog.diagnostics)


def duplicate_pack_ids(folders_and_ids: Sequence[tuple[Path, str]]) -> Iterator[Diagnostic]:
    """Diagnose packs (folder and id) with the id of an earlier pack, whose entries could not be reached."""
    seen: dict[str, Path] = {}
    for folder, id_ in folders_and_ids:
        first = seen.setdefault(id_, folder)
        if first != folder:
            from patterns_cli.packs.yaml_reader import read_yaml

            source = read_yaml(folder / "pack.yaml").source
            yield source.diagnostic_at(
                ("id",), f"`{id_}` is also the id of the pack in {display_path(first)}", "give it another"
            )

"""Check that references between the records of a pack resolve, and that names are unambiguous."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from patterns_cli.packs.checks.decision_tree import check_decision_tree
from patterns_cli.packs.checks.ids import check_known, check_unique_ids, recommendable_refs
from patterns_cli.text.names import normalize_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from patterns_cli.packs.diagnostics import Diagnostic, Severity
    from patterns_cli.packs.model import Footnote, Neighbor, Note, Pack, Pattern, System, Table, Variant
    from patterns_cli.packs.positions import FieldPath, PackSourceMaps, SourceMap


def check_references(pack: Pack, sources: PackSourceMaps) -> list[Diagnostic]:
    """Everything that is wrong between the records of a pack, except for its scenarios and cues."""
    return list(_ReferenceChecker(pack, sources).diagnostics())


class _ReferenceChecker:
    def __init__(self, pack: Pack, sources: PackSourceMaps) -> None:
        self.pack = pack
        self.sources = sources
        # None for an unreadable file, whose ids would all be reported as missing.
        has_patterns = "patterns" not in sources.unreadable
        has_neighbors = "neighbours" not in sources.unreadable
        has_info = "pack" not in sources.unreadable
        self.pattern_ids = {pattern.id for pattern in pack.patterns} if has_patterns else None
        self.pattern_refs = recommendable_refs(pack) if has_patterns else None
        neighbor_ids = {neighbor.id for neighbor in pack.neighbors}
        self.refs = recommendable_refs(pack) | neighbor_ids if has_patterns and has_neighbors else None
        self.system_ids = _ids_unless(sources, "systems", pack.systems)
        self.table_ids = _ids_unless(sources, "tables", pack.tables)
        self.group_ids = {"pack", *(group.id for group in pack.info.groups)} if has_info else None
        self.attribute_ids = {attribute.id for attribute in pack.info.profile} if has_info else None
        all_references = {reference.id for pattern in pack.patterns for reference in pattern.references}
        self.reference_ids = all_references if has_patterns else None

    def diagnostics(self) -> Iterator[Diagnostic]:
        """All diagnostics, file by file."""
        yield from self._check_groups()
        for pattern in self.pack.patterns:
            yield from self._check_pattern(pattern, self.sources.patterns[pattern.id])
        yield from self._check_list_files()
        yield from self._check_duplicate_names()
        if self.pack.tree:
            yield from check_decision_tree(self.pack, self.sources.files["decide"], self.sources.unreadable)

    def _check_refs(self, source: SourceMap, field_path: FieldPath, refs: Iterable[str]) -> Iterator[Diagnostic]:
        for index, ref in enumerate(refs):
            yield from check_known(source, (*field_path, index), ref, self.refs, "pattern, variant or neighbor")

    def _check_groups(self) -> Iterator[Diagnostic]:
        source = self.sources.info
        yield from check_unique_ids(source, ("groups",), [group.id for group in self.pack.info.groups])
        yield from check_unique_ids(source, ("profile",), [attribute.id for attribute in self.pack.info.profile])
        for number, group in enumerate(self.pack.info.groups):
            for index, id_ in enumerate(group.patterns):
                path = ("groups", number, "patterns", index)
                yield from check_known(source, path, id_, self.pattern_ids, "pattern")

    def _check_pattern(self, pattern: Pattern, source: SourceMap) -> Iterator[Diagnostic]:
        if source.file.stem != pattern.id:
            message = f"the id `{pattern.id}` does not match the file name {source.file.name}"
            yield source.diagnostic_at(("id",), message, f"rename the file to {pattern.id}.yaml, or change the id")
        own_references = {reference.id for reference in pattern.references}
        yield from self._check_profile(pattern, source)
        for index, caution in enumerate(pattern.avoid_when):
            yield from self._check_refs(source, ("avoid_when", index, "instead"), caution.instead)
        yield from self._check_variants(pattern, source)
        yield from self._check_usages(pattern, source)
        for index, pitfall in enumerate(pattern.pitfalls):
            for number, id_ in enumerate(pitfall.sources):
                path = ("pitfalls", index, "sources", number)
                yield from check_known(source, path, id_, own_references, "reference")
        texts = [pattern.what, *_quotable_texts(pattern)]
        yield from self._check_footnotes(pattern.footnotes, texts, source, (), own_references)
        yield from self._check_notes(pattern.notes, source, ())
        for name in ("use_when", "avoid_when", "notes", "pitfalls", "footnotes", "references", "variants"):
            yield from check_unique_ids(source, (name,), [part.id for part in getattr(pattern, name)])

    def _check_notes(self, notes: Iterable[Note], source: SourceMap, field_path: FieldPath) -> Iterator[Diagnostic]:
        for index, note in enumerate(notes):
            if note.table:
                path = (*field_path, "notes", index, "table")
                yield from check_known(source, path, note.table, self.table_ids, "table")

    def _check_profile(self, pattern: Pattern, source: SourceMap) -> Iterator[Diagnostic]:
        for id_ in sorted((self.attribute_ids or set()) - set(pattern.profile)):
            yield source.diagnostic_at(("profile",), f"the profile has no `{id_}`", f"add `{id_}:`", at_key=True)
        for id_ in pattern.profile:
            yield from check_known(source, ("profile", id_), id_, self.attribute_ids, "profile attribute")

    def _check_variants(self, pattern: Pattern, source: SourceMap) -> Iterator[Diagnostic]:
        for number, variant in enumerate(pattern.variants):
            path: FieldPath = ("variants", number)
            for name in ("use_when", "avoid_when"):
                yield from check_unique_ids(source, (*path, name), [part.id for part in getattr(variant, name)])
            for id_ in variant.profile:
                yield from check_known(source, (*path, "profile", id_), id_, self.attribute_ids, "profile attribute")
            for index, caution in enumerate(variant.avoid_when):
                yield from self._check_refs(source, (*path, "avoid_when", index, "instead"), caution.instead)

    def _check_usages(self, pattern: Pattern, source: SourceMap) -> Iterator[Diagnostic]:
        if not pattern.applied:
            return
        variants = {variant.id for variant in pattern.variants}
        for index, row in enumerate(pattern.applied.rows):
            path: FieldPath = ("applied", "rows", index)
            yield from check_known(source, (*path, "system"), row.system, self.system_ids, "system")
            yield from self._check_refs(source, (*path, "instead_of"), row.instead_of)
            if row.variant:
                yield from check_known(source, (*path, "variant"), row.variant, variants, "variant")
            cells = 3 + len(row.more) if row.more else 3 if row.why else 2 if row.use else 1
            if cells > len(pattern.applied.columns):
                column_count = len(pattern.applied.columns)
                message = f"the row has more cells ({cells}) than the table has columns ({column_count})"
                yield source.diagnostic_at(path, message, "add a column, or shorten the row")

    def _check_footnotes(
        self,
        footnotes: Iterable[Footnote],
        texts: list[str],
        source: SourceMap,
        field_path: FieldPath,
        reference_ids: set[str] | None,
    ) -> Iterator[Diagnostic]:
        for index, footnote in enumerate(footnotes):
            path = (*field_path, "footnotes", index)
            if not any(footnote.quote in text for text in texts):
                message = "the quote does not occur in the entry"
                yield source.diagnostic_at(
                    (*path, "quote"), message, "copy the words exactly as they are written above"
                )
            for number, id_ in enumerate(footnote.sources):
                yield from check_known(source, (*path, "sources", number), id_, reference_ids, "reference")

    def _check_list_files(self) -> Iterator[Diagnostic]:
        files = self.sources.files
        if "systems" in files:
            yield from check_unique_ids(files["systems"], ("systems",), [system.id for system in self.pack.systems])
        if "tables" in files:
            yield from check_unique_ids(files["tables"], ("tables",), [table.id for table in self.pack.tables])
            for number, table in enumerate(self.pack.tables):
                yield from self._check_table(table, files["tables"], ("tables", number))
        if "neighbours" in files:
            source = files["neighbours"]
            yield from check_unique_ids(source, ("neighbours",), [neighbor.id for neighbor in self.pack.neighbors])
            for number, neighbor in enumerate(self.pack.neighbors):
                for index, ref in enumerate(neighbor.near):
                    path = ("neighbours", number, "near", index)
                    yield from check_known(source, path, ref, self.pattern_refs, "pattern or variant")
        if "contrasts" in files:
            yield from self._check_contrasts(files["contrasts"])
        if "chapters" in files:
            yield from self._check_chapters(files["chapters"])

    def _check_table(self, table: Table, source: SourceMap, field_path: FieldPath) -> Iterator[Diagnostic]:
        for index, id_ in enumerate(table.patterns):
            yield from check_known(source, (*field_path, "patterns", index), id_, self.pattern_ids, "pattern")
        if not table.columns:
            message = f"the table `{table.id}` has no columns"
            yield source.diagnostic_at((*field_path, "columns"), message, "add a column, or remove the table")
        for index, column in enumerate(table.columns):
            if column.about:
                path: FieldPath = (*field_path, "columns", index, "about")
                yield from check_known(source, path, column.about, self.refs, "pattern, variant or neighbor")
        for index, row in enumerate(table.rows):
            path = (*field_path, "rows", index)
            if len(row.cells) != len(table.columns):
                message = f"the number of cells ({len(row.cells)}) is not the number of columns ({len(table.columns)})"
                yield source.diagnostic_at(path, message, 'write a cell for each column, `""` for an empty cell')
            yield from self._check_refs(source, (*path, "about"), row.about)
        yield from check_unique_ids(source, (*field_path, "rows"), [row.id for row in table.rows])
        yield from check_unique_ids(source, (*field_path, "footnotes"), [note.id for note in table.footnotes])
        cells = [cell for row in table.rows for cell in row.cells]
        yield from self._check_footnotes(table.footnotes, cells, source, field_path, self.reference_ids)

    def _check_chapters(self, source: SourceMap) -> Iterator[Diagnostic]:
        yield from check_unique_ids(source, ("chapters",), [chapter.id for chapter in self.pack.chapters])
        for number, chapter in enumerate(self.pack.chapters):
            path: FieldPath = ("chapters", number)
            if chapter.opens:
                yield from check_known(source, (*path, "opens"), chapter.opens, self.group_ids, "group")
            yield from self._check_notes(chapter.notes, source, path)
            yield from check_unique_ids(source, (*path, "notes"), [note.id for note in chapter.notes])

    def _check_contrasts(self, source: SourceMap) -> Iterator[Diagnostic]:
        yield from check_unique_ids(source, ("contrasts",), [contrast.id for contrast in self.pack.contrasts])
        for number, contrast in enumerate(self.pack.contrasts):
            path: FieldPath = ("contrasts", number)
            yield from self._check_refs(source, (*path, "between"), contrast.between)
            pair = set(contrast.between)
            if len(pair) == 1:
                message = "a contrast needs two different refs"
                yield source.diagnostic_at((*path, "between"), message, "replace one of the two")
                continue
            if {choice.choose for choice in contrast.choices} != pair:
                message = "the choices are not the refs under `between`"
                yield source.diagnostic_at((*path, "choices"), message, "write a choice for each of the two")
            if {contrast.flip.answer, contrast.flip.then} != pair:
                message = "`answer` and `then` are not the refs under `between`"
                yield source.diagnostic_at((*path, "flip"), message, "the change must lead from one to the other")

    def _check_duplicate_names(self) -> Iterator[Diagnostic]:
        owners: dict[str, _NameUse] = {}
        for use in sorted(self._all_names(), key=lambda use: use.rank):
            owner = owners.setdefault(normalize_name(use.text), use)
            if owner.entity != use.entity:
                message = f"`{use.text}` is already a name of {owner.entity[1]}"
                severity: Severity = "warning" if _is_ambiguity_harmless(owner, use) else "error"
                yield use.source.diagnostic_at(use.field_path, message, "rename one of the two", severity=severity)

    def _all_names(self) -> Iterator[_NameUse]:
        for pattern in self.pack.patterns:
            source = self.sources.patterns[pattern.id]
            yield from _names_of(("pattern", pattern.id), pattern, source, ())
            for number, variant in enumerate(pattern.variants):
                ref = f"{pattern.id}/{variant.id}"
                yield from _names_of(("variant", ref), variant, source, ("variants", number))
        for number, neighbor in enumerate(self.pack.neighbors):
            source = self.sources.files["neighbours"]
            yield from _names_of(("neighbor", neighbor.id), neighbor, source, ("neighbours", number))
        for number, system in enumerate(self.pack.systems):
            source = self.sources.files["systems"]
            yield from _names_of(("system", f"system {system.id}"), system, source, ("systems", number))


def _ids_unless(sources: PackSourceMaps, file_name: str, records: Iterable[System | Table]) -> set[str] | None:
    return None if file_name in sources.unreadable else {record.id for record in records}


class _NameUse(NamedTuple):
    """An id, name or alias, and the entity that has it."""

    rank: int
    """0 for an id, 1 for a name, 2 for an alias. Of two equal names, the one of higher rank is reported."""

    text: str
    entity: tuple[str, str]
    """Kind of the entity, and its ref as messages print it."""

    source: SourceMap
    field_path: FieldPath


def _is_ambiguity_harmless(first: _NameUse, second: _NameUse) -> bool:
    """Whether both entities can still be looked up: a system by `patterns system`, and a pattern by its id."""
    kinds = [first.entity[0], second.entity[0]]
    return kinds.count("system") == 1 or (kinds == ["pattern", "pattern"] and second.rank == 1)


def _names_of(
    entity: tuple[str, str], record: Pattern | Variant | Neighbor | System, source: SourceMap, field_path: FieldPath
) -> Iterator[_NameUse]:
    own_id = entity[1] if entity[0] == "variant" else record.id
    yield _NameUse(0, own_id, entity, source, (*field_path, "id"))
    yield _NameUse(1, record.name, entity, source, (*field_path, "name"))
    for index, alias in enumerate(record.aliases):
        yield _NameUse(2, alias, entity, source, (*field_path, "aliases", index))


def _quotable_texts(pattern: Pattern) -> Iterator[str]:
    """All text of a pattern, except for ``what``, that its footnotes can quote."""
    yield from (condition.text for condition in pattern.use_when)
    yield from (caution.text for caution in pattern.avoid_when)
    for note in pattern.notes:
        yield from (note.text, *note.points, *note.steps, note.code, note.markdown)
    if pattern.applied:
        for row in pattern.applied.rows:
            yield from (row.use, row.why, *row.more)

"""Whether a pack's parts fit together: every reference leads somewhere, every name is one thing's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from patterns_cli.packs.checks.decision_tree import check_decision_tree
from patterns_cli.text.names import normalize_name
from patterns_cli.text.suggestions import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from patterns_cli.packs.diagnostics import Diagnostic
    from patterns_cli.packs.model import Footnote, Neighbor, Note, Pack, Pattern, System, Table, Variant
    from patterns_cli.packs.positions import FieldPath, PackSourceMaps, SourceMap


_ANY_ENTRY = "pattern, variant or neighbour"


def check_references(pack: Pack, sources: PackSourceMaps) -> list[Diagnostic]:
    """Everything that is wrong between the records of one pack."""
    checker = _ReferenceChecker(pack, sources)
    return list(checker.diagnostics())


class _ReferenceChecker:
    def __init__(self, pack: Pack, sources: PackSourceMaps) -> None:
        self.pack = pack
        self.sources = sources
        variants = {f"{p.id}/{v.id}" for p in pack.patterns for v in p.variants}
        self.pattern_ids = {p.id for p in pack.patterns}
        self.pattern_refs = self.pattern_ids | variants
        self.refs = self.pattern_refs | {n.id for n in pack.neighbors}
        self.system_ids = {s.id for s in pack.systems}
        self.attribute_ids = {a.id for a in pack.info.profile}
        # What a broken file would have held is not told again as missing.
        broken = sources.unreadable
        self.skipped_kinds = {
            "pattern": "patterns" in broken,
            "pattern or variant": "patterns" in broken,
            _ANY_ENTRY: bool(broken & {"patterns", "neighbours"}),
            "system": "systems" in broken,
            "table": "tables" in broken,
            "profile attribute": "pack" in broken,
        }
        self.reference_ids = {r.id for p in pack.patterns for r in p.references}

    def diagnostics(self) -> Iterator[Diagnostic]:
        """All faults, file by file."""
        yield from self._check_groups()
        for pattern in self.pack.patterns:
            yield from self._check_pattern(pattern, self.sources.patterns[pattern.id])
        yield from self._check_list_files()
        yield from self._check_duplicate_names()
        if self.pack.tree:
            yield from check_decision_tree(self.pack, self.sources.files["decide"], self.sources.unreadable)

    def _check_known(
        self, source: SourceMap, field_path: FieldPath, value: str, known_ids: set[str], kind: str
    ) -> Iterator[Diagnostic]:
        if value not in known_ids and not self.skipped_kinds.get(kind, False):
            yield source.diagnostic_at(field_path, f"there is no {kind} `{value}`", did_you_mean(value, known_ids))

    def _check_refs(self, source: SourceMap, field_path: FieldPath, refs: Iterable[str]) -> Iterator[Diagnostic]:
        for index, ref in enumerate(refs):
            yield from self._check_known(source, (*field_path, index), ref, self.refs, _ANY_ENTRY)

    def _check_groups(self) -> Iterator[Diagnostic]:
        source = self.sources.info
        yield from _check_unique_ids(source, ("groups",), [group.id for group in self.pack.info.groups])
        yield from _check_unique_ids(source, ("profile",), [attribute.id for attribute in self.pack.info.profile])
        for number, group in enumerate(self.pack.info.groups):
            for index, id_ in enumerate(group.patterns):
                spot = ("groups", number, "patterns", index)
                yield from self._check_known(source, spot, id_, self.pattern_ids, "pattern")

    def _check_pattern(self, pattern: Pattern, source: SourceMap) -> Iterator[Diagnostic]:
        if source.file.stem != pattern.id:
            yield source.diagnostic_at(
                ("id",), f"`{pattern.id}` stands in {source.file.name}", f"name the file {pattern.id}.yaml"
            )
        cited = {reference.id for reference in pattern.references}
        yield from self._check_profile(pattern, source)
        for index, caution in enumerate(pattern.avoid_when):
            yield from self._check_refs(source, ("avoid_when", index, "instead"), caution.instead)
        yield from self._check_variants(pattern, source)
        yield from self._check_usages(pattern, source)
        for index, pitfall in enumerate(pattern.pitfalls):
            for at, id_ in enumerate(pitfall.sources):
                yield from self._check_known(source, ("pitfalls", index, "sources", at), id_, cited, "reference")
        texts = [pattern.what, *_quotable_texts(pattern)]
        yield from self._check_footnotes(pattern.footnotes, texts, source, (), cited)
        yield from self._check_notes(pattern.notes, source, ())
        for name in ("use_when", "avoid_when", "notes", "pitfalls", "footnotes", "references", "variants"):
            yield from _check_unique_ids(source, (name,), [item.id for item in getattr(pattern, name)])

    def _check_notes(self, notes: Iterable[Note], source: SourceMap, field_path: FieldPath) -> Iterator[Diagnostic]:
        tables = {table.id for table in self.pack.tables}
        for index, note in enumerate(notes):
            if note.table:
                yield from self._check_known(
                    source, (*field_path, "notes", index, "table"), note.table, tables, "table"
                )

    def _check_profile(self, pattern: Pattern, source: SourceMap) -> Iterator[Diagnostic]:
        for id_ in sorted(self.attribute_ids - set(pattern.profile)):
            yield source.diagnostic_at(("profile",), f"the profile has no `{id_}`", f"add `{id_}:`", at_key=True)
        for id_ in pattern.profile:
            yield from self._check_known(source, ("profile", id_), id_, self.attribute_ids, "profile attribute")

    def _check_variants(self, pattern: Pattern, source: SourceMap) -> Iterator[Diagnostic]:
        for number, variant in enumerate(pattern.variants):
            spot: FieldPath = ("variants", number)
            for name in ("use_when", "avoid_when"):
                yield from _check_unique_ids(source, (*spot, name), [item.id for item in getattr(variant, name)])
            for id_ in variant.profile:
                yield from self._check_known(
                    source, (*spot, "profile", id_), id_, self.attribute_ids, "profile attribute"
                )
            for index, caution in enumerate(variant.avoid_when):
                yield from self._check_refs(source, (*spot, "avoid_when", index, "instead"), caution.instead)

    def _check_usages(self, pattern: Pattern, source: SourceMap) -> Iterator[Diagnostic]:
        if not pattern.applied:
            return
        variants = {variant.id for variant in pattern.variants}
        for index, row in enumerate(pattern.applied.rows):
            spot: FieldPath = ("applied", "rows", index)
            yield from self._check_known(source, (*spot, "system"), row.system, self.system_ids, "system")
            yield from self._check_refs(source, (*spot, "instead_of"), row.instead_of)
            if row.variant:
                yield from self._check_known(source, (*spot, "variant"), row.variant, variants, "variant")
            cells = 3 + len(row.more) if row.more else 3 if row.why else 2 if row.use else 1
            if cells > len(pattern.applied.columns):
                yield source.diagnostic_at(spot, f"{cells} cells under {len(pattern.applied.columns)} columns")

    def _check_footnotes(
        self,
        footnotes: Iterable[Footnote],
        texts: list[str],
        source: SourceMap,
        field_path: FieldPath,
        reference_ids: set[str] | None,
    ) -> Iterator[Diagnostic]:
        for index, footnote in enumerate(footnotes):
            at = (*field_path, "footnotes", index)
            if not any(footnote.quote in text for text in texts):
                hint = "copy the words exactly as they stand above"
                yield source.diagnostic_at((*at, "quote"), "these words are not in the entry", hint)
            for place, id_ in enumerate(footnote.sources if reference_ids is not None else ()):
                yield from self._check_known(source, (*at, "sources", place), id_, reference_ids or set(), "reference")

    def _check_list_files(self) -> Iterator[Diagnostic]:
        lists = self.sources.files
        if "systems" in lists:
            yield from _check_unique_ids(lists["systems"], ("systems",), [s.id for s in self.pack.systems])
        if "tables" in lists:
            yield from _check_unique_ids(lists["tables"], ("tables",), [t.id for t in self.pack.tables])
            for number, table in enumerate(self.pack.tables):
                yield from self._check_table(table, lists["tables"], ("tables", number))
        if "neighbours" in lists:
            source = lists["neighbours"]
            yield from _check_unique_ids(source, ("neighbours",), [n.id for n in self.pack.neighbors])
            for number, neighbour in enumerate(self.pack.neighbors):
                for index, ref in enumerate(neighbour.near):
                    spot = ("neighbours", number, "near", index)
                    yield from self._check_known(source, spot, ref, self.pattern_refs, "pattern or variant")
        if "contrasts" in lists:
            yield from self._check_contrasts(lists["contrasts"])
        if "chapters" in lists:
            yield from self._check_chapters(lists["chapters"])

    def _check_table(self, table: Table, source: SourceMap, field_path: FieldPath) -> Iterator[Diagnostic]:
        for index, id_ in enumerate(table.patterns):
            yield from self._check_known(source, (*field_path, "patterns", index), id_, self.pattern_ids, "pattern")
        if not table.columns:
            yield source.diagnostic_at(
                (*field_path, "columns"), f"the table `{table.id}` has no columns", "add one, or leave it out"
            )
        for index, column in enumerate(table.columns):
            if column.about:
                yield from self._check_known(
                    source, (*field_path, "columns", index, "about"), column.about, self.refs, _ANY_ENTRY
                )
        for index, row in enumerate(table.rows):
            at = (*field_path, "rows", index)
            if len(row.cells) != len(table.columns):
                yield source.diagnostic_at(at, f"{len(row.cells)} cells under {len(table.columns)} columns")
            yield from self._check_refs(source, (*at, "about"), row.about)
        yield from _check_unique_ids(source, (*field_path, "rows"), [row.id for row in table.rows])
        yield from _check_unique_ids(source, (*field_path, "footnotes"), [note.id for note in table.footnotes])
        cells = [cell for row in table.rows for cell in row.cells]
        yield from self._check_footnotes(
            table.footnotes,
            cells,
            source,
            field_path,
            None if "patterns" in self.sources.unreadable else self.reference_ids,
        )

    def _check_chapters(self, source: SourceMap) -> Iterator[Diagnostic]:
        yield from _check_unique_ids(source, ("chapters",), [chapter.id for chapter in self.pack.chapters])
        places = {"pack", *(group.id for group in self.pack.info.groups)}
        for number, chapter in enumerate(self.pack.chapters):
            spot: FieldPath = ("chapters", number)
            if chapter.opens and not self.skipped_kinds["profile attribute"]:
                yield from self._check_known(source, (*spot, "opens"), chapter.opens, places, "group")
            yield from self._check_notes(chapter.notes, source, spot)
            yield from _check_unique_ids(source, (*spot, "notes"), [note.id for note in chapter.notes])

    def _check_contrasts(self, source: SourceMap) -> Iterator[Diagnostic]:
        yield from _check_unique_ids(source, ("contrasts",), [c.id for c in self.pack.contrasts])
        for number, contrast in enumerate(self.pack.contrasts):
            spot: FieldPath = ("contrasts", number)
            yield from self._check_refs(source, (*spot, "between"), contrast.between)
            pair = set(contrast.between)
            if len(pair) == 1:
                yield source.diagnostic_at((*spot, "between"), "the two are the same")
                continue
            if {choice.choose for choice in contrast.choices} != pair:
                yield source.diagnostic_at((*spot, "choices"), "the choices are not the two it stands between")
            if {contrast.flip.answer, contrast.flip.then} != pair:
                yield source.diagnostic_at((*spot, "flip"), "the flip does not lead from one of the two to the other")

    def _check_duplicate_names(self) -> Iterator[Diagnostic]:
        seen: dict[str, _NameUse] = {}
        for named in sorted(self._all_names(), key=lambda one: one.rank):
            owner = seen.setdefault(normalize_name(named.text), named)
            if owner.entity != named.entity:
                message = f"`{named.text}` already names {owner.entity[1]}"
                severity: Literal["error", "warning"] = "warning" if _is_ambiguity_harmless(owner, named) else "error"
                yield named.source.diagnostic_at(
                    named.field_path, message, "keep it with one of the two", severity=severity
                )

    def _all_names(self) -> Iterator[_NameUse]:
        """Every name there is: ids before names before aliases, as the later ones give way."""
        for pattern in self.pack.patterns:
            source = self.sources.patterns[pattern.id]
            yield from _names_of(("pattern", pattern.id), pattern, source, ())
            for number, variant in enumerate(pattern.variants):
                ref = f"{pattern.id}/{variant.id}"
                yield from _names_of(("variant", ref), variant, source, ("variants", number))
        for number, neighbour in enumerate(self.pack.neighbors):
            source = self.sources.files["neighbours"]
            yield from _names_of(("neighbour", neighbour.id), neighbour, source, ("neighbours", number))
        for number, system in enumerate(self.pack.systems):
            source = self.sources.files["systems"]
            yield from _names_of(("system", f"system {system.id}"), system, source, ("systems", number))


class _NameUse(NamedTuple):
    """A name, the thing that goes by it (its kind and ref), and where it stands."""

    rank: int
    text: str
    entity: tuple[str, str]
    source: SourceMap
    field_path: FieldPath


def _is_ambiguity_harmless(first: _NameUse, second: _NameUse) -> bool:
    """Whether both can still be reached: `patterns system` knows systems alone, and patterns go by their ids."""
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


def _check_unique_ids(source: SourceMap, field_path: FieldPath, ids: list[str]) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for index, id_ in enumerate(ids):
        if id_ in seen:
            yield source.diagnostic_at((*field_path, index), f"the id `{id_}` is used twice", "give each its own")
        seen.add(id_)


def _quotable_texts(pattern: Pattern) -> Iterator[str]:
    """All text of the cheat sheet that a footnote of this pattern may quote."""
    yield from (condition.text for condition in pattern.use_when)
    yield from (caution.text for caution in pattern.avoid_when)
    for note in pattern.notes:
        yield from (note.text, *note.points, *note.steps, note.code, note.markdown)
    if pattern.applied:
        for row in pattern.applied.rows:
            yield from (row.use, row.why, *row.more)

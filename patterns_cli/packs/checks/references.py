"""Whether a pack's parts fit together: every reference leads somewhere, every name is one thing's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from patterns_cli.packs.checks.decision_tree import check_tree
from patterns_cli.text.names import normalized
from patterns_cli.text.suggestions import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from patterns_cli.packs.diagnostics import Fault
    from patterns_cli.packs.model import Footnote, Neighbour, Note, Pack, Pattern, System, Table, Variant
    from patterns_cli.packs.positions import SourceMap, Sources, Spot


_ANY = "pattern, variant or neighbour"


def check_pack(pack: Pack, sources: Sources) -> list[Fault]:
    """Everything that is wrong between the records of one pack."""
    checker = _Checker(pack, sources)
    return list(checker.faults())


class _Checker:
    def __init__(self, pack: Pack, sources: Sources) -> None:
        self.pack = pack
        self.sources = sources
        variants = {f"{p.id}/{v.id}" for p in pack.patterns for v in p.variants}
        self.patterns = {p.id for p in pack.patterns}
        self.inside = self.patterns | variants
        self.refs = self.inside | {n.id for n in pack.neighbours}
        self.systems = {s.id for s in pack.systems}
        self.attributes = {a.id for a in pack.info.profile}
        # What a broken file would have held is not told again as missing.
        broken = sources.broken
        self.unsure = {
            "pattern": "patterns" in broken,
            "pattern or variant": "patterns" in broken,
            _ANY: bool(broken & {"patterns", "neighbours"}),
            "system": "systems" in broken,
            "table": "tables" in broken,
            "profile attribute": "pack" in broken,
        }
        self.citable = {r.id for p in pack.patterns for r in p.references}

    def faults(self) -> Iterator[Fault]:
        """All faults, file by file."""
        yield from self._groups()
        for pattern in self.pack.patterns:
            yield from self._pattern(pattern, self.sources.patterns[pattern.id])
        yield from self._lists()
        yield from self._shared_names()
        if self.pack.tree:
            yield from check_tree(self.pack, self.sources.lists["decide"], self.sources.broken)

    def _known(self, source: SourceMap, spot: Spot, word: str, known: set[str], what: str) -> Iterator[Fault]:
        if word not in known and not self.unsure.get(what, False):
            near = nearest(word, known)
            hint = f"did you mean {near[0]}?" if near else ""
            yield source.fault(spot, f"there is no {what} `{word}`", hint)

    def _refs(self, source: SourceMap, spot: Spot, refs: Iterable[str]) -> Iterator[Fault]:
        for index, ref in enumerate(refs):
            yield from self._known(source, (*spot, index), ref, self.refs, _ANY)

    def _groups(self) -> Iterator[Fault]:
        source = self.sources.info
        yield from _unique_ids(source, ("groups",), [group.id for group in self.pack.info.groups])
        yield from _unique_ids(source, ("profile",), [attribute.id for attribute in self.pack.info.profile])
        for number, group in enumerate(self.pack.info.groups):
            for index, id_ in enumerate(group.patterns):
                spot = ("groups", number, "patterns", index)
                yield from self._known(source, spot, id_, self.patterns, "pattern")

    def _pattern(self, pattern: Pattern, source: SourceMap) -> Iterator[Fault]:
        if source.file.stem != pattern.id:
            yield source.fault(
                ("id",), f"`{pattern.id}` stands in {source.file.name}", f"name the file {pattern.id}.yaml"
            )
        cited = {reference.id for reference in pattern.references}
        yield from self._profile(pattern, source)
        for index, caution in enumerate(pattern.avoid_when):
            yield from self._refs(source, ("avoid_when", index, "instead"), caution.instead)
        yield from self._variants(pattern, source)
        yield from self._applied(pattern, source)
        for index, pitfall in enumerate(pattern.pitfalls):
            for at, id_ in enumerate(pitfall.sources):
                yield from self._known(source, ("pitfalls", index, "sources", at), id_, cited, "reference")
        texts = [pattern.what, *_texts_of(pattern)]
        yield from self._footnotes(pattern.footnotes, texts, source, (), cited)
        yield from self._notes(pattern.notes, source, ())
        for name in ("use_when", "avoid_when", "notes", "pitfalls", "footnotes", "references", "variants"):
            yield from _unique_ids(source, (name,), [item.id for item in getattr(pattern, name)])

    def _notes(self, notes: Iterable[Note], source: SourceMap, spot: Spot) -> Iterator[Fault]:
        tables = {table.id for table in self.pack.tables}
        for index, note in enumerate(notes):
            if note.table:
                yield from self._known(source, (*spot, "notes", index, "table"), note.table, tables, "table")

    def _profile(self, pattern: Pattern, source: SourceMap) -> Iterator[Fault]:
        for id_ in sorted(self.attributes - set(pattern.profile)):
            yield source.fault(("profile",), f"the profile has no `{id_}`", f"add `{id_}:`", at_key=True)
        for id_ in pattern.profile:
            yield from self._known(source, ("profile", id_), id_, self.attributes, "profile attribute")

    def _variants(self, pattern: Pattern, source: SourceMap) -> Iterator[Fault]:
        for number, variant in enumerate(pattern.variants):
            spot: Spot = ("variants", number)
            for name in ("use_when", "avoid_when"):
                yield from _unique_ids(source, (*spot, name), [item.id for item in getattr(variant, name)])
            for id_ in variant.profile:
                yield from self._known(source, (*spot, "profile", id_), id_, self.attributes, "profile attribute")
            for index, caution in enumerate(variant.avoid_when):
                yield from self._refs(source, (*spot, "avoid_when", index, "instead"), caution.instead)

    def _applied(self, pattern: Pattern, source: SourceMap) -> Iterator[Fault]:
        if not pattern.applied:
            return
        variants = {variant.id for variant in pattern.variants}
        for index, row in enumerate(pattern.applied.rows):
            spot: Spot = ("applied", "rows", index)
            yield from self._known(source, (*spot, "system"), row.system, self.systems, "system")
            yield from self._refs(source, (*spot, "instead_of"), row.instead_of)
            if row.variant:
                yield from self._known(source, (*spot, "variant"), row.variant, variants, "variant")
            cells = 3 + len(row.more) if row.more else 3 if row.why else 2 if row.use else 1
            if cells > len(pattern.applied.columns):
                yield source.fault(spot, f"{cells} cells under {len(pattern.applied.columns)} columns")

    def _footnotes(
        self, footnotes: Iterable[Footnote], texts: list[str], source: SourceMap, spot: Spot, cited: set[str] | None
    ) -> Iterator[Fault]:
        for index, footnote in enumerate(footnotes):
            at = (*spot, "footnotes", index)
            if not any(footnote.quote in text for text in texts):
                hint = "copy the words exactly as they stand above"
                yield source.fault((*at, "quote"), "these words are not in the entry", hint)
            for place, id_ in enumerate(footnote.sources if cited is not None else ()):
                yield from self._known(source, (*at, "sources", place), id_, cited or set(), "reference")

    def _lists(self) -> Iterator[Fault]:
        lists = self.sources.lists
        if "systems" in lists:
            yield from _unique_ids(lists["systems"], ("systems",), [s.id for s in self.pack.systems])
        if "tables" in lists:
            yield from _unique_ids(lists["tables"], ("tables",), [t.id for t in self.pack.tables])
            for number, table in enumerate(self.pack.tables):
                yield from self._table(table, lists["tables"], ("tables", number))
        if "neighbours" in lists:
            source = lists["neighbours"]
            yield from _unique_ids(source, ("neighbours",), [n.id for n in self.pack.neighbours])
            for number, neighbour in enumerate(self.pack.neighbours):
                for index, ref in enumerate(neighbour.near):
                    spot = ("neighbours", number, "near", index)
                    yield from self._known(source, spot, ref, self.inside, "pattern or variant")
        if "contrasts" in lists:
            yield from self._contrasts(lists["contrasts"])
        if "chapters" in lists:
            yield from self._chapters(lists["chapters"])

    def _table(self, table: Table, source: SourceMap, spot: Spot) -> Iterator[Fault]:
        for index, id_ in enumerate(table.patterns):
            yield from self._known(source, (*spot, "patterns", index), id_, self.patterns, "pattern")
        if not table.columns:
            yield source.fault((*spot, "columns"), f"the table `{table.id}` has no columns", "add one, or leave it out")
        for index, column in enumerate(table.columns):
            if column.about:
                yield from self._known(source, (*spot, "columns", index, "about"), column.about, self.refs, _ANY)
        for index, row in enumerate(table.rows):
            at = (*spot, "rows", index)
            if len(row.cells) != len(table.columns):
                yield source.fault(at, f"{len(row.cells)} cells under {len(table.columns)} columns")
            yield from self._refs(source, (*at, "about"), row.about)
        yield from _unique_ids(source, (*spot, "rows"), [row.id for row in table.rows])
        yield from _unique_ids(source, (*spot, "footnotes"), [note.id for note in table.footnotes])
        cells = [cell for row in table.rows for cell in row.cells]
        yield from self._footnotes(
            table.footnotes, cells, source, spot, None if "patterns" in self.sources.broken else self.citable
        )

    def _chapters(self, source: SourceMap) -> Iterator[Fault]:
        yield from _unique_ids(source, ("chapters",), [chapter.id for chapter in self.pack.chapters])
        places = {"pack", *(group.id for group in self.pack.info.groups)}
        for number, chapter in enumerate(self.pack.chapters):
            spot: Spot = ("chapters", number)
            if chapter.opens and not self.unsure["profile attribute"]:
                yield from self._known(source, (*spot, "opens"), chapter.opens, places, "group")
            yield from self._notes(chapter.notes, source, spot)
            yield from _unique_ids(source, (*spot, "notes"), [note.id for note in chapter.notes])

    def _contrasts(self, source: SourceMap) -> Iterator[Fault]:
        yield from _unique_ids(source, ("contrasts",), [c.id for c in self.pack.contrasts])
        for number, contrast in enumerate(self.pack.contrasts):
            spot: Spot = ("contrasts", number)
            yield from self._refs(source, (*spot, "between"), contrast.between)
            pair = set(contrast.between)
            if len(pair) == 1:
                yield source.fault((*spot, "between"), "the two are the same")
                continue
            if {choice.choose for choice in contrast.choices} != pair:
                yield source.fault((*spot, "choices"), "the choices are not the two it stands between")
            if {contrast.flip.answer, contrast.flip.then} != pair:
                yield source.fault((*spot, "flip"), "the flip does not lead from one of the two to the other")

    def _shared_names(self) -> Iterator[Fault]:
        seen: dict[str, _Named] = {}
        for named in sorted(self._named(), key=lambda one: one.rank):
            owner = seen.setdefault(normalized(named.text), named)
            if owner.thing != named.thing:
                message = f"`{named.text}` already names {owner.thing[1]}"
                severity: Literal["error", "warning"] = "warning" if _can_be_told_apart(owner, named) else "error"
                yield named.source.fault(named.spot, message, "keep it with one of the two", severity=severity)

    def _named(self) -> Iterator[_Named]:
        """Every name there is: ids before names before aliases, as the later ones give way."""
        for pattern in self.pack.patterns:
            source = self.sources.patterns[pattern.id]
            yield from _names(("pattern", pattern.id), pattern, source, ())
            for number, variant in enumerate(pattern.variants):
                ref = f"{pattern.id}/{variant.id}"
                yield from _names(("variant", ref), variant, source, ("variants", number))
        for number, neighbour in enumerate(self.pack.neighbours):
            source = self.sources.lists["neighbours"]
            yield from _names(("neighbour", neighbour.id), neighbour, source, ("neighbours", number))
        for number, system in enumerate(self.pack.systems):
            source = self.sources.lists["systems"]
            yield from _names(("system", f"system {system.id}"), system, source, ("systems", number))


class _Named(NamedTuple):
    """A name, the thing that goes by it (its kind and ref), and where it stands."""

    rank: int
    text: str
    thing: tuple[str, str]
    source: SourceMap
    spot: Spot


def _can_be_told_apart(one: _Named, other: _Named) -> bool:
    """Whether both can still be reached: `patterns system` knows systems alone, and patterns go by their ids."""
    kinds = [one.thing[0], other.thing[0]]
    return kinds.count("system") == 1 or (kinds == ["pattern", "pattern"] and other.rank == 1)


def _names(
    thing: tuple[str, str], record: Pattern | Variant | Neighbour | System, source: SourceMap, spot: Spot
) -> Iterator[_Named]:
    own_id = thing[1] if thing[0] == "variant" else record.id
    yield _Named(0, own_id, thing, source, (*spot, "id"))
    yield _Named(1, record.name, thing, source, (*spot, "name"))
    for index, alias in enumerate(record.aliases):
        yield _Named(2, alias, thing, source, (*spot, "aliases", index))


def _unique_ids(source: SourceMap, spot: Spot, ids: list[str]) -> Iterator[Fault]:
    seen: set[str] = set()
    for index, id_ in enumerate(ids):
        if id_ in seen:
            yield source.fault((*spot, index), f"the id `{id_}` is used twice", "give each its own")
        seen.add(id_)


def _texts_of(pattern: Pattern) -> Iterator[str]:
    """All text of the cheat sheet that a footnote of this pattern may quote."""
    yield from (condition.text for condition in pattern.use_when)
    yield from (caution.text for caution in pattern.avoid_when)
    for note in pattern.notes:
        yield from (note.text, *note.points, *note.steps, note.code, note.markdown)
    if pattern.applied:
        for row in pattern.applied.rows:
            yield from (row.use, row.why, *row.more)

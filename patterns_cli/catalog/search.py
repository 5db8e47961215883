"""Search in all texts of the catalog."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from patterns_cli.packs.model import Chapter, Neighbor
from patterns_cli.text.words import STOP_STEMS, split_words, stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from patterns_cli.catalog.catalog import Catalog, Entry
    from patterns_cli.packs.model import Contrast, DecisionTree, Footnote, Note, Pattern, Reference, Table, Variant

MAX_QUERY_WORDS = 32
"""Maximum number of words of a query that are searched for."""

_MAX_EXACT_CHARS = 2
_QUESTION_WORDS = {"not", "why"}
"""Words of a question that are not searched for, though they matter in a problem."""


class Passage(msgspec.Struct, frozen=True):
    """A text that search can find, and the command that shows it."""

    subject: str
    heading: str
    text: str
    command: str
    weight: float = 1.0


class Hit(msgspec.Struct, frozen=True):
    """A passage with its score and the stems of the query that it has."""

    passage: Passage
    score: float
    matched_stems: tuple[str, ...]


def search(catalog: Catalog, query: str) -> list[Hit]:
    """The passages with the words of a query, best first.

    Words match by prefix, without suffixes such as -ing or -s. If any passage has all the words, only such
    passages are returned.
    """
    wanted = query_stems(query)
    if not wanted:
        return []
    passages = list(all_passages(catalog))
    passage_words = [split_words(f"{passage.subject} {passage.text}") for passage in passages]
    found = [tuple(stem for stem in wanted if any(matches_stem(stem, word) for word in own)) for own in passage_words]
    spread = Counter(stem for stems in found for stem in stems)
    rarity = {stem: math.log(1 + len(passages) / spread[stem]) for stem in wanted if spread[stem]}
    hits = [
        Hit(passage, _score(passage, stems, rarity, len(own)), stems)
        for passage, stems, own in zip(passages, found, passage_words, strict=True)
        if stems
    ]
    complete = [hit for hit in hits if len(hit.matched_stems) == len(wanted)]
    return sorted(complete or hits, key=lambda hit: -hit.score)


def matches_stem(stem: str, word: str) -> bool:
    """Whether a word begins with a stem, or equals it if the stem is very short."""
    return word.startswith(stem) if len(stem) > _MAX_EXACT_CHARS else word == stem


def query_stems(query: str) -> tuple[str, ...]:
    """The stems of a query to search for; stop words only if there are no other words."""
    words = list(dict.fromkeys(split_words(query)))
    content_words = [word for word in words if stem(word) not in STOP_STEMS | _QUESTION_WORDS]
    return tuple(
        dict.fromkeys(word if word.isdigit() else stem(word) for word in (content_words or words)[:MAX_QUERY_WORDS])
    )


def _score(passage: Passage, stems: Iterable[str], rarity: dict[str, float], word_count: int) -> float:
    total_rarity = sum(rarity[stem] for stem in stems)
    return total_rarity * passage.weight / (1 + math.log1p(word_count) / 4)


def all_passages(catalog: Catalog) -> Iterator[Passage]:
    """Yield every text of the catalog once."""
    for entry in catalog.patterns:
        yield from _pattern_passages(catalog, entry, entry.pattern)
    for entry in catalog.chapters:
        if isinstance(entry.record, Chapter):
            yield from _chapter_passages(entry, entry.record)
    for entry in catalog.system_entries.values():
        text = f"{entry.summary} ({', '.join(entry.aliases)})" if entry.aliases else entry.summary
        yield Passage(entry.name, "System", text, f"patterns system {entry.ref}", 1.5)
    for entry in catalog.neighbors:
        yield from _neighbor_passages(entry, catalog.ref_of(entry))
    for pack in catalog.packs:
        for table in catalog.tables_in(pack):
            yield from _table_passages(table)
        for contrast in catalog.contrasts_in(pack):
            yield from _contrast_passages(catalog, contrast)
        if pack.tree:
            yield from _tree_passages(catalog, pack.tree)


def _pattern_passages(catalog: Catalog, entry: Entry, pattern: Pattern) -> Iterator[Passage]:
    ref = catalog.ref_of(entry)
    command = f"patterns show {ref}"

    def passage(heading: str, text: str, section: str = "", weight: float = 1.0) -> Passage:
        return Passage(entry.name, heading, text, f"{command} --section {section}" if section else command, weight)

    yield passage("In one line", pattern.summary, weight=2.0)
    yield passage("Also called", ", ".join(pattern.aliases), weight=2.0)
    yield passage("What it is", pattern.what, weight=2.0)
    for condition in pattern.use_when:
        yield passage("Use when", condition.text, "use", 1.5)
    for caution in pattern.avoid_when:
        yield passage("Avoid when", caution.text, "avoid", 1.5)
    for variant in pattern.variants:
        yield from _variant_passages(ref, variant)
    if pattern.applied:
        for row in pattern.applied.rows:
            name = catalog.system_name(row.system)
            where = f"patterns system {catalog.system_ids.get(row.system, row.system)}"
            text = ": ".join(filter(None, (row.use, row.why, *row.more)))
            yield Passage(entry.name, f"Applied in {name}", text, where)
    for note in pattern.notes:
        if text := _note_text(note):
            yield passage(note.label or note.heading or "Note", text, "notes")
    for pitfall in pattern.pitfalls:
        yield passage("Pitfall", f"{pitfall.title}: {pitfall.text} {pitfall.do}", "pitfalls")
    yield from _footnote_passages(entry.name, pattern.footnotes, f"{command} --section footnotes")
    labels = {attribute.id: attribute.label for attribute in entry.pack.info.profile}
    for id_, text in pattern.profile.items():
        yield passage(labels.get(id_, id_), text, "profile")
    diagram = catalog.diagram_of(entry)
    if diagram:
        yield passage("How it works", "; ".join(step.text for step in diagram.steps), "how")
    yield from (_reference_passage(entry.name, ref, reference) for reference in pattern.references)


def _note_text(note: Note) -> str:
    return " ".join(filter(None, (note.text, *note.points, *note.steps, note.code, note.markdown))).strip()


def _chapter_passages(entry: Entry, chapter: Chapter) -> Iterator[Passage]:
    for note in chapter.notes:
        if text := _note_text(note):
            subject = ": ".join(filter(None, (entry.name, note.label or note.heading)))
            yield Passage(subject, "Chapter", text, f"patterns show {entry.ref}")


def _variant_passages(pattern_ref: str, variant: Variant) -> Iterator[Passage]:
    command = f"patterns show {pattern_ref}/{variant.id}"
    yield Passage(variant.name, "What it is", f"{variant.summary} {variant.what}", command, 2.0)
    if variant.aliases:
        yield Passage(variant.name, "Also called", ", ".join(variant.aliases), command, 2.0)
    for condition in variant.use_when:
        yield Passage(variant.name, "Use when", condition.text, command, 1.5)
    for caution in variant.avoid_when:
        yield Passage(variant.name, "Avoid when", caution.text, command, 1.5)
    for text in variant.profile.values():
        yield Passage(variant.name, "Profile", text, command)


def _footnote_passages(subject: str, footnotes: Iterable[Footnote], command: str) -> Iterator[Passage]:
    for footnote in footnotes:
        yield Passage(subject, "To be precise", f"“{footnote.quote}”: {footnote.text}", command)


def _reference_passage(subject: str, ref: str, reference: Reference) -> Passage:
    command = f"patterns show {ref} --section references"
    text = f"{reference.title} ({reference.publisher}). {reference.says}"
    return Passage(subject, "Reference", text, command, 0.7)


def _neighbor_passages(entry: Entry, ref: str) -> Iterator[Passage]:
    command = f"patterns show {ref}"
    aliases = f" ({', '.join(entry.aliases)})" if entry.aliases else ""
    yield Passage(entry.name, "What it is for", entry.summary + aliases, command, 1.3)
    if isinstance(entry.record, Neighbor):
        yield Passage(entry.name, "How to tell", f"{entry.record.tell_apart} {entry.record.do}", command)


def _table_passages(table: Table) -> Iterator[Passage]:
    place = table.patterns[0] if table.patterns else ""
    command = f"patterns show {place} --section tables" if place else "patterns list tables"
    for row in table.rows:
        cells = [f"{column.label}: {cell}" for column, cell in zip(table.columns, row.cells, strict=False)]
        yield Passage(table.title, "Table", "; ".join(cells), command)
    yield from _footnote_passages(table.title, table.footnotes, command)


def _contrast_passages(catalog: Catalog, contrast: Contrast) -> Iterator[Passage]:
    names = " or ".join(catalog.name_of(ref) for ref in contrast.between)
    command = f"patterns compare {' '.join(contrast.between)}"
    answers = " ".join(f"{choice.when} {choice.because} {choice.fails}" for choice in contrast.choices)
    yield Passage(names, "Contrast", f"{contrast.question} {answers}", command)
    flip = contrast.flip
    yield Passage(names, "Case", f"{flip.story} {flip.change} {flip.because}", command)


def _tree_passages(catalog: Catalog, tree: DecisionTree) -> Iterator[Passage]:
    for question in tree.questions:
        options = "; ".join(f"{option.label} ({option.example})" for option in question.options)
        yield Passage("Decision tree", "Question", f"{question.ask} {options}", "patterns decide")
    for leaf in tree.leaves:
        subject = catalog.name_of(leaf.neighbor or leaf.verdict)
        yield Passage(
            subject, "Advice", " ".join((leaf.because, *leaf.costs, *leaf.reconsider)), "patterns decide --tree"
        )

"""An imported pack holds everything that its cheat sheet says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

from patterns_cli.catalog.catalog import Catalog
from patterns_cli.exchange.cheat_sheet.exporter import pack_to_markdown
from patterns_cli.exchange.cheat_sheet.importer import ImportedSheet, import_sheet
from patterns_cli.exchange.markdown.blocks import ImportRemark
from patterns_cli.packs.install.folder_writer import serialize_pack
from patterns_cli.packs.model import Caution, Condition, Pack, Pattern, Table
from tests.conftest import CHEAT_SHEET
from tests.exchange.cheat_sheet.sheet_strategies import sheets

SHEETS = Path(__file__).parent.parent.parent / "data" / "sheets"
ALL_SHEETS = sorted([*SHEETS.glob("*.md"), CHEAT_SHEET])
LABEL_WORDS = {
    *("what", "is", "it", "definition", "when", "to", "use", "if", "not", "avoid", "do", "don", "t", "theory")
}
"""Words of labels, which a pack expresses by its fields."""


def import_pack(text: str) -> Pack:
    return import_sheet(text, "sheet").pack


def import_pattern(text: str) -> Pattern:
    [pattern] = import_pack(text).patterns
    return pattern


def texts(value: Any) -> Iterator[str]:
    """All strings within a structure."""
    match value:
        case str():
            yield value
        case dict():
            yield from (text for inner in value.values() for text in texts(inner))
        case list() | tuple():
            yield from (text for inner in value for text in texts(inner))


def words(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", text.casefold()))


def lost_lines(text: str, sheet: ImportedSheet | None = None) -> list[str]:
    """The lines of a sheet with a word that is not in the pack, unless a remark names the line."""
    sheet = sheet or import_sheet(text, "sheet")
    kept_words = words(" ".join(texts(msgspec.to_builtins(sheet.pack)))) | LABEL_WORDS
    remarked_lines = {remark.line for remark in sheet.remarks}
    lines = text.replace("\r\n", "\n").split("\n")
    lost = []
    for number, line in enumerate(lines, 1):
        bare = re.sub(r"^ {0,3}#+\s+\W*([\d.]+|[IVX]+)\W", "", line)
        bare = re.sub(r"^(\s*[-*+>]|\s*\d+[.)]|\s)+", "", bare)
        bare = re.sub(r"^(```+|~~~+)\s*(mermaid|markdown as written)$", "", bare)
        if number not in remarked_lines and words(bare) - kept_words:
            lost.append(line)
    return lost


# The cheat sheet that the built-in pack is based on.


@pytest.fixture(scope="module")
def sheet() -> Pack:
    return import_pack(CHEAT_SHEET.read_text(encoding="utf-8"))


def by_name(pack: Pack) -> dict[str, Pattern]:
    return {pattern.name: pattern for pattern in pack.patterns}


def joined(reasons: Sequence[Condition | Caution]) -> str:
    return " ".join(reason.text for reason in reasons)


def cells(table: Table) -> list[tuple[str, ...]]:
    return [tuple(column.label for column in table.columns), *(row.cells for row in table.rows)]


def test_the_cheat_sheet_gives_the_patterns_of_the_built_in_pack(sheet: Pack, catalog: Catalog) -> None:
    built_in, imported = by_name(catalog.packs[0]), by_name(sheet)
    assert imported.keys() == built_in.keys()
    assert (sheet.info.title, sheet.info.summary) == (catalog.packs[0].info.title, catalog.packs[0].info.summary)
    for name, pattern in imported.items():
        assert pattern.what == built_in[name].what
        if name.startswith("Pagination"):
            continue  # the section does not say when to use it
        assert joined(pattern.use_when) == joined(built_in[name].use_when)
        assert joined(pattern.avoid_when) == joined(built_in[name].avoid_when)


def test_its_usage_tables_and_systems_are_those_of_the_built_in_pack(sheet: Pack, catalog: Catalog) -> None:
    built_in = by_name(catalog.packs[0])
    systems = {system.id: (system.name, system.link) for system in sheet.systems}
    assert systems == {system.id: (system.name, system.link) for system in catalog.packs[0].systems}
    for pattern in sheet.patterns:
        imported, expected = pattern.applied, built_in[pattern.name].applied
        assert (imported is None) == (expected is None)
        if imported and expected:
            assert (imported.title, imported.columns) == (expected.title, expected.columns)
            rows = [(row.system, row.use, row.why, row.more, row.link) for row in imported.rows]
            assert rows == [(row.system, row.use, row.why, (), "") for row in expected.rows]


def test_its_tables_notes_code_and_theory_are_those_of_the_built_in_pack(sheet: Pack, catalog: Catalog) -> None:
    built_in = by_name(catalog.packs[0])
    tables = {table.title: cells(table) for table in catalog.packs[0].tables}
    assert {table.title: cells(table) for table in sheet.tables} == tables
    assert sheet.chapters == ()
    for pattern in sheet.patterns:
        expected = built_in[pattern.name]
        notes = [(note.label, note.text, note.code, note.language) for note in pattern.notes]
        assert notes == [(note.label, note.text, note.code, note.language) for note in expected.notes]
        assert pattern.theory == expected.theory
        assert pattern.diagram == ""


def test_an_exported_sheet_of_the_built_in_pack_loses_nothing(catalog: Catalog) -> None:
    pack = catalog.packs[0]
    again = import_pack(pack_to_markdown(pack))
    for pattern in pack.patterns:
        reimported = by_name(again)[pattern.name]
        assert [reason.text for reason in reimported.use_when] == [reason.text for reason in pattern.use_when]
        assert [reason.text for reason in reimported.avoid_when] == [reason.text for reason in pattern.avoid_when]
        assert reimported.diagram.strip() == pattern.diagram.strip()
        kept = " ".join(texts(msgspec.to_builtins((reimported, again.tables))))
        extras = [
            *(pitfall.do for pitfall in pattern.pitfalls),
            *(footnote.text for footnote in pattern.footnotes),
            *pattern.profile.values(),
            *(reference.says for reference in pattern.references),
            *(variant.what for variant in pattern.variants),
        ]
        assert [text for text in extras if text not in kept] == []
    kept = " ".join(texts(msgspec.to_builtins(again)))
    assert [neighbor.id for neighbor in pack.neighbors if neighbor.tell_apart not in kept] == []
    assert [contrast.id for contrast in pack.contrasts if contrast.question not in kept] == []
    assert [group.title for group in again.info.groups] == [group.title for group in pack.info.groups]


# Sheets of other shapes.


@pytest.mark.parametrize("path", ALL_SHEETS, ids=lambda path: path.stem)
def test_every_line_of_a_sheet_is_kept_and_understood(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert import_sheet(text, path.stem).remarks == ()
    assert lost_lines(text) == []


@pytest.mark.parametrize("path", ALL_SHEETS, ids=lambda path: path.stem)
def test_a_sheet_is_the_same_pack_after_export_and_import(path: Path) -> None:
    pack = import_pack(path.read_text(encoding="utf-8"))
    assert serialize_pack(import_pack(pack_to_markdown(pack))) == serialize_pack(pack)


@given(sheets)
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
def test_no_word_of_any_sheet_is_lost_without_a_remark(text: str) -> None:
    assert lost_lines(text) == []


def test_headings_above_patterns_become_groups_with_an_opening_chapter() -> None:
    pack = import_pack((SHEETS / "caching.md").read_text(encoding="utf-8"))
    groups = [(group.title, group.patterns) for group in pack.info.groups]
    assert groups == [("Reading", ("cache-aside", "read-through")), ("Writing", ("write-through", "write-behind"))]
    opening = {chapter.opens: chapter for chapter in pack.chapters if chapter.opens}
    assert opening["reading"].notes[0].text == "How data gets into the cache."
    assert opening["pack"].notes[0].text.startswith("Read the quick table first")
    glossary = next(chapter for chapter in pack.chapters if chapter.title == "Glossary")
    assert [note.label for note in glossary.notes] == ["TTL", "Stampede"]


def test_a_list_of_labels_and_a_usage_table_of_two_columns() -> None:
    pack = import_pack((SHEETS / "caching.md").read_text(encoding="utf-8"))
    aside = pack.patterns[0]
    assert aside.what.startswith("The application asks the cache first.")
    assert len(aside.use_when) == 2
    assert aside.applied is not None
    assert aside.applied.columns == ("System", "What is cached")
    first = aside.applied.rows[0]
    assert (first.use, first.why) == ("Short code → long URL", "")
    assert aside.notes[1].steps[0].startswith("A popular key")
    quick = next(table for table in pack.tables if table.title == "Quick Decision Table")
    assert [row.about for row in quick.rows] == [
        ("cache-aside",),
        ("read-through",),
        ("write-through",),
        ("write-behind",),
    ]


def test_labels_with_words_of_their_own_and_a_usage_table_of_five_columns() -> None:
    pack = import_pack((SHEETS / "kafka.md").read_text(encoding="utf-8"))
    partitions, groups, guarantees = pack.patterns
    assert [reason.label for reason in partitions.use_when] == ["When to use more of them", "When to use a key"]
    assert [reason.label for reason in partitions.avoid_when] == ["When not to use a key"]
    assert partitions.applied is not None
    assert partitions.applied.rows[2].use == "`account | currency`"
    assert partitions.applied.rows[0].more == ("16", "All events of a trip in order")
    assert groups.diagram.startswith("sequenceDiagram")
    assert [reason.text for reason in groups.use_when][1] == "A crashed instance must be replaced without loss"
    assert [reason.text for reason in groups.avoid_when] == [
        "Every instance has to see every event.",
        "Use one group for each instance then.",
    ]
    assert groups.notes[0].heading == "Rebalancing"
    assert groups.notes[0].code == "session.timeout.ms=45000\nheartbeat.interval.ms=3000\n"
    assert "[docs]: https://kafka" in guarantees.notes[-1].markdown


def test_sections_without_numbers_and_systems_in_the_second_column() -> None:
    pack = import_pack((SHEETS / "consistency.md").read_text(encoding="utf-8"))
    assert [pattern.id for pattern in pack.patterns] == ["outbox", "saga", "optimistic-locking"]
    outbox, saga, _ = pack.patterns
    assert outbox.what.startswith("The event is written to a table")
    assert outbox.applied is not None
    assert outbox.applied.columns == ("System", "Where", "Outcome")
    assert [system.link for system in pack.systems] == ["", "../payment.md"]
    assert saga.notes[2].markdown.startswith("<details>\n<summary>")
    [table] = pack.tables
    assert table.patterns == ("outbox", "saga", "optimistic-locking")


def test_a_sheet_about_a_single_pattern_is_named_by_its_title_or_its_file() -> None:
    body = (
        "## What\n\nSteps that can be undone.\n\n## When to use\n\n- Many services\n\n"
        "## Used in\n\n| Shop |\n|---|\n| A |\n"
    )
    for text, name in ((body, "sheet"), (f"# Saga\n\n{body}", "Saga")):
        pattern = import_pattern(text)
        assert (pattern.name, pattern.what) == (name, "Steps that can be undone.")
        assert [reason.text for reason in pattern.use_when] == ["Many services"]
        assert pattern.applied is not None


def test_a_heading_above_group_headings_is_kept_as_a_chapter() -> None:
    pack = import_pack("# T\n\n# Book\n\n## Part\n\n### 1. A\n\n**What**: x\n")
    assert [chapter.title for chapter in pack.chapters] == ["Book"]
    assert [group.title for group in pack.info.groups] == ["Part"]
    assert serialize_pack(import_pack(pack_to_markdown(pack))) == serialize_pack(pack)


# Edge cases.


def test_a_pipe_in_a_cell_does_not_shift_the_columns() -> None:
    sheet = import_sheet(
        "## 1. A\n\n| Name | Use | Avoid |\n|---|---|---|\n| Pipe | a \\| b | c |\n| Filter | `x\\|y` | c |\n"
        "| Union | `x|y` | c |\n| [Doc](http://e.x/a|b) | u | c |\n| a | b | c | d |\n| short |\n",
        "t",
    )
    assert [row.cells for row in sheet.pack.tables[0].rows] == [
        ("Pipe", "a | b", "c"),
        ("Filter", "`x|y`", "c"),
        ("Union", "`x|y`", "c"),
        ("[Doc](http://e.x/a|b)", "u", "c"),
        ("a", "b", "c | d"),
        ("short", "", ""),
    ]
    assert [(remark.line, remark.message.partition(";")[0]) for remark in sheet.remarks] == [
        (line, "the row has 4 cells, the header 3") for line in (7, 8, 9)
    ]


def test_fences_keep_their_lines_and_only_headings_are_patterns() -> None:
    text = (
        "## Builder\n\n```python\n# step 1\nx = 1\n```\n\n````\n```\ninner\n```\n````\n\n"
        "```\n~~~\n```\n\n    indented\n\n"
        "## C#\n\ntext\n\n## State ##\n\n```\nnever closed\n## not a heading\n"
    )
    sheet = import_sheet(text, "d")
    assert [pattern.name for pattern in sheet.pack.patterns] == ["Builder", "C#", "State"]
    builder, _, state = sheet.pack.patterns
    assert [note.code for note in builder.notes] == ["# step 1\nx = 1\n", "```\ninner\n```\n", "~~~\n", "indented\n"]
    assert state.notes[0].code == "never closed\n## not a heading\n"
    no_labels, remark = sheet.remarks
    assert no_labels == ImportRemark(
        1, 'no section has a number or a label such as "When to use", so every heading is read as a pattern'
    )
    assert (remark.line, remark.text) == (text.split("\n").index("never closed"), "```")
    assert "never closed" in remark.message


def test_control_characters_are_escaped_with_a_remark() -> None:
    sheet = import_sheet("## 1. A\x1b[2J\n\n| x |\n|---|\n| \x9b31m |\n\n```\n\u202e\n```\n", "e")
    assert sheet.pack.patterns[0].name == "A\\x1b[2J"
    assert sheet.pack.tables[0].rows[0].cells == ("\\x9b31m",)
    assert sheet.pack.patterns[0].notes[-1].code == "\\u202e\n"
    assert [remark.line for remark in sheet.remarks] == [1, 5, 8]


@pytest.mark.parametrize(
    "heading", ["1. Name", "1) Name", "(1) Name", "1: Name", "1 - Name", "#1 Name", "1.1. Name", "IV. Name", "№ 1 Name"]
)
def test_a_section_number_of_any_style_is_not_part_of_the_name(heading: str) -> None:
    assert import_pattern(f"## {heading}\n\n**What**: x\n").name == "Name"


@pytest.mark.parametrize("heading", ["2PC (Two-Phase Commit)", "3 Tiers", "C. elegans", "1.", "Mix"])
def test_a_number_within_a_name_is_kept(heading: str) -> None:
    assert import_pattern(f"## {heading}\n\n**What**: x\n").name == heading


def test_section_numbers_out_of_order_give_a_remark() -> None:
    [remark] = import_sheet("## 1. A\n\n**What**: x\n\n## 7. B\n\n**What**: y\n", "n").remarks
    assert (remark.line, remark.message) == (5, "the section has the number 7, but it is imported as pattern 2")


def test_front_matter_is_dropped_with_a_remark() -> None:
    sheet = import_sheet("---\ntitle: x\ntags: [a]\n---\n# T\n\n## 1. A\n\n**What**: y\n", "f")
    assert [remark.line for remark in sheet.remarks] == [2, 3]
    assert sheet.pack.info.title == "T"


def test_windows_line_endings_and_a_byte_order_mark_change_nothing() -> None:
    text = CHEAT_SHEET.read_text(encoding="utf-8")
    assert serialize_pack(import_pack("\ufeff" + text.replace("\n", "\r\n"))) == serialize_pack(import_pack(text))


def test_a_table_without_a_header_keeps_its_rows() -> None:
    sheet = import_sheet("## 1. A\n\n| a | b |\n| c | d | e |\n", "t")
    assert cells(sheet.pack.tables[0]) == [("", "", ""), ("a", "b", ""), ("c", "d", "e")]
    assert [remark.line for remark in sheet.remarks] == [3]


def test_systems_that_differ_only_in_case_are_merged_with_a_remark() -> None:
    text = "## 1. A\n\n| System | Use |\n|---|---|\n| Chat System | x |\n| [chat system](a.md) | y |\n"
    sheet = import_sheet(text, "s")
    assert [(system.id, system.link) for system in sheet.pack.systems] == [("chat-system", "a.md")]
    assert [(remark.line, remark.text) for remark in sheet.remarks] == [(6, "chat system")]


def test_a_system_is_named_by_the_spelling_that_can_be_a_link() -> None:
    text = "## 1. A\n\n| System | Use |\n|---|---|\n| [Payment- | x |\n| [Payment](p.md) | y |\n"
    sheet = import_sheet(text, "s")
    assert [(system.name, system.link) for system in sheet.pack.systems] == [("Payment", "p.md")]
    assert [(remark.line, remark.text) for remark in sheet.remarks] == [(6, "[Payment-")]
    assert import_sheet(pack_to_markdown(sheet.pack), "s").pack == sheet.pack


def test_a_reference_link_to_a_system_gives_its_url() -> None:
    text = "## 1. A\n\n| System | Use |\n|---|---|\n| [Uber][u] | x |\n\n[u]: ../uber.md\n"
    pack = import_pack(text)
    assert (pack.systems[0].name, pack.systems[0].link) == ("Uber", "../uber.md")


def test_deep_nesting_is_kept_line_by_line() -> None:
    text = "## 1. A\n\n" + "> " * 2000 + "deep\n"
    assert "deep" in import_pattern(text).notes[0].markdown
    assert lost_lines("## 1. A\n\n" + "".join("  " * n + f"- x{n}\n" for n in range(200))) == []

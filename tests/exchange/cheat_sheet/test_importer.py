"""What a cheat sheet says is in the pack, where people look for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

from patterns_cli.catalog.catalog import Catalog
from patterns_cli.exchange.cheat_sheet.importer import ImportedSheet, import_sheet
from patterns_cli.exchange.cheat_sheet.pack_markdown import pack_to_markdown
from patterns_cli.exchange.markdown.blocks import ImportRemark
from patterns_cli.packs.install.folder_writer import serialize_pack
from patterns_cli.packs.model import Pack, Pattern, Table
from tests.conftest import CHEAT_SHEET
from tests.exchange.cheat_sheet.any_sheet import sheets

SHEETS = Path(__file__).parent.parent.parent / "data" / "sheets"
ALL = sorted([*SHEETS.glob("*.md"), CHEAT_SHEET])
KNOWN = {*("what", "is", "it", "definition", "when", "to", "use", "if", "not", "avoid", "do", "don", "t", "theory")}
"""Words of labels that the pack says by its fields."""


def imported(text: str) -> Pack:
    return import_sheet(text, "sheet").pack


def only(text: str) -> Pattern:
    [pattern] = imported(text).patterns
    return pattern


def texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            yield from (text for inner in value.values() for text in texts(inner))
        case list() | tuple():
            yield from (text for inner in value for text in texts(inner))


def words(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", text.casefold()))


def lost_lines(text: str, read: ImportedSheet | None = None) -> list[str]:
    """The lines of a sheet of which a word is neither in the pack nor named as not understood."""
    read = read or import_sheet(text, "sheet")
    held = words(" ".join(texts(msgspec.to_builtins(read.pack)))) | KNOWN
    told = {remark.line for remark in read.remarks}
    lines = text.replace("\r\n", "\n").split("\n")
    lost = []
    for number, line in enumerate(lines, 1):
        bare = re.sub(r"^ {0,3}#+\s+\W*([\d.]+|[IVX]+)\W", "", line)
        bare = re.sub(r"^(\s*[-*+>]|\s*\d+[.)]|\s)+", "", bare)
        bare = re.sub(r"^(```+|~~~+)\s*(mermaid|markdown as written)$", "", bare)
        if number not in told and words(bare) - held:
            lost.append(line)
    return lost


# The cheat sheet that the built-in pack was written from.


@pytest.fixture(scope="module")
def sheet() -> Pack:
    return imported(CHEAT_SHEET.read_text(encoding="utf-8"))


def by_name(pack: Pack) -> dict[str, Pattern]:
    return {pattern.name: pattern for pattern in pack.patterns}


def cells(table: Table) -> list[tuple[str, ...]]:
    return [tuple(column.label for column in table.columns), *(row.cells for row in table.rows)]


def test_the_cheat_sheet_gives_the_patterns_of_the_built_in_pack(sheet: Pack, catalog: Catalog) -> None:
    own, theirs = by_name(catalog.packs[0]), by_name(sheet)
    assert own.keys() == theirs.keys()
    assert (sheet.info.title, sheet.info.summary) == (catalog.packs[0].info.title, catalog.packs[0].info.summary)
    for name, pattern in theirs.items():
        assert pattern.what == own[name].what
        if name.startswith("Pagination"):
            continue  # its section says nothing of when to use it
        for field in ("use_when", "avoid_when"):
            said, written = ([one.text for one in getattr(one, field)] for one in (pattern, own[name]))
            assert " ".join(said) == " ".join(written)


def test_its_applied_tables_and_systems_are_those_of_the_built_in_pack(sheet: Pack, catalog: Catalog) -> None:
    own = by_name(catalog.packs[0])
    names = {system.id: (system.name, system.link) for system in sheet.systems}
    assert names == {system.id: (system.name, system.link) for system in catalog.packs[0].systems}
    for pattern in sheet.patterns:
        applied, written = pattern.applied, own[pattern.name].applied
        assert (applied is None) == (written is None)
        if applied and written:
            assert (applied.title, applied.columns) == (written.title, written.columns)
            said = [(row.system, row.use, row.why, row.more, row.link) for row in applied.rows]
            assert said == [(row.system, row.use, row.why, (), "") for row in written.rows]


def test_its_tables_notes_code_and_theory_are_those_of_the_built_in_pack(sheet: Pack, catalog: Catalog) -> None:
    own = by_name(catalog.packs[0])
    tables = {table.title: cells(table) for table in catalog.packs[0].tables}
    assert {table.title: cells(table) for table in sheet.tables} == tables
    assert sheet.chapters == ()
    for pattern in sheet.patterns:
        written = own[pattern.name]
        said = [(note.label, note.text, note.code, note.language) for note in pattern.notes]
        assert said == [(note.label, note.text, note.code, note.language) for note in written.notes]
        assert pattern.theory == written.theory
        assert pattern.diagram == ""


def test_the_built_in_pack_comes_back_from_its_own_sheet(catalog: Catalog) -> None:
    pack = catalog.packs[0]
    again = imported(pack_to_markdown(pack))
    for pattern in pack.patterns:
        other = by_name(again)[pattern.name]
        assert [one.text for one in other.use_when] == [one.text for one in pattern.use_when]
        assert [one.text for one in other.avoid_when] == [one.text for one in pattern.avoid_when]
        assert other.diagram.strip() == pattern.diagram.strip()
        held = " ".join(texts(msgspec.to_builtins((other, again.tables))))
        beyond = [
            *(one.do for one in pattern.pitfalls),
            *(one.text for one in pattern.footnotes),
            *pattern.profile.values(),
        ]
        beyond += [one.says for one in pattern.references] + [one.what for one in pattern.variants]
        assert [text for text in beyond if text not in held] == []
    held = " ".join(texts(msgspec.to_builtins(again)))
    assert [one.tell_apart for one in pack.neighbors if one.tell_apart not in held] == []
    assert [one.question for one in pack.contrasts if one.question not in held] == []
    assert [group.title for group in again.info.groups] == [group.title for group in pack.info.groups]


# Sheets of other shapes.


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_every_line_of_a_sheet_is_kept_and_understood(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert import_sheet(text, path.stem).remarks == ()
    assert lost_lines(text) == []


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_a_sheet_is_the_same_pack_after_export_and_import(path: Path) -> None:
    pack = imported(path.read_text(encoding="utf-8"))
    assert serialize_pack(imported(pack_to_markdown(pack))) == serialize_pack(pack)


@given(sheets)
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
def test_no_word_of_any_sheet_is_lost_in_silence(text: str) -> None:
    assert lost_lines(text) == []


def test_parts_of_a_sheet_become_groups_with_what_is_said_of_them() -> None:
    pack = imported((SHEETS / "caching.md").read_text(encoding="utf-8"))
    groups = [(group.title, group.patterns) for group in pack.info.groups]
    assert groups == [("Reading", ("cache-aside", "read-through")), ("Writing", ("write-through", "write-behind"))]
    opening = {chapter.opens: chapter for chapter in pack.chapters if chapter.opens}
    assert opening["reading"].notes[0].text == "How data gets into the cache."
    assert opening["pack"].notes[0].text.startswith("Read the quick table first")
    glossary = next(chapter for chapter in pack.chapters if chapter.title == "Glossary")
    assert [note.label for note in glossary.notes] == ["TTL", "Stampede"]


def test_labels_in_a_list_and_a_table_of_two_columns() -> None:
    pack = imported((SHEETS / "caching.md").read_text(encoding="utf-8"))
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


def test_lines_when_to_use_something_and_a_table_of_five_columns() -> None:
    pack = imported((SHEETS / "kafka.md").read_text(encoding="utf-8"))
    partitions, groups, guarantees = pack.patterns
    assert [one.label for one in partitions.use_when] == ["When to use more of them", "When to use a key"]
    assert [one.label for one in partitions.avoid_when] == ["When not to use a key"]
    assert partitions.applied is not None
    assert partitions.applied.rows[2].use == "`account | currency`"
    assert partitions.applied.rows[0].more == ("16", "All events of a trip in order")
    assert groups.diagram.startswith("sequenceDiagram")
    assert [one.text for one in groups.use_when][1] == "A crashed instance must be replaced without loss"
    assert [one.text for one in groups.avoid_when] == [
        "Every instance has to see every event.",
        "Use one group for each instance then.",
    ]
    assert groups.notes[0].heading == "Rebalancing"
    assert groups.notes[0].code == "session.timeout.ms=45000\nheartbeat.interval.ms=3000\n"
    assert "[docs]: https://kafka" in guarantees.notes[-1].markdown


def test_sections_without_numbers_and_systems_in_another_column() -> None:
    pack = imported((SHEETS / "consistency.md").read_text(encoding="utf-8"))
    assert [pattern.id for pattern in pack.patterns] == ["outbox", "saga", "optimistic-locking"]
    outbox, saga, _ = pack.patterns
    assert outbox.what.startswith("The event is written to a table")
    assert outbox.applied is not None
    assert outbox.applied.columns == ("System", "Where", "Outcome")
    assert [system.link for system in pack.systems] == ["", "../payment.md"]
    assert saga.notes[2].markdown.startswith("<details>\n<summary>")
    [table] = pack.tables
    assert table.patterns == ("outbox", "saga", "optimistic-locking")


def test_a_sheet_about_one_pattern_goes_by_its_title_or_its_file() -> None:
    body = (
        "## What\n\nSteps that can be undone.\n\n## When to use\n\n- Many services\n\n"
        "## Used in\n\n| Shop |\n|---|\n| A |\n"
    )
    for text, name in ((body, "sheet"), (f"# Saga\n\n{body}", "Saga")):
        pattern = only(text)
        assert (pattern.name, pattern.what) == (name, "Steps that can be undone.")
        assert [one.text for one in pattern.use_when] == ["Many services"]
        assert pattern.applied is not None


def test_a_part_that_holds_only_parts_is_kept_as_a_chapter() -> None:
    pack = imported("# T\n\n# Book\n\n## Part\n\n### 1. A\n\n**What**: x\n")
    assert [chapter.title for chapter in pack.chapters] == ["Book"]
    assert [group.title for group in pack.info.groups] == ["Part"]
    assert serialize_pack(imported(pack_to_markdown(pack))) == serialize_pack(pack)


# Awkward places.


def test_bars_in_cells_stay_in_their_column() -> None:
    read = import_sheet(
        "## 1. A\n\n| Name | Use | Avoid |\n|---|---|---|\n| Pipe | a \\| b | c |\n| Filter | `x\\|y` | c |\n"
        "| Union | `x|y` | c |\n| [Doc](http://e.x/a|b) | u | c |\n| a | b | c | d |\n| short |\n",
        "t",
    )
    assert [row.cells for row in read.pack.tables[0].rows] == [
        ("Pipe", "a | b", "c"),
        ("Filter", "`x|y`", "c"),
        ("Union", "`x|y`", "c"),
        ("[Doc](http://e.x/a|b)", "u", "c"),
        ("a", "b", "c | d"),
        ("short", "", ""),
    ]
    assert [(remark.line, remark.message[:24]) for remark in read.remarks] == [
        (line, "4 cells under 3 columns;") for line in (7, 8, 9)
    ]


def test_fences_keep_their_lines_and_only_headings_are_patterns() -> None:
    text = (
        "## Builder\n\n```python\n# step 1\nx = 1\n```\n\n````\n```\ninner\n```\n````\n\n"
        "```\n~~~\n```\n\n    indented\n\n"
        "## C#\n\ntext\n\n## State ##\n\n```\nnever closed\n## not a heading\n"
    )
    read = import_sheet(text, "d")
    assert [pattern.name for pattern in read.pack.patterns] == ["Builder", "C#", "State"]
    builder, _, state = read.pack.patterns
    assert [note.code for note in builder.notes] == ["# step 1\nx = 1\n", "```\ninner\n```\n", "~~~\n", "indented\n"]
    assert state.notes[0].code == "never closed\n## not a heading\n"
    no_labels, remark = read.remarks
    assert no_labels == ImportRemark(
        1, "no section is numbered or says when to use it; every heading is taken for a pattern"
    )
    assert (remark.line, remark.text) == (text.split("\n").index("never closed"), "```")
    assert "never closed" in remark.message


def test_what_a_terminal_would_act_upon_is_written_out_and_told() -> None:
    read = import_sheet("## 1. A\x1b[2J\n\n| x |\n|---|\n| \x9b31m |\n\n```\n\u202e\n```\n", "e")
    assert read.pack.patterns[0].name == "A\\x1b[2J"
    assert read.pack.tables[0].rows[0].cells == ("\\x9b31m",)
    assert read.pack.patterns[0].notes[-1].code == "\\u202e\n"
    assert [remark.line for remark in read.remarks] == [1, 5, 8]


@pytest.mark.parametrize(
    "heading", ["1. Name", "1) Name", "(1) Name", "1: Name", "1 - Name", "#1 Name", "1.1. Name", "IV. Name", "№ 1 Name"]
)
def test_numbers_of_any_style_are_not_part_of_a_name(heading: str) -> None:
    assert only(f"## {heading}\n\n**What**: x\n").name == "Name"


@pytest.mark.parametrize("heading", ["2PC (Two-Phase Commit)", "3 Tiers", "C. elegans", "1.", "Mix"])
def test_a_name_keeps_the_number_that_belongs_to_it(heading: str) -> None:
    assert only(f"## {heading}\n\n**What**: x\n").name == heading


def test_numbers_that_are_not_in_order_are_told() -> None:
    [remark] = import_sheet("## 1. A\n\n**What**: x\n\n## 7. B\n\n**What**: y\n", "n").remarks
    assert (remark.line, remark.message) == (5, "the number 7 is not kept: this is pattern 2")


def test_settings_before_the_text_are_told_and_not_kept() -> None:
    read = import_sheet("---\ntitle: x\ntags: [a]\n---\n# T\n\n## 1. A\n\n**What**: y\n", "f")
    assert [remark.line for remark in read.remarks] == [2, 3]
    assert read.pack.info.title == "T"


def test_line_ends_of_windows_and_a_byte_order_mark_change_nothing() -> None:
    text = CHEAT_SHEET.read_text(encoding="utf-8")
    assert serialize_pack(imported("\ufeff" + text.replace("\n", "\r\n"))) == serialize_pack(imported(text))


def test_a_table_without_heads_keeps_its_rows() -> None:
    read = import_sheet("## 1. A\n\n| a | b |\n| c | d | e |\n", "t")
    assert cells(read.pack.tables[0]) == [("", "", ""), ("a", "b", ""), ("c", "d", "e")]
    assert [remark.line for remark in read.remarks] == [3]


def test_systems_that_differ_in_case_only_are_one_and_that_is_told() -> None:
    text = "## 1. A\n\n| System | Use |\n|---|---|\n| Chat System | x |\n| [chat system](a.md) | y |\n"
    read = import_sheet(text, "s")
    assert [(system.id, system.link) for system in read.pack.systems] == [("chat-system", "a.md")]
    assert [(remark.line, remark.text) for remark in read.remarks] == [(6, "chat system")]


def test_a_system_goes_by_the_name_that_can_carry_its_link() -> None:
    text = "## 1. A\n\n| System | Use |\n|---|---|\n| [Payment- | x |\n| [Payment](p.md) | y |\n"
    read = import_sheet(text, "s")
    assert [(system.name, system.link) for system in read.pack.systems] == [("Payment", "p.md")]
    assert [(remark.line, remark.text) for remark in read.remarks] == [(6, "[Payment-")]
    assert import_sheet(pack_to_markdown(read.pack), "s").pack == read.pack


def test_a_reference_link_to_a_system_is_spelled_out() -> None:
    text = "## 1. A\n\n| System | Use |\n|---|---|\n| [Uber][u] | x |\n\n[u]: ../uber.md\n"
    pack = imported(text)
    assert (pack.systems[0].name, pack.systems[0].link) == ("Uber", "../uber.md")


def test_deep_nesting_is_kept_in_its_lines() -> None:
    text = "## 1. A\n\n" + "> " * 2000 + "deep\n"
    assert "deep" in only(text).notes[0].markdown
    assert lost_lines("## 1. A\n\n" + "".join("  " * n + f"- x{n}\n" for n in range(200))) == []

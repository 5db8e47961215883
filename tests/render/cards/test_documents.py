"""Documents, plain and pretty: the same blocks, nothing lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patterns_cli.render.document import (
    Block,
    BulletList,
    CodeBlock,
    Document,
    Grid,
    Heading,
    LabeledRows,
    ListItem,
    Matrix,
    Paragraph,
    Section,
)
from patterns_cli.render.plain_renderer import PlainRenderer
from patterns_cli.render.rich_renderer import RichRenderer, distribute_width
from tests.conftest import lines_wider_than

WORDS = st.text(st.characters(whitelist_categories=["L", "N"], max_codepoint=0x2FF), min_size=1, max_size=30)
GAPS = st.sampled_from([" ", " ", " ", "  ", "\t", "\u00a0 "])
TEXT = st.builds(lambda gap, words: gap.join(words), GAPS, st.lists(WORDS, min_size=1, max_size=12))
ITEMS = st.builds(ListItem, TEXT, st.lists(st.tuples(TEXT, TEXT), max_size=2), title=TEXT)


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    count = draw(st.integers(1, 5))
    row = st.lists(TEXT, min_size=count, max_size=count)
    return Grid(draw(row), draw(st.lists(row, min_size=1, max_size=4)), draw(TEXT))


BLOCKS: st.SearchStrategy[Block] = st.one_of(
    st.builds(Paragraph, TEXT),
    st.builds(BulletList, st.lists(ITEMS, min_size=1, max_size=3), st.sampled_from(["", "+", "-", "1"])),
    st.builds(LabeledRows, st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=3)),
    st.builds(CodeBlock, TEXT),
    grids(),
)
DOCUMENTS = st.builds(
    Document,
    st.builds(Heading, TEXT, TEXT),
    st.lists(st.builds(Section, st.just("id"), TEXT, st.lists(BLOCKS, min_size=1, max_size=3)), max_size=3),
    st.lists(st.tuples(TEXT, TEXT), max_size=2),
)


def words(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


def all_text(value: object) -> list[str]:
    import msgspec

    builtin = msgspec.to_builtins(value)
    if isinstance(builtin, str):
        return [builtin]
    if isinstance(builtin, dict):
        return [text for key, item in builtin.items() if key not in ("id", "sign") for text in all_text(item)]
    return [text for item in builtin for text in all_text(item)] if isinstance(builtin, (list, tuple)) else []


@given(DOCUMENTS, st.sampled_from([20, 33, 40, 64, 80, 120, 200, None]))
def test_plain_keeps_to_the_width_and_says_all(document: Document, width: int | None) -> None:
    out = PlainRenderer(width, encoding="utf-8").render(document)
    assert width is None or not lines_wider_than(width, out)
    shown = words(out)
    assert all(words(word) in shown for text in all_text(document) for word in text.split())


@given(DOCUMENTS, st.sampled_from([20, 33, 40, 64, 80, 120, 200]), st.booleans())
def test_pretty_keeps_to_the_width_and_says_all(document: Document, width: int, color: bool) -> None:
    out = RichRenderer(width, color=color, encoding="utf-8").render(document)
    assert not lines_wider_than(width, out)
    assert color or "\x1b" not in out
    shown = words(re.sub(r"\x1b\[[0-9;]*m", "", out))
    for block in [block for section in document.sections for block in section.blocks if not isinstance(block, Grid)]:
        assert all(words(word) in shown for text in all_text(block) for word in text.split())


GRID = Document(None, [Section("s", "", [Grid(["Name", "What it does"], [["alpha", "It goes first."]])])])


def test_a_grid_is_a_table_where_it_fits_and_labelled_lines_where_not() -> None:
    assert "│ alpha │ It goes first. │" in RichRenderer(40, color=False, encoding="utf-8").render(GRID)
    four = Grid(["One", "Two", "Three", "Four"], [["a long cell of prose", "b", "c", "d"]])
    out = RichRenderer(40, color=False, encoding="utf-8").render(Document(None, [Section("s", "", [four])]))
    assert out == "One: a long cell of prose\nTwo: b\nThree: c\nFour: d\n"
    assert PlainRenderer(None, encoding="utf-8").render(GRID) == "Name: alpha\nWhat it does: It goes first.\n"


def test_a_matrix_is_told_row_by_row_where_it_does_not_fit() -> None:
    matrix = Matrix("System", ["One", "Two"], [("Uber", ["uses", "could"])], "uses")
    document = Document(None, [Section("m", "", [matrix])])
    assert "Uber: One, Two (could)" in PlainRenderer(None, encoding="utf-8").render(document)
    assert "│ Uber   │ uses │ could │" in RichRenderer(60, color=False, encoding="utf-8").render(document)


@pytest.mark.parametrize("text", ["[bold]x[/bold]", "see [/items]", "list[str]", ":smile:", "C:\\dir\\", "{a :key: b}"])
def test_no_markup_of_content_is_acted_upon(text: str) -> None:
    document = Document(Heading(text), [Section("s", text, [Paragraph(text), Grid([text], [[text]])])])
    for out in (
        RichRenderer(80, color=True, encoding="utf-8").render(document),
        PlainRenderer(80, encoding="utf-8").render(document),
    ):
        assert re.sub(r"\x1b\[[0-9;]*m", "", out).count(text) >= 4


@given(st.lists(st.tuples(st.integers(1, 30), st.integers(0, 200)), min_size=1, max_size=8), st.integers(0, 300))
def test_columns_share_the_room_exactly(columns: list[tuple[int, int]], extra: int) -> None:
    least = [need for need, _ in columns]
    most = [need + wish for need, wish in columns]
    room = sum(least) + extra
    widths = distribute_width(room, least, most)
    assert all(need <= width for need, width in zip(least, widths, strict=True))
    assert sum(widths) == min(room, sum(most))


def test_only_a_label_is_colored_and_not_what_it_labels() -> None:
    item = ListItem("goes first", [("Do", "wait")], title="Alpha")
    document = Document(None, [Section("s", "", [BulletList([item], "+")])])
    out = RichRenderer(60, color=True, encoding="utf-8").render(document)
    assert out == "\x1b[32m+ \x1b[0m\x1b[1mAlpha: \x1b[0mgoes first\n  \x1b[36mDo: \x1b[0mwait\n"


@pytest.mark.parametrize("gap", ["  ", "\t", "\u00a0 ", "\u3000"])
def test_spaces_of_any_kind_and_number_in_a_heading_are_one(gap: str) -> None:
    name = f"Two{gap}words"
    document = Document(Heading(name), [Section("id", name, [BulletList([ListItem("text", title=name)])])], [])
    out = RichRenderer(40, color=True, encoding="utf-8").render(document)
    assert out.count("Two words") == 3


@pytest.mark.parametrize("color", [True, False])
@pytest.mark.parametrize(
    "text", ["Two ` words `", "Two ** words**", "` ` Two words", "Two `  ` words ` `", "** **Two words"]
)
def test_spaces_within_the_marks_of_code_or_bold_break_nothing(text: str, color: bool) -> None:
    document = Document(Heading("Name", text), [Section("id", "Id", [Paragraph(text)])], [])
    out = RichRenderer(40, color=color, encoding="utf-8").render(document)
    assert words(re.sub(r"\x1b\[[0-9;]*m", "", out)) == "NameTwowordsIdTwowords"

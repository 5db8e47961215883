"""Labels and links at the start of a line."""

from __future__ import annotations

import pytest

from patterns_cli.exchange.markdown.blocks import Block, Paragraph
from patterns_cli.exchange.markdown.inline import format_link, parse_link, split_label
from patterns_cli.exchange.markdown.round_trip import read_markdown


@pytest.mark.parametrize("line", ["**What**: x", "**What:** x", "__What__: x", "**What** : x", "**What**： x"])
def test_a_label_is_the_bold_text_before_the_first_colon(line: str) -> None:
    assert split_label(line) == ("What", "x")


def test_a_label_without_text_needs_no_colon() -> None:
    assert split_label("**What**") == ("What", "")


@pytest.mark.parametrize("line", ["What: x", "**What** x", "**All done.**", "**: ** x", "**a** and **b**: x", ""])
def test_other_lines_have_no_label(line: str) -> None:
    assert split_label(line) is None


@pytest.mark.parametrize("link", [("Uber", "../uber.md"), ("Read me", "https://e.x/?a=b&c")])
def test_a_formatted_link_is_parsed_as_the_same_link(link: tuple[str, str]) -> None:
    assert parse_link(format_link(*link)) == link


@pytest.mark.parametrize(
    "text", ["Uber", "[Uber](u.md) and more", "[Uber](u.md 'title')", "[Uber]()", "[**U**](u.md)", "[`a` b](u.md)"]
)
def test_anything_else_is_not_a_single_link(text: str) -> None:
    assert parse_link(text) is None


def paragraphs(text: str) -> list[Block]:
    return [positioned.block for positioned in read_markdown(text).blocks]


def test_each_line_with_a_label_starts_a_paragraph() -> None:
    assert paragraphs("**What**: a\nb\n**When to use**: c\n") == [
        Paragraph("What", "a b"),
        Paragraph("When to use", "c"),
    ]


def test_a_label_within_a_code_span_starts_no_paragraph() -> None:
    assert len(paragraphs("**What**: `a\n**b**: c` d\n")) == 1


def test_the_backslash_of_a_line_break_is_dropped() -> None:
    assert paragraphs("a\\\nb\n") == [Paragraph("", "a b")]

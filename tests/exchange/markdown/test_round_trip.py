"""Blocks that are written as Markdown are read as the same blocks."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from patterns_cli.exchange.markdown.blocks import Block, CodeBlock, Heading, ListBlock, Paragraph, RawBlock, TableBlock
from patterns_cli.exchange.markdown.round_trip import is_round_trip_safe, read_markdown, write_markdown
from tests.exchange.cheat_sheet.sheet_strategies import sheets


def read_blocks(text: str) -> list[Block]:
    return [positioned.block for positioned in read_markdown(text).blocks]


@given(sheets)
@settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
def test_the_blocks_of_any_text_survive_writing_and_reading(text: str) -> None:
    blocks = read_blocks(text)
    assert read_blocks(write_markdown(blocks)) == blocks


def test_adjacent_lists_stay_apart() -> None:
    blocks: list[Block] = [ListBlock(("a",)), ListBlock(("b",))]
    assert write_markdown(blocks) == "- a\n\n<!-- -->\n\n- b\n"
    assert read_blocks(write_markdown(blocks)) == blocks


def test_raw_markdown_that_would_swallow_the_next_section_is_fenced() -> None:
    blocks: list[Block] = [Heading(2, "A"), RawBlock("<!-- open"), Heading(2, "B")]
    assert write_markdown(blocks) == "## A\n\n```markdown as written\n<!-- open\n```\n\n## B\n"
    assert read_blocks(write_markdown(blocks)) == blocks


def test_each_block_knows_its_line() -> None:
    document = read_markdown("# A\n\ntext\n\n\n- x\n- y\n\n[r]: /u\n")
    assert [positioned.line for positioned in document.blocks] == [1, 3, 6, 9]


@pytest.mark.parametrize(
    "block",
    [
        Heading(3, "C#"),
        Paragraph("When to use", "x"),
        CodeBlock("```\n", "python"),
        TableBlock(("a | b",), (("`c|d`",),)),
    ],
)
def test_a_safe_block_is_parsed_as_itself(block: Block) -> None:
    assert is_round_trip_safe(block)


@pytest.mark.parametrize("block", [Paragraph("", "# x"), ListBlock(("```",)), Heading(1, " x ")])
def test_a_block_that_would_be_parsed_as_another_is_not_safe(block: Block) -> None:
    assert not is_round_trip_safe(block)

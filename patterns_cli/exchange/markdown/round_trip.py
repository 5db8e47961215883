"""Markdown read as blocks that stay the same when they are written and read again."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec

from patterns_cli.exchange.markdown.blocks import Block, Heading, ImportRemark, PositionedBlock, RawBlock
from patterns_cli.exchange.markdown.parser import MarkdownParser
from patterns_cli.exchange.markdown.renderer import render_blocks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_END_HEADING = Heading(1, "end")


class MarkdownDocument(msgspec.Struct, frozen=True):
    """The blocks of a Markdown text."""

    blocks: tuple[PositionedBlock, ...]
    remarks: tuple[ImportRemark, ...]
    """Warnings about lines that could not be kept as they are written, in line order."""


def read_markdown(text: str) -> MarkdownDocument:
    """Read the blocks of a Markdown text; a block that would not read back the same is kept as a raw block."""
    parser = MarkdownParser(text)
    blocks: list[PositionedBlock] = []
    for group in parser.block_groups():
        found = [positioned.block for positioned in group.blocks]
        if all(isinstance(block, RawBlock) or is_round_trip_safe(block) for block in found):
            blocks += group.blocks
        elif raw := parser.raw_block(group.start, group.end):
            blocks.append(raw)
    return MarkdownDocument(tuple(blocks), tuple(sorted(parser.remarks)))


def write_markdown(blocks: Sequence[Block]) -> str:
    """Write blocks as Markdown that :func:`read_markdown` reads as the same blocks.

    Raw blocks are written as they are, except in a section where one would swallow the blocks after it: there
    they are put in fences.
    """
    return "\n".join(_render_sections(blocks))


def is_round_trip_safe(block: Block) -> bool:
    """Whether a block is parsed as the same block after it is rendered."""
    groups = MarkdownParser(render_blocks([block])).block_groups()
    return [positioned.block for group in groups for positioned in group.blocks] == [block]


def _render_sections(blocks: Sequence[Block]) -> Iterator[str]:
    starts = [index for index, block in enumerate(blocks) if index == 0 or isinstance(block, Heading)]
    for start, end in pairwise([*starts, len(blocks)]):
        section = blocks[start:end]
        unfenced = render_blocks(section)
        document = read_markdown(unfenced + "\n" + render_blocks([_END_HEADING]))
        is_same = [positioned.block for positioned in document.blocks] == [*section, _END_HEADING]
        yield unfenced if is_same else render_blocks(section, fence_raw=True)

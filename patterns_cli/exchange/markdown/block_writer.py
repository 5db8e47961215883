"""Blocks as a Markdown text that reads back as the same blocks."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from patterns_cli.exchange.markdown.blocks import Block, Heading
from patterns_cli.exchange.markdown.reader import read_markdown
from patterns_cli.exchange.markdown.writer import render_blocks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_END_HEADING = Heading(1, "end")


def write_markdown(blocks: Sequence[Block]) -> str:
    """The blocks as Markdown.

    Lines that were kept as they were written stand so again, but in a fence where they would swallow
    what follows.
    """
    return "\n".join(_render_sections(blocks))


def _render_sections(blocks: Sequence[Block]) -> Iterator[str]:
    starts = [number for number, block in enumerate(blocks) if number == 0 or isinstance(block, Heading)]
    for start, end in pairwise([*starts, len(blocks)]):
        section = blocks[start:end]
        as_it_was = render_blocks(section)
        again = [placed.block for placed in read_markdown(as_it_was + "\n" + render_blocks([_END_HEADING])).blocks]
        kept = again == [*section, _END_HEADING]
        yield as_it_was if kept else render_blocks(section, fence_raw=True)

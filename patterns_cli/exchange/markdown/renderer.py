"""Blocks rendered as Markdown."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from patterns_cli.exchange.markdown.blocks import (
    LIST_SEPARATOR,
    RAW_INFO_STRING,
    Block,
    CodeBlock,
    Heading,
    ListBlock,
    Paragraph,
    QuoteBlock,
    RawBlock,
    TableBlock,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

MIN_FENCE_CHARS = 3
"""Minimum length of a code fence, in characters."""


def render_blocks(blocks: Sequence[Block], *, fence_raw: bool = False) -> str:
    """The blocks as Markdown, raw blocks in fences if ``fence_raw`` is set."""
    parts = [_render_block(block, fence_raw=fence_raw) for block in blocks[:1]]
    for before, block in pairwise(blocks):
        if _is_list(before) and _is_list(block):
            parts.append(LIST_SEPARATOR)
        parts.append(_render_block(block, fence_raw=fence_raw))
    return "\n\n".join(parts) + "\n"


def _render_block(block: Block, *, fence_raw: bool) -> str:
    match block:
        case Heading(level, text):
            # Without a closing sequence, "#" at the end of a heading would be parsed as one and dropped.
            return f"{'#' * level} {text}" + (f" {'#' * level}" if text.endswith("#") else "")
        case Paragraph(label, text):
            return f"**{label}**: {text}".rstrip() if label else text
        case ListBlock(items, is_ordered):
            return "\n".join(f"{f'{number}.' if is_ordered else '-'} {item}" for number, item in enumerate(items, 1))
        case CodeBlock(text, language):
            return _render_fence(text, language)
        case TableBlock(columns, rows):
            return "\n".join([_render_row(columns), _render_row(["---"] * len(columns)), *map(_render_row, rows)])
        case QuoteBlock(text):
            return f"> {text}"
        case RawBlock(markdown):
            return _render_fence(markdown, RAW_INFO_STRING) if fence_raw else markdown


def _render_fence(text: str, language: str) -> str:
    character = "~" if "`" in language else "`"
    length = MIN_FENCE_CHARS
    while character * length in text:
        length += 1
    fence = character * length
    lines = text.removesuffix("\n")
    return f"{fence}{language}\n{lines}\n{fence}"


def _render_row(cells: Sequence[str]) -> str:
    escaped = [cell.replace("|", "\\|") for cell in cells]
    return f"| {' | '.join(escaped)} |"


def _is_list(block: Block) -> bool:
    first_char = block.markdown.lstrip()[:1] if isinstance(block, RawBlock) else ""
    return isinstance(block, ListBlock) or first_char in tuple("-*+") or first_char.isdigit()

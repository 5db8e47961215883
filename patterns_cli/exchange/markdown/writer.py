"""Blocks as Markdown text."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from patterns_cli.exchange.markdown.blocks import (
    AS_WRITTEN,
    BETWEEN_LISTS,
    Block,
    Code,
    Grid,
    Heading,
    Points,
    Quote,
    Raw,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

SHORTEST_FENCE = 3


def written(blocks: Sequence[Block], *, fenced: bool = False) -> str:
    """The blocks as Markdown text; with ``fenced``, what was kept as written stands in fences."""
    parts = [_block(block, fenced=fenced) for block in blocks[:1]]
    for before, block in pairwise(blocks):
        if _is_list(before) and _is_list(block):
            parts.append(BETWEEN_LISTS)
        parts.append(_block(block, fenced=fenced))
    return "\n\n".join(parts) + "\n"


def _block(block: Block, *, fenced: bool) -> str:
    match block:
        case Heading(level, text):
            # Hashes at the end of a heading would be taken for decoration.
            return f"{'#' * level} {text}" + (f" {'#' * level}" if text.endswith("#") else "")
        case Text(label, text):
            return f"**{label}**: {text}".rstrip() if label else text
        case Points(items, ordered):
            return "\n".join(f"{f'{number}.' if ordered else '-'} {item}" for number, item in enumerate(items, 1))
        case Code(text, language):
            return _fence(text, language)
        case Grid(columns, rows):
            return "\n".join([_row(columns), _row(["---"] * len(columns)), *map(_row, rows)])
        case Quote(text):
            return f"> {text}"
        case Raw(markdown):
            return _fence(markdown, AS_WRITTEN) if fenced else markdown


def _fence(text: str, language: str) -> str:
    character = "~" if "`" in language else "`"
    length = SHORTEST_FENCE
    while character * length in text:
        length += 1
    fence = character * length
    lines = text.removesuffix("\n")
    return f"{fence}{language}\n{lines}\n{fence}"


def _row(cells: Sequence[str]) -> str:
    escaped = [cell.replace("|", "\\|") for cell in cells]
    return f"| {' | '.join(escaped)} |"


def _is_list(block: Block) -> bool:
    first = block.markdown.lstrip()[:1] if isinstance(block, Raw) else ""
    return isinstance(block, Points) or first in tuple("-*+") or first.isdigit()

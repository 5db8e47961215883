"""A pack as the Markdown of a cheat sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from patterns_cli.exchange.cheat_sheet.exporter import pack_to_blocks
from patterns_cli.exchange.markdown.block_writer import write_markdown

if TYPE_CHECKING:
    from patterns_cli.packs.model import Pack


def pack_to_markdown(pack: Pack) -> str:
    """The cheat sheet of a pack, as ``patterns import`` reads it."""
    return write_markdown(pack_to_blocks(pack))

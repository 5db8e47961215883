"""A pack as the Markdown of a cheat sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from patterns_cli.exchange.markdown.text import write_markdown
from patterns_cli.exchange.sheets.pack_sheet import blocks_of_pack

if TYPE_CHECKING:
    from patterns_cli.catalog.model import Pack


def pack_markdown(pack: Pack) -> str:
    """The cheat sheet of a pack, as ``patterns import`` reads it."""
    return write_markdown(blocks_of_pack(pack))

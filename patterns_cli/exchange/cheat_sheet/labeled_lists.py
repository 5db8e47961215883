"""Lists whose entries say what, when to use and the like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from patterns_cli.exchange.cheat_sheet.labels import meaning_of
from patterns_cli.exchange.markdown.blocks import Text
from patterns_cli.exchange.markdown.lines import labelled
from patterns_cli.exchange.markdown.reader import reads_back

if TYPE_CHECKING:
    from collections.abc import Iterable


def labelled_items(items: Iterable[str]) -> list[Text]:
    """The entries of such a list as paragraphs; of another one none."""
    found = [Text(*label) if (label := labelled(item)) else None for item in items]
    if not any(text and meaning_of(text.label) for text in found):
        return []
    texts = [text for text in found if text and reads_back(text)]
    return texts if len(texts) == len(found) else []

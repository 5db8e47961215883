"""Lists whose entries say what, when to use and the like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from patterns_cli.exchange.cheat_sheet.labels import label_meaning
from patterns_cli.exchange.markdown.blocks import Paragraph
from patterns_cli.exchange.markdown.lines import split_label
from patterns_cli.exchange.markdown.reader import is_round_trip_safe

if TYPE_CHECKING:
    from collections.abc import Iterable


def labeled_paragraphs(items: Iterable[str]) -> list[Paragraph]:
    """The entries of such a list as paragraphs; of another one none."""
    found = [Paragraph(*label) if (label := split_label(item)) else None for item in items]
    if not any(text and label_meaning(text.label) for text in found):
        return []
    texts = [text for text in found if text and is_round_trip_safe(text)]
    return texts if len(texts) == len(found) else []

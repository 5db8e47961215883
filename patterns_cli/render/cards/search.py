"""What a search found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from patterns_cli.render.document import BulletList, Document, ListItem, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from patterns_cli.catalog.search import Hit


def hits_card(hits: Sequence[Hit]) -> Document:
    """The hits, best first, whole, with the words that were looked for marked."""
    items = [
        ListItem(
            hit.passage.text,
            [("", hit.passage.command)],
            title=f"{hit.passage.subject}, {hit.passage.heading}",
            highlights=hit.matched_stems,
        )
        for hit in hits
    ]
    return Document(None, [Section("hits", "", [BulletList(items, "1")])])

"""The start screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from patterns_cli.render.document import Document, Heading, LabeledRows, Section
from patterns_cli.render.text_layout import pluralize

if TYPE_CHECKING:
    from patterns_cli.catalog.catalog import Catalog


def start_card(catalog: Catalog, due: int | None = None) -> Document:
    """What is here, what is due to be practiced, and a few commands to try."""
    heading = Heading("patterns", "Which real-time or API pattern fits, why, and why not the others.")
    rows = [
        (pack.info.title, f"{pluralize(len(pack.patterns), 'pattern')}, {pluralize(len(pack.systems), 'system')}")
        for pack in catalog.packs
    ]
    if due is not None:
        rows.append(("Due today", pluralize(due, "item")))
    here = Section("here", "Here", [LabeledRows(rows)])
    first = catalog.patterns[0].ref if catalog.patterns else "NAME"
    steps = [
        ('patterns ask "the phone retries and we charge the card twice"', "which pattern fits, and why"),
        ("patterns decide", "be led to a pattern by a few questions"),
        (f"patterns show {first}", "all about one pattern"),
        ("patterns learn", "a lesson of some minutes")
        if due is None
        else ("patterns quiz", "what is due, then what is new"),
    ]
    return Document(heading, [here], steps)

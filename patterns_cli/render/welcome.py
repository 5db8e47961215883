"""The start screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from patterns_cli.render.document import Document, Facts, Heading, Section

if TYPE_CHECKING:
    from patterns_cli.catalog.catalog import Catalog


def welcome(catalog: Catalog) -> Document:
    """What is here, and three commands to try."""
    systems = len(catalog.systems)
    contrasts = sum(1 for _ in catalog.contrasts())
    heading = Heading("patterns", "Which real-time or API pattern fits, why, and why not the others.")
    rows = [(pack.info.title, f"{len(pack.patterns)} patterns, {len(pack.systems)} systems") for pack in catalog.packs]
    here = Section("here", "Here", [Facts(rows)])
    first = catalog.patterns[0].ref if catalog.patterns else "NAME"
    pair = next((contrast.between for contrast in catalog.contrasts()), None)
    steps = [("patterns decide", "be led to a pattern by a few questions")]
    steps.append((f"patterns show {first}", "all about one pattern"))
    if pair:
        steps.append((f"patterns compare {pair[0]} {pair[1]}", f"one of {contrasts} pairs that people confuse"))
    elif systems:
        steps.append(("patterns system", "which system uses what"))
    return Document(heading, [here], steps)

"""Publish a pack's ids: from then on, none of them may vanish without a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from patterns_cli.atomic_write import draft_of
from patterns_cli.packs.checks.published_ids import Published
from patterns_cli.packs.content_ids import ids_of
from patterns_cli.packs.loader import load_pack
from patterns_cli.packs.scenario_loader import load_bank

if TYPE_CHECKING:
    from pathlib import Path


def publish(folder: Path) -> int:
    """Add the ids of a pack that are new to its ``ids.txt``, whole or not at all; returns how many there are.

    What the file lists stays in it. Raises OSError where it cannot be written.
    """
    pack = load_pack(folder).pack
    published = Published(folder)
    new = ids_of(pack, load_bank(folder, pack).files) - published.lines.keys()
    if new:
        text = "".join(f"{id_}\n" for id_ in sorted(new | published.lines.keys()))
        with draft_of(published.path) as draft:
            draft.write_bytes(text.encode("utf-8"))
    return len(new)

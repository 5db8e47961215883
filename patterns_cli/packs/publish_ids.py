"""Publish a pack's ids: from then on, none of them may vanish without a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from patterns_cli.atomic_write import atomic_path
from patterns_cli.packs.checks.published_ids import PublishedIds
from patterns_cli.packs.content_ids import all_content_ids
from patterns_cli.packs.loader import load_pack
from patterns_cli.packs.scenario_loader import load_scenario_bank

if TYPE_CHECKING:
    from pathlib import Path


def publish_ids(folder: Path) -> int:
    """Add the ids of a pack that are new to its ``ids.txt``, whole or not at all; returns how many there are.

    What the file lists stays in it. Raises OSError where it cannot be written.
    """
    pack = load_pack(folder).pack
    published = PublishedIds(folder)
    new = all_content_ids(pack, load_scenario_bank(folder, pack).files) - published.line_by_id.keys()
    if new:
        text = "".join(f"{id_}\n" for id_ in sorted(new | published.line_by_id.keys()))
        with atomic_path(published.path) as draft:
            draft.write_bytes(text.encode("utf-8"))
    return len(new)

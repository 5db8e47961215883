"""Export of the whole catalog as one JSON object."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from patterns_cli.catalog.catalog import Catalog
    from patterns_cli.packs.model import Pack


def catalog_to_dict(catalog: Catalog) -> dict[str, Any]:
    """All selected packs as plain data.

    Rows of applied tables also get the name of their system.
    """
    return {"packs": [_pack_to_dict(catalog, pack) for pack in catalog.packs]}


def _pack_to_dict(catalog: Catalog, pack: Pack) -> Any:
    whole = msgspec.to_builtins(pack)
    for pattern in whole["patterns"]:
        for row in (pattern["applied"] or {"rows": ()})["rows"]:
            row["system_name"] = catalog.system_name(row["system"])
    return whole

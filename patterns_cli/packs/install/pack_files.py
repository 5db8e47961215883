"""A pack as the files of its folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from patterns_cli.packs.yaml_writer import non_default_fields, to_yaml

if TYPE_CHECKING:
    from patterns_cli.packs.model import Pack


def serialize_pack(pack: Pack) -> dict[str, bytes]:
    """The files of an imported pack by their names below its folder, in UTF-8."""
    whole = {"pack.yaml": non_default_fields(pack.info)}
    whole |= {f"patterns/{pattern.id}.yaml": non_default_fields(pattern) for pattern in pack.patterns}
    for name in ("systems", "tables", "chapters"):
        records = getattr(pack, name)
        if records:
            whole[f"{name}.yaml"] = {name: [non_default_fields(record) for record in records]}
    return {name: to_yaml(value).encode() for name, value in whole.items()}

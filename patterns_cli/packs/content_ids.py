"""The ids that questions are made of, and what became of those that were published.

A person's answers are kept by id. So an id that was once given out stays, or the pack's history
says what it is called now or why it is gone. An id is written with its place in the pack, such as
``patterns/sse/pitfalls/six-connections``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from patterns_cli.packs.model import Pack, Pattern, ScenariosFile, Variant


def all_content_ids(pack: Pack, scenarios: Iterable[ScenariosFile]) -> set[str]:
    """Every id of a pack that a question can be made of."""
    return {*_pack_ids(pack), *(f"scenarios/{one.id}" for file in scenarios for one in file.scenarios)}


def _pack_ids(pack: Pack) -> Iterator[str]:
    for pattern in pack.patterns:
        place = f"patterns/{pattern.id}"
        yield place
        yield from _part_ids(place, pattern, ("use_when", "avoid_when", "notes", "pitfalls"))
        for variant in pattern.variants:
            yield f"{place}/variants/{variant.id}"
            yield from _part_ids(f"{place}/variants/{variant.id}", variant, ("use_when", "avoid_when"))
    for table in pack.tables:
        yield f"tables/{table.id}"
        yield from (f"tables/{table.id}/rows/{row.id}" for row in table.rows)
    yield from (f"systems/{system.id}" for system in pack.systems)
    yield from (f"contrasts/{contrast.id}" for contrast in pack.contrasts)
    yield from (f"neighbours/{neighbour.id}" for neighbour in pack.neighbors)


def _part_ids(prefix: str, record: Pattern | Variant, field_names: Iterable[str]) -> Iterator[str]:
    for name in field_names:
        yield from (f"{prefix}/{name}/{part.id}" for part in getattr(record, name))


def rename_map(pack: Pack) -> dict[str, str]:
    """What each renamed id is called now, by the name it had, through however many renames.

    A renamed pattern or table takes its parts along: see ``present_id``.
    """
    steps = {one.renamed_from: one.id for one in pack.history.renamed}
    return {old: _follow_renames(old, steps) for old in steps}


def _follow_renames(id_: str, renames: Mapping[str, str]) -> str:
    seen = {id_}
    while (after := renames.get(id_)) is not None and after not in seen:
        seen.add(after)
        id_ = after
    return id_


def current_content_id(id_: str, renames: Mapping[str, str]) -> str:
    """What an id is called now, if it or what it is a part of was renamed; else the id itself."""
    left = dict(renames)  # each is followed once, so that renames in a circle end
    while (whole := next((one for one in _id_and_ancestors(id_) if one in left), None)) is not None:
        id_ = left.pop(whole) + id_.removeprefix(whole)
    return id_


def is_retired(id_: str, retired_ids: Iterable[str]) -> bool:
    """Whether an id, or what it is a part of, was taken out."""
    gone = set(retired_ids)
    return any(whole in gone for whole in _id_and_ancestors(id_))


def _id_and_ancestors(id_: str) -> Iterator[str]:
    """The id, and then what it is a part of, from the inside out."""
    while id_:
        yield id_
        id_ = id_.rpartition("/")[0]

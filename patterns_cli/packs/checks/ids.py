"""Checks of ids that several other checks share: unknown ids and duplicates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from patterns_cli.text.suggestions import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from patterns_cli.packs.diagnostics import Diagnostic
    from patterns_cli.packs.model import Pack
    from patterns_cli.packs.positions import FieldPath, SourceMap


def recommendable_refs(pack: Pack) -> set[str]:
    """Refs of all patterns and variants of a pack."""
    variants = {f"{pattern.id}/{variant.id}" for pattern in pack.patterns for variant in pattern.variants}
    return {pattern.id for pattern in pack.patterns} | variants


def check_known(
    source: SourceMap, field_path: FieldPath, id_: str, known_ids: Collection[str] | None, kind: str
) -> Iterator[Diagnostic]:
    """Report an id that is not among the known ones, unless these are None because a file is unreadable.

    ``kind`` says what the id should refer to, such as "pattern".
    """
    if known_ids is not None and id_ not in known_ids:
        yield source.diagnostic_at(field_path, f"there is no {kind} `{id_}`", did_you_mean(id_, known_ids))


def check_unique_ids(source: SourceMap, field_path: FieldPath, ids: Sequence[str]) -> Iterator[Diagnostic]:
    """Report ids that occur more than once in the list at a path."""
    seen: set[str] = set()
    for index, id_ in enumerate(ids):
        if id_ in seen:
            message = f"the id `{id_}` is used twice"
            yield source.diagnostic_at((*field_path, index), message, "give each entry its own id")
        seen.add(id_)

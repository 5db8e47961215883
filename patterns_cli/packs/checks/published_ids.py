"""Check that every published id of a pack still exists or is accounted for in its history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from patterns_cli.packs.content_ids import (
    MAX_PACK_ID_CHARS,
    PublishedIds,
    all_content_ids,
    current_content_id,
    is_pack_id,
    is_retired,
    rename_map,
)
from patterns_cli.packs.diagnostics import Diagnostic
from patterns_cli.packs.files import display_path
from patterns_cli.text.suggestions import close_matches, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from patterns_cli.packs.loader import ScenarioBank
    from patterns_cli.packs.model import Pack
    from patterns_cli.packs.positions import FieldPath, PackSourceMaps

MAX_SUGGESTIONS = 50
"""Maximum number of missing ids for which a new name is suggested, because each costs a search."""

MAX_LISTED_IDS = 3
"""Maximum number of unpublished ids named in a warning."""


def check_published_ids(folder: Path, pack: Pack, sources: PackSourceMaps, bank: ScenarioBank) -> list[Diagnostic]:
    """Missing ids, a history that does not fit the pack, and ids that are not published yet."""
    published = PublishedIds(folder)
    diagnostics = [*published.diagnostics, *_check_pack_id(pack, sources)]
    if sources.unreadable or not bank.is_complete or published.diagnostics:
        return diagnostics  # ids in an unreadable file would seem to be missing
    current_ids = all_content_ids(pack, bank.files)
    diagnostics += _check_history(pack, sources, current_ids, published)
    diagnostics += _check_missing_ids(pack, current_ids, published)
    new_ids = sorted(current_ids - published.line_by_id.keys())
    if published.exists and new_ids:
        more = f" and {len(new_ids) - MAX_LISTED_IDS} more" if len(new_ids) > MAX_LISTED_IDS else ""
        message = f"not published yet: {', '.join(new_ids[:MAX_LISTED_IDS])}{more}"
        hint = "when they are final, run `patterns validate --publish`"
        diagnostics.append(Diagnostic(display_path(published.path), 1, 1, message, hint, "warning"))
    return diagnostics


def _check_pack_id(pack: Pack, sources: PackSourceMaps) -> Iterator[Diagnostic]:
    if "pack" in sources.unreadable or not sources.info.positions:
        return
    if not is_pack_id(pack.info.id):
        message = f"`{pack.info.id}` is not a valid pack id"
        hint = (
            f"use at most {MAX_PACK_ID_CHARS} lowercase letters, digits and single hyphens, "
            "as in `caching` or `team-apis`"
        )
        yield sources.info.diagnostic_at(("id",), message, hint)


def _check_history(
    pack: Pack, sources: PackSourceMaps, current_ids: set[str], published: PublishedIds
) -> Iterator[Diagnostic]:
    source = sources.files.get("history")
    if source is None:
        return
    renames = {rename.renamed_from: rename.id for rename in pack.history.renamed}
    listed_ids = renames.keys() | {retirement.id for retirement in pack.history.retired}
    path_by_id: dict[str, FieldPath] = {}
    for number, rename in enumerate(pack.history.renamed):
        path: FieldPath = ("renamed", number)
        if rename.id not in current_ids | listed_ids:
            hint = did_you_mean(rename.id, current_ids) or "write it as in ids.txt, such as patterns/NAME"
            yield source.diagnostic_at((*path, "id"), f"the pack has no `{rename.id}`", hint)
        if path_by_id.setdefault(rename.renamed_from, (*path, "renamed_from")) != (*path, "renamed_from"):
            message = f"`{rename.renamed_from}` is renamed twice"
            yield source.diagnostic_at((*path, "renamed_from"), message, "remove one of the two entries")
        if _has_rename_cycle(rename.renamed_from, renames):
            yield source.diagnostic_at((*path, "id"), "the renames form a cycle", "write the current id")
    for number, retirement in enumerate(pack.history.retired):
        path = ("retired", number)
        if retirement.id in path_by_id:
            message = f"`{retirement.id}` is listed twice"
            yield source.diagnostic_at((*path, "id"), message, "remove one of the two entries")
        path_by_id.setdefault(retirement.id, (*path, "id"))
        if not retirement.why.strip():
            yield source.diagnostic_at((*path, "why"), "`why` is empty", "say what replaced it, or why it was wrong")
    for id_, path in path_by_id.items():
        if id_ in current_ids:
            yield source.diagnostic_at(path, f"`{id_}` is still in the pack", "give the new content another id")
        elif published.exists and id_ not in published.line_by_id:
            hint = did_you_mean(id_, published.line_by_id) or "remove the entry"
            yield source.diagnostic_at(path, f"`{id_}` was never published", hint, severity="warning")


def _has_rename_cycle(id_: str, renames: dict[str, str]) -> bool:
    """Whether the renames lead from an id back to it."""
    current = id_
    for _ in renames:
        current = renames.get(current, "")
        if current == id_:
            return True
    return False


def _check_missing_ids(pack: Pack, current_ids: set[str], published: PublishedIds) -> Iterator[Diagnostic]:
    renames = rename_map(pack)
    retired_ids = [retirement.id for retirement in pack.history.retired]
    new_ids = current_ids - published.line_by_id.keys()
    suggestions_left = MAX_SUGGESTIONS
    for id_, line in published.line_by_id.items():
        current = current_content_id(id_, renames)
        if current in current_ids or is_retired(id_, retired_ids) or is_retired(current, retired_ids):
            continue
        siblings = _ids_with_same_parent(id_, new_ids) if suggestions_left > 0 else ()
        suggestions_left -= 1
        matches = close_matches(id_, siblings, limit=1, min_similarity=0.8)
        suggestion = f" (was it renamed to `{matches[0]}`?)" if matches else ""
        yield Diagnostic(
            display_path(published.path),
            line,
            1,
            f"the published id `{id_}` is missing from the pack{suggestion}",
            "restore it, or add it to history.yaml under `renamed` or `retired`",
        )


def _ids_with_same_parent(id_: str, new_ids: set[str]) -> Sequence[str]:
    parent = id_.rpartition("/")[0]
    return [new_id for new_id in new_ids if new_id.rpartition("/")[0] == parent]

"""Whether every id that a pack has published is still there, or accounted for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from patterns_cli.packs.content_ids import all_content_ids, current_content_id, is_retired, rename_map
from patterns_cli.packs.diagnostics import Diagnostic
from patterns_cli.packs.filenames import is_reserved_on_windows
from patterns_cli.packs.files import MAX_FILE_BYTES, PUBLISHED_IDS_FILE, display_path, read_content
from patterns_cli.text.suggestions import close_matches, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from patterns_cli.packs.model import Pack
    from patterns_cli.packs.positions import FieldPath, PackSourceMaps
    from patterns_cli.packs.scenario_loader import ScenarioBank

_PACK_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MAX_PACK_ID_CHARS = 60
MAX_SUGGESTIONS = 50
"""For so many lost ids it is guessed what they may be called now."""

MAX_LISTED_IDS = 3
"""How many new ids are named in a warning."""


def is_pack_id(text: str) -> bool:
    """Whether a text can be a pack's id: it names the pack's folder, and stands before the colon in ``pack:id``."""
    return bool(_PACK_ID.fullmatch(text)) and len(text) <= MAX_PACK_ID_CHARS and not is_reserved_on_windows(text)


class PublishedIds:
    """The ids that a pack's ``ids.txt`` lists, with the line of each, and what is wrong with that file."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / PUBLISHED_IDS_FILE
        self.line_by_id: dict[str, int] = {}
        self.diagnostics: list[Diagnostic] = []
        self.exists = self.path.exists() or self.path.is_symlink()
        if self.exists:
            self._read()

    def _read(self) -> None:
        try:
            data = read_content(self.path)
        except OSError as error:
            self._report(1, f"cannot be read: {error.strerror or type(error).__name__}")
            return
        if len(data) > MAX_FILE_BYTES:
            self._report(1, f"is larger than {MAX_FILE_BYTES // 1024 // 1024} MiB", "it is one id a line")
            return
        for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
            try:
                id_ = line.decode("utf-8").strip()
            except UnicodeDecodeError as error:
                self._report(number, f"byte 0x{line[error.start]:02x} is not UTF-8", "save the file as UTF-8")
                continue
            if id_:
                self.line_by_id.setdefault(id_, number)

    def _report(self, line: int, message: str, hint: str = "") -> None:
        self.diagnostics.append(Diagnostic(display_path(self.path), line, 1, message, hint))


def check_published_ids(folder: Path, pack: Pack, sources: PackSourceMaps, bank: ScenarioBank) -> list[Diagnostic]:
    """Ids that vanished, a history that does not fit the pack, and ids that are not published yet."""
    published = PublishedIds(folder)
    faults = [*published.diagnostics, *_check_pack_id(pack, sources)]
    if sources.unreadable or not bank.is_complete or published.diagnostics:
        return faults  # what could not be read is not missed
    present = all_content_ids(pack, bank.files)
    faults += _check_history(pack, sources, present, published)
    faults += _check_missing_ids(pack, present, published)
    new = sorted(present - published.line_by_id.keys())
    if published.exists and new:
        more = f" and {len(new) - MAX_LISTED_IDS} more" if len(new) > MAX_LISTED_IDS else ""
        message = f"not published yet: {', '.join(new[:MAX_LISTED_IDS])}{more}"
        hint = "once they are final: patterns validate --publish"
        faults.append(Diagnostic(display_path(published.path), 1, 1, message, hint, "warning"))
    return faults


def _check_pack_id(pack: Pack, sources: PackSourceMaps) -> Iterator[Diagnostic]:
    id_ = pack.info.id
    if "pack" in sources.unreadable or not sources.info.positions:
        return
    if not is_pack_id(id_):
        hint = "use small letters, digits and single hyphens, as in `caching` or `team-apis`"
        yield sources.info.diagnostic_at(("id",), f"`{id_}` cannot be the id of a pack", hint)


def _check_history(
    pack: Pack, sources: PackSourceMaps, current_ids: set[str], published: PublishedIds
) -> Iterator[Diagnostic]:
    source = sources.files.get("history")
    if source is None:
        return
    gone: dict[str, FieldPath] = {}
    targets = {one.renamed_from for one in pack.history.renamed} | {one.id for one in pack.history.retired}
    steps = {one.renamed_from: one.id for one in pack.history.renamed}
    for number, one in enumerate(pack.history.renamed):
        spot: FieldPath = ("renamed", number)
        if one.id not in current_ids | targets:
            hint = did_you_mean(one.id, current_ids, "write it as in ids.txt, such as patterns/NAME")
            yield source.diagnostic_at((*spot, "id"), f"there is no `{one.id}` in the pack", hint)
        gone.setdefault(one.renamed_from, (*spot, "renamed_from"))
        if gone[one.renamed_from] != (*spot, "renamed_from"):
            yield source.diagnostic_at(
                (*spot, "renamed_from"), f"`{one.renamed_from}` is renamed twice", "keep one of the two"
            )
        if _has_rename_cycle(one.renamed_from, steps):
            yield source.diagnostic_at((*spot, "id"), "the renames go round in a circle", "name what it is called now")
    for number, other in enumerate(pack.history.retired):
        spot = ("retired", number)
        if other.id in gone:
            yield source.diagnostic_at((*spot, "id"), f"`{other.id}` is told of twice", "keep one of the two")
        gone.setdefault(other.id, (*spot, "id"))
        if not other.why.strip():
            yield source.diagnostic_at(
                (*spot, "why"), "`why` says nothing", "say what took its place, or why it is wrong"
            )
    for id_, spot in gone.items():
        if id_ in current_ids:
            yield source.diagnostic_at(spot, f"`{id_}` is still in the pack", "a new thing needs an id of its own")
        elif published.exists and id_ not in published.line_by_id:
            hint = did_you_mean(id_, published.line_by_id, "take the line out")
            yield source.diagnostic_at(spot, f"`{id_}` was never published", hint, severity="warning")


def _has_rename_cycle(id_: str, renames: dict[str, str]) -> bool:
    """Whether the renames lead from an id back to it."""
    at = id_
    for _ in renames:
        at = renames.get(at, "")
        if at == id_:
            return True
    return False


def _check_missing_ids(pack: Pack, current_ids: set[str], published: PublishedIds) -> Iterator[Diagnostic]:
    renamed = rename_map(pack)
    retired = [one.id for one in pack.history.retired]
    new = current_ids - published.line_by_id.keys()
    guesses = MAX_SUGGESTIONS
    for id_, line in published.line_by_id.items():
        now = current_content_id(id_, renamed)
        if now in current_ids or is_retired(id_, retired) or is_retired(now, retired):
            continue
        near = close_matches(id_, _ids_with_same_parent(id_, new), limit=1, min_similarity=0.8) if guesses > 0 else ()
        guesses -= 1
        meant = f" (is it `{near[0]}` now?)" if near else ""
        yield Diagnostic(
            display_path(published.path),
            line,
            1,
            f"`{id_}` was published and is gone{meant}",
            "bring it back, or say in history.yaml under `renamed` or `retired` what became of it",
        )


def _ids_with_same_parent(id_: str, new_ids: set[str]) -> Sequence[str]:
    """The new ids that stand where this one stood."""
    place, _, _ = id_.rpartition("/")
    return [other for other in new_ids if other.rpartition("/")[0] == place]

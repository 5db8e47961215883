"""Ids of content that questions are made of, and ``ids.txt``, the list of those that were published.

A user's answers are stored by content id. So a published id stays, or the pack's history says
what it is called now or why it was removed. An id contains its path in the pack, such as
``patterns/sse/pitfalls/six-connections``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from patterns_cli.atomic_write import atomic_path
from patterns_cli.packs.diagnostics import Diagnostic
from patterns_cli.packs.filenames import is_reserved_on_windows
from patterns_cli.packs.files import MAX_FILE_BYTES, PUBLISHED_IDS_FILE, display_path, read_content

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from patterns_cli.packs.model import Pack, Pattern, ScenariosFile, Variant

MAX_PACK_ID_CHARS = 60
_PACK_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def is_pack_id(text: str) -> bool:
    """Whether a text can be a pack's id, which is a folder name and the prefix of refs such as ``pack:id``."""
    return bool(_PACK_ID.fullmatch(text)) and len(text) <= MAX_PACK_ID_CHARS and not is_reserved_on_windows(text)


def all_content_ids(pack: Pack, scenario_files: Iterable[ScenariosFile]) -> set[str]:
    """All ids of a pack that questions can be made of."""
    scenario_ids = {f"scenarios/{scenario.id}" for file in scenario_files for scenario in file.scenarios}
    return {*_pack_ids(pack), *scenario_ids}


def _pack_ids(pack: Pack) -> Iterator[str]:
    for pattern in pack.patterns:
        path = f"patterns/{pattern.id}"
        yield path
        yield from _part_ids(path, pattern, ("use_when", "avoid_when", "notes", "pitfalls"))
        for variant in pattern.variants:
            yield f"{path}/variants/{variant.id}"
            yield from _part_ids(f"{path}/variants/{variant.id}", variant, ("use_when", "avoid_when"))
    for table in pack.tables:
        yield f"tables/{table.id}"
        yield from (f"tables/{table.id}/rows/{row.id}" for row in table.rows)
    yield from (f"systems/{system.id}" for system in pack.systems)
    yield from (f"contrasts/{contrast.id}" for contrast in pack.contrasts)
    yield from ("neighbours/" + neighbor.id for neighbor in pack.neighbors)


def _part_ids(prefix: str, record: Pattern | Variant, field_names: Iterable[str]) -> Iterator[str]:
    for name in field_names:
        yield from (f"{prefix}/{name}/{part.id}" for part in getattr(record, name))


def rename_map(pack: Pack) -> dict[str, str]:
    """Current id by each previous id, through any number of renames.

    Parts of a renamed pattern or table are renamed with it: see ``current_content_id``.
    """
    renames = {rename.renamed_from: rename.id for rename in pack.history.renamed}
    return {previous: _follow_renames(previous, renames) for previous in renames}


def _follow_renames(id_: str, renames: Mapping[str, str]) -> str:
    visited = {id_}
    while (next_id := renames.get(id_)) is not None and next_id not in visited:
        visited.add(next_id)
        id_ = next_id
    return id_


def current_content_id(id_: str, renames: Mapping[str, str]) -> str:
    """Current form of an id if it or an ancestor was renamed, else the id itself."""
    unused = dict(renames)  # each rename is applied at most once, so a cycle of renames ends
    while (renamed := next((part for part in _id_and_ancestors(id_) if part in unused), None)) is not None:
        id_ = unused.pop(renamed) + id_.removeprefix(renamed)
    return id_


def is_retired(id_: str, retired_ids: Iterable[str]) -> bool:
    """Whether an id or one of its ancestors was removed from the pack."""
    return not set(retired_ids).isdisjoint(_id_and_ancestors(id_))


def _id_and_ancestors(id_: str) -> Iterator[str]:
    while id_:
        yield id_
        id_ = id_.rpartition("/")[0]


class PublishedIds:
    """The ids in a pack's ``ids.txt``."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / PUBLISHED_IDS_FILE
        self.exists = self.path.exists() or self.path.is_symlink()
        self.line_by_id: dict[str, int] = {}
        self.diagnostics: list[Diagnostic] = []
        """What is wrong with the file itself."""
        if self.exists:
            self._read()

    def _read(self) -> None:
        try:
            data = read_content(self.path)
        except OSError as error:
            self._report(1, f"the file cannot be read: {error.strerror or type(error).__name__}")
            return
        if len(data) > MAX_FILE_BYTES:
            message = f"the file is larger than {MAX_FILE_BYTES // 1024 // 1024} MiB"
            self._report(1, message, "it should hold an id per line and nothing else")
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


def publish_ids(folder: Path) -> int:
    """Add the new ids of a pack to its ``ids.txt``, atomically; returns how many were added.

    Ids in the file stay in it. Raises OSError if it cannot be written.
    """
    from patterns_cli.packs.loader import load_pack, load_scenario_bank

    pack = load_pack(folder).pack
    published = PublishedIds(folder)
    new_ids = all_content_ids(pack, load_scenario_bank(folder, pack).files) - published.line_by_id.keys()
    if new_ids:
        text = "".join(f"{id_}\n" for id_ in sorted(new_ids | published.line_by_id.keys()))
        with atomic_path(published.path) as temporary:
            temporary.write_bytes(text.encode("utf-8"))
    return len(new_ids)

"""Whether every id that a pack has published is still there, or accounted for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from patterns_cli.packs.content_ids import ids_of, is_retired, present_id, renames
from patterns_cli.packs.diagnostics import Fault
from patterns_cli.packs.filenames import is_device
from patterns_cli.packs.files import IDS, MAX_BYTES, read_content, shown
from patterns_cli.text.suggestions import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from patterns_cli.packs.model import Pack
    from patterns_cli.packs.positions import Sources, Spot
    from patterns_cli.packs.scenario_loader import Bank

_PACK_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_PACK_ID = 60
MOST_GUESSES = 50
"""For so many lost ids it is guessed what they may be called now."""

NAMED = 3
"""How many new ids are named in a warning."""


def is_pack_id(text: str) -> bool:
    """Whether a text can be a pack's id: it names the pack's folder, and stands before the colon in ``pack:id``."""
    return bool(_PACK_ID.fullmatch(text)) and len(text) <= LONGEST_PACK_ID and not is_device(text)


class Published:
    """The ids that a pack's ``ids.txt`` lists, with the line of each, and what is wrong with that file."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / IDS
        self.lines: dict[str, int] = {}
        self.faults: list[Fault] = []
        self.exists = self.path.exists() or self.path.is_symlink()
        if self.exists:
            self._read()

    def _read(self) -> None:
        try:
            data = read_content(self.path)
        except OSError as error:
            self._fault(1, f"cannot be read: {error.strerror or type(error).__name__}")
            return
        if len(data) > MAX_BYTES:
            self._fault(1, f"is larger than {MAX_BYTES // 1024 // 1024} MiB", "it is one id a line")
            return
        for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
            try:
                id_ = line.decode("utf-8").strip()
            except UnicodeDecodeError as error:
                self._fault(number, f"byte 0x{line[error.start]:02x} is not UTF-8", "save the file as UTF-8")
                continue
            if id_:
                self.lines.setdefault(id_, number)

    def _fault(self, line: int, message: str, hint: str = "") -> None:
        self.faults.append(Fault(shown(self.path), line, 1, message, hint))


def check_identity(folder: Path, pack: Pack, sources: Sources, bank: Bank) -> list[Fault]:
    """Ids that vanished, a history that does not fit the pack, and ids that are not published yet."""
    published = Published(folder)
    faults = [*published.faults, *_pack_id(pack, sources)]
    if sources.broken or not bank.is_whole or published.faults:
        return faults  # what could not be read is not missed
    present = ids_of(pack, bank.files)
    faults += _history(pack, sources, present, published)
    faults += _vanished(pack, present, published)
    new = sorted(present - published.lines.keys())
    if published.exists and new:
        more = f" and {len(new) - NAMED} more" if len(new) > NAMED else ""
        message = f"not published yet: {', '.join(new[:NAMED])}{more}"
        hint = "once they are final: patterns validate --publish"
        faults.append(Fault(shown(published.path), 1, 1, message, hint, "warning"))
    return faults


def _pack_id(pack: Pack, sources: Sources) -> Iterator[Fault]:
    id_ = pack.info.id
    if "pack" in sources.broken or not sources.info.marks:
        return
    if not is_pack_id(id_):
        hint = "use small letters, digits and single hyphens, as in `caching` or `team-apis`"
        yield sources.info.fault(("id",), f"`{id_}` cannot be the id of a pack", hint)


def _history(pack: Pack, sources: Sources, present: set[str], published: Published) -> Iterator[Fault]:
    source = sources.lists.get("history")
    if source is None:
        return
    gone: dict[str, Spot] = {}
    targets = {one.renamed_from for one in pack.history.renamed} | {one.id for one in pack.history.retired}
    steps = {one.renamed_from: one.id for one in pack.history.renamed}
    for number, one in enumerate(pack.history.renamed):
        spot: Spot = ("renamed", number)
        if one.id not in present | targets:
            near = nearest(one.id, present)
            hint = f"did you mean {near[0]}?" if near else "write it as in ids.txt, such as patterns/NAME"
            yield source.fault((*spot, "id"), f"there is no `{one.id}` in the pack", hint)
        gone.setdefault(one.renamed_from, (*spot, "renamed_from"))
        if gone[one.renamed_from] != (*spot, "renamed_from"):
            yield source.fault((*spot, "renamed_from"), f"`{one.renamed_from}` is renamed twice", "keep one of the two")
        if _comes_back(one.renamed_from, steps):
            yield source.fault((*spot, "id"), "the renames go round in a circle", "name what it is called now")
    for number, other in enumerate(pack.history.retired):
        spot = ("retired", number)
        if other.id in gone:
            yield source.fault((*spot, "id"), f"`{other.id}` is told of twice", "keep one of the two")
        gone.setdefault(other.id, (*spot, "id"))
        if not other.why.strip():
            yield source.fault((*spot, "why"), "`why` says nothing", "say what took its place, or why it is wrong")
    for id_, spot in gone.items():
        if id_ in present:
            yield source.fault(spot, f"`{id_}` is still in the pack", "a new thing needs an id of its own")
        elif published.exists and id_ not in published.lines:
            near = nearest(id_, published.lines)
            hint = f"did you mean {near[0]}?" if near else "take the line out"
            yield source.fault(spot, f"`{id_}` was never published", hint, severity="warning")


def _comes_back(id_: str, steps: dict[str, str]) -> bool:
    """Whether the renames lead from an id back to it."""
    at = id_
    for _ in steps:
        at = steps.get(at, "")
        if at == id_:
            return True
    return False


def _vanished(pack: Pack, present: set[str], published: Published) -> Iterator[Fault]:
    renamed = renames(pack)
    retired = [one.id for one in pack.history.retired]
    new = present - published.lines.keys()
    guesses = MOST_GUESSES
    for id_, line in published.lines.items():
        now = present_id(id_, renamed)
        if now in present or is_retired(id_, retired) or is_retired(now, retired):
            continue
        near = nearest(id_, _alike_places(id_, new), most=1, at_least=0.8) if guesses > 0 else ()
        guesses -= 1
        meant = f" (is it `{near[0]}` now?)" if near else ""
        yield Fault(
            shown(published.path),
            line,
            1,
            f"`{id_}` was published and is gone{meant}",
            "bring it back, or say in history.yaml under `renamed` or `retired` what became of it",
        )


def _alike_places(id_: str, new: set[str]) -> Sequence[str]:
    """The new ids that stand where this one stood."""
    place, _, _ = id_.rpartition("/")
    return [other for other in new if other.rpartition("/")[0] == place]

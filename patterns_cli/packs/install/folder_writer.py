"""Write an imported pack into its folder: whole or not at all, and never over what a person changed.

``imported.json`` keeps the checksum of every file as it was written. A file that differs from that was
edited by hand. A folder that is there already is replaced by a whole new one, so that no reader ever
meets files of two imports; only between the two renames is there none, and the next import puts back
what an interruption left there.
"""

from __future__ import annotations

import contextlib
import hashlib
import shutil
from typing import TYPE_CHECKING

import msgspec

from patterns_cli.errors import ContentError, PatternsError
from patterns_cli.packs.diagnostics import errors_only
from patterns_cli.packs.files import shown
from patterns_cli.packs.loader import load_pack

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

RECORD = "imported.json"
MOST_NAMED = 5
"""So many edited files are named; the rest is counted."""


class Record(msgspec.Struct, frozen=True):
    """What an import wrote: where it came from, and the checksum of each file."""

    source: str
    files: dict[str, str]


class Written(msgspec.Struct, frozen=True):
    """What an import did to a folder, by the names of files below it; ``kept`` are copies of edited ones."""

    folder: str
    written: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


def write_pack(folder: Path, files: Mapping[str, bytes], source: str, *, force: bool = False) -> Written:
    """Write a pack's files; with ``force`` over edited ones too, of which a copy stays beside each.

    Raises PatternsError, before anything is written, where the folder is not one that an import of the
    same sheet wrote, or where files in it were edited; ContentError where the pack would not load.
    """
    draft, aside = _beside(folder, "importing"), _beside(folder, "replaced")
    if aside.exists() and not folder.exists():
        aside.replace(folder)
    record = _record_of(folder, source, force=force)
    edited = _edited(folder, files, record)
    if edited and not force:
        named = ", ".join(edited[:MOST_NAMED]) + (f" and {len(edited) - MOST_NAMED} more" * (len(edited) > MOST_NAMED))
        raise PatternsError(
            f"edited since the last import: {named} (in {shown(folder)})",
            "nothing was written; --force writes them anew and keeps a copy of each, -o takes another folder",
        )
    try:
        new = Record(source, {name: _checksum(data) for name, data in files.items()})
        return _write(folder, draft, files, record, new)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise PatternsError(f"cannot write {shown(folder)}: {reason}", "what was there before is unharmed") from None
    finally:
        shutil.rmtree(draft, ignore_errors=True)
        if folder.exists():
            shutil.rmtree(aside, ignore_errors=True)


def _beside(folder: Path, what: str) -> Path:
    """A folder beside it that no look-up reads."""
    return folder.with_name(f".{folder.name}.{what}")


def _record_of(folder: Path, source: str, *, force: bool) -> Record:
    if folder.exists() and not folder.is_dir():
        raise PatternsError(f"{shown(folder)} is a file, not a folder", "-o names the folder of the pack")
    if not folder.exists() or not any(folder.iterdir()):
        return Record(source, {})
    try:
        record = msgspec.json.decode((folder / RECORD).read_bytes(), type=Record)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        message = f"{shown(folder)} is not empty, and no import wrote it"
        raise PatternsError(message, "-o takes another folder") from None
    if record.source != source and not force:
        message = f"{shown(folder)} holds the import of {record.source}"
        raise PatternsError(message, "--id or -o keeps both; --force replaces it")
    return record


def _edited(folder: Path, files: Mapping[str, bytes], record: Record) -> list[str]:
    """The files that hold what no import wrote, or that somebody took away."""
    found = []
    for name in sorted({*files, *record.files}):
        checksum = _checksum_of(folder / name)
        if checksum is None:
            if name in record.files and name in files:
                found.append(name)
        elif checksum != record.files.get(name) and (name not in files or checksum != _checksum(files[name])):
            found.append(name)
    return found


def _write(folder: Path, draft: Path, files: Mapping[str, bytes], old: Record, new: Record) -> Written:
    shutil.rmtree(draft, ignore_errors=True)
    _fill(draft, files)
    _check_that_it_loads(draft)
    if not folder.exists() or not any(folder.iterdir()):
        (draft / RECORD).write_bytes(_encoded(new))
        with contextlib.suppress(FileNotFoundError):
            folder.rmdir()
        draft.replace(folder)
        return Written(str(folder), written=tuple(files))
    return _replace(folder, draft, files, old, new)


def _fill(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _check_that_it_loads(draft: Path) -> None:
    faults = errors_only(load_pack(draft).faults)
    if faults:
        place = faults[0].file.removeprefix(f"{shown(draft)}/")
        raise ContentError(f"the sheet gives a pack that does not load: {place}: {faults[0].message}", faults[0].hint)


def _replace(folder: Path, draft: Path, files: Mapping[str, bytes], old: Record, new: Record) -> Written:
    """Put a new folder in the place of one: with what else a person keeps there, and copies of what they edited."""
    edited = [name for name in _edited(folder, files, old) if (folder / name).exists()]
    changed = {name: data for name, data in files.items() if _checksum_of(folder / name) != _checksum(data)}
    gone = tuple(name for name in old.files if name not in files and (folder / name).exists())
    kept: tuple[str, ...] = ()
    if changed or gone or old != new:
        shutil.rmtree(draft)
        shutil.copytree(folder, draft, symlinks=True)
        kept = tuple(_keep(draft, name) for name in edited)
        _fill(draft, {**changed, RECORD: _encoded(new)})
        for name in gone:
            (draft / name).unlink()
        aside = _beside(folder, "replaced")
        shutil.rmtree(aside, ignore_errors=True)
        folder.replace(aside)
        draft.replace(folder)
    unchanged = tuple(name for name in files if name not in changed)
    return Written(str(folder), written=tuple(changed), unchanged=unchanged, removed=gone, kept=kept)


def _keep(folder: Path, name: str) -> str:
    """Copy an edited file beside itself, under a name that no other copy has and no pack reads."""
    number = 1
    while (folder / f"{name}.bak{number}").exists():
        number += 1
    copy = f"{name}.bak{number}"
    shutil.copy2(folder / name, folder / copy)
    return copy


def _encoded(record: Record) -> bytes:
    return msgspec.json.format(msgspec.json.encode(record, order="sorted"), indent=2) + b"\n"


def _checksum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _checksum_of(path: Path) -> str | None:
    try:
        return _checksum(path.read_bytes())
    except OSError:
        return None

"""Write an imported pack into its folder: whole or not at all, and never over what a person changed.

``imported.json`` keeps the checksum of every file as it was written. A file that differs from that was
edited by hand.
"""

from __future__ import annotations

import contextlib
import hashlib
import shutil
from typing import TYPE_CHECKING

import msgspec

from patterns_cli.catalog.faults import errors_only
from patterns_cli.catalog.files import shown
from patterns_cli.catalog.load import load_pack
from patterns_cli.errors import ContentError, PatternsError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

RECORD = "imported.json"
MOST_NAMED = 5
"""So many edited files are named; the rest is counted."""


class Record(msgspec.Struct, frozen=True, omit_defaults=True):
    """What an import wrote: where it came from, and the checksum of each file.

    ``before`` holds the checksums of an earlier import while its files are being replaced, so that an
    interrupted import is not taken for edits.
    """

    source: str
    files: dict[str, str]
    before: dict[str, str] = {}

    def wrote(self, name: str, checksum: str) -> bool:
        """Whether a file is as an import left it."""
        return checksum in (self.files.get(name), self.before.get(name))


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
    record = _record_of(folder, source, force=force)
    edited = _edited(folder, files, record)
    if edited and not force:
        named = ", ".join(edited[:MOST_NAMED]) + (f" and {len(edited) - MOST_NAMED} more" * (len(edited) > MOST_NAMED))
        raise PatternsError(
            f"edited since the last import: {named} (in {shown(folder)})",
            "nothing was written; --force writes them anew and keeps a copy of each, -o takes another folder",
        )
    draft = folder.with_name(f".{folder.name}.importing")
    try:
        return _write(folder, draft, files, Record(source, {name: _checksum(data) for name, data in files.items()}))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise PatternsError(f"cannot write {shown(folder)}: {reason}", "what was there before is unharmed") from None
    finally:
        shutil.rmtree(draft, ignore_errors=True)


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
    for name in sorted({*files, *record.files, *record.before}):
        checksum = _checksum_of(folder / name)
        if checksum is None:
            if name in record.files and name in files and not record.before:
                found.append(name)
        elif not record.wrote(name, checksum) and (name not in files or checksum != _checksum(files[name])):
            found.append(name)
    return found


def _write(folder: Path, draft: Path, files: Mapping[str, bytes], record: Record) -> Written:
    shutil.rmtree(draft, ignore_errors=True)
    for name, data in files.items():
        path = draft / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    _check_that_it_loads(draft)
    (draft / RECORD).write_bytes(_encoded(record))
    if not folder.exists() or not any(folder.iterdir()):
        with contextlib.suppress(FileNotFoundError):
            folder.rmdir()
        draft.replace(folder)
        return Written(str(folder), written=tuple(files))
    return _replace(folder, draft, files, record)


def _check_that_it_loads(draft: Path) -> None:
    faults = errors_only(load_pack(draft).faults)
    if faults:
        place = faults[0].file.removeprefix(f"{shown(draft)}/")
        raise ContentError(f"the sheet gives a pack that does not load: {place}: {faults[0].message}", faults[0].hint)


def _replace(folder: Path, draft: Path, files: Mapping[str, bytes], record: Record) -> Written:
    old = msgspec.json.decode((folder / RECORD).read_bytes(), type=Record)
    edited = _edited(folder, files, old)
    kept = tuple(_keep(folder, name) for name in edited if (folder / name).exists())
    changed = tuple(name for name, data in files.items() if _checksum_of(folder / name) != _checksum(data))
    gone = tuple(name for name in {**old.before, **old.files} if name not in files and (folder / name).exists())
    if changed or gone or old != record:
        journal = msgspec.structs.replace(record, before={**old.before, **old.files})
        (draft / "journal").write_bytes(_encoded(journal))
        (draft / "journal").replace(folder / RECORD)
        # What others name comes first, and what nothing names any more goes last, should it be interrupted.
        for name in sorted(changed, key=lambda name: ("/" not in name, (folder / name).exists())):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (draft / name).replace(folder / name)
        for name in gone:
            (folder / name).unlink()
        (draft / RECORD).replace(folder / RECORD)
    unchanged = tuple(name for name in files if name not in changed)
    return Written(str(folder), written=changed, unchanged=unchanged, removed=gone, kept=kept)


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

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
from patterns_cli.packs.files import display_path
from patterns_cli.packs.loader import load_pack

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MANIFEST_FILE = "imported.json"
MAX_LISTED_FILES = 5
"""So many edited files are named; the rest is counted."""


class ImportManifest(msgspec.Struct, frozen=True):
    """What an import wrote: where it came from, and the checksum of each file."""

    source: str
    files: dict[str, str]


class WriteReport(msgspec.Struct, frozen=True):
    """What an import did to a folder, by the names of files below it; ``kept`` are copies of edited ones."""

    folder: str
    written: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


def write_pack(folder: Path, files: Mapping[str, bytes], source: str, *, force: bool = False) -> WriteReport:
    """Write a pack's files; with ``force`` over edited ones too, of which a copy stays beside each.

    Raises PatternsError, before anything is written, where the folder is not one that an import of the
    same sheet wrote, or where files in it were edited; ContentError where the pack would not load.
    """
    draft, aside = _hidden_sibling(folder, "importing"), _hidden_sibling(folder, "replaced")
    if aside.exists() and not folder.exists():
        aside.replace(folder)
    record = _read_manifest(folder, source, force=force)
    edited = _edited_files(folder, files, record)
    if edited and not force:
        named = ", ".join(edited[:MAX_LISTED_FILES]) + (
            f" and {len(edited) - MAX_LISTED_FILES} more" * (len(edited) > MAX_LISTED_FILES)
        )
        raise PatternsError(
            f"edited since the last import: {named} (in {display_path(folder)})",
            "nothing was written; --force writes them anew and keeps a copy of each, -o takes another folder",
        )
    try:
        new = ImportManifest(source, {name: _checksum(data) for name, data in files.items()})
        return _write_folder(folder, draft, files, record, new)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise PatternsError(
            f"cannot write {display_path(folder)}: {reason}", "what was there before is unharmed"
        ) from None
    finally:
        shutil.rmtree(draft, ignore_errors=True)
        if folder.exists():
            shutil.rmtree(aside, ignore_errors=True)


def _hidden_sibling(folder: Path, suffix: str) -> Path:
    """A folder beside it that no look-up reads."""
    return folder.with_name(f".{folder.name}.{suffix}")


def _read_manifest(folder: Path, source: str, *, force: bool) -> ImportManifest:
    if folder.exists() and not folder.is_dir():
        raise PatternsError(f"{display_path(folder)} is a file, not a folder", "-o names the folder of the pack")
    if not folder.exists() or not any(folder.iterdir()):
        return ImportManifest(source, {})
    try:
        record = msgspec.json.decode((folder / MANIFEST_FILE).read_bytes(), type=ImportManifest)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        message = f"{display_path(folder)} is not empty, and no import wrote it"
        raise PatternsError(message, "-o takes another folder") from None
    if record.source != source and not force:
        message = f"{display_path(folder)} holds the import of {record.source}"
        raise PatternsError(message, "--id or -o keeps both; --force replaces it")
    return record


def _edited_files(folder: Path, files: Mapping[str, bytes], manifest: ImportManifest) -> list[str]:
    """The files that hold what no import wrote, or that somebody took away."""
    found = []
    for name in sorted({*files, *manifest.files}):
        checksum = _file_checksum(folder / name)
        if checksum is None:
            if name in manifest.files and name in files:
                found.append(name)
        elif checksum != manifest.files.get(name) and (name not in files or checksum != _checksum(files[name])):
            found.append(name)
    return found


def _write_folder(
    folder: Path, staging: Path, files: Mapping[str, bytes], old_manifest: ImportManifest, new_manifest: ImportManifest
) -> WriteReport:
    shutil.rmtree(staging, ignore_errors=True)
    _write_files(staging, files)
    _check_loads(staging)
    if not folder.exists() or not any(folder.iterdir()):
        (staging / MANIFEST_FILE).write_bytes(_encode_manifest(new_manifest))
        with contextlib.suppress(FileNotFoundError):
            folder.rmdir()
        staging.replace(folder)
        return WriteReport(str(folder), written=tuple(files))
    return _replace_folder(folder, staging, files, old_manifest, new_manifest)


def _write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _check_loads(staging: Path) -> None:
    faults = errors_only(load_pack(staging).diagnostics)
    if faults:
        place = faults[0].file.removeprefix(f"{display_path(staging)}/")
        raise ContentError(f"the sheet gives a pack that does not load: {place}: {faults[0].message}", faults[0].hint)


def _replace_folder(
    folder: Path, staging: Path, files: Mapping[str, bytes], old_manifest: ImportManifest, new_manifest: ImportManifest
) -> WriteReport:
    """Put a new folder in the place of one: with what else a person keeps there, and copies of what they edited."""
    edited = [name for name in _edited_files(folder, files, old_manifest) if (folder / name).exists()]
    changed = {name: data for name, data in files.items() if _file_checksum(folder / name) != _checksum(data)}
    gone = tuple(name for name in old_manifest.files if name not in files and (folder / name).exists())
    kept: tuple[str, ...] = ()
    if changed or gone or old_manifest != new_manifest:
        shutil.rmtree(staging)
        shutil.copytree(folder, staging, symlinks=True)
        kept = tuple(_back_up(staging, name) for name in edited)
        _write_files(staging, {**changed, MANIFEST_FILE: _encode_manifest(new_manifest)})
        for name in gone:
            (staging / name).unlink()
        aside = _hidden_sibling(folder, "replaced")
        shutil.rmtree(aside, ignore_errors=True)
        folder.replace(aside)
        staging.replace(folder)
    unchanged = tuple(name for name in files if name not in changed)
    return WriteReport(str(folder), written=tuple(changed), unchanged=unchanged, removed=gone, kept=kept)


def _back_up(folder: Path, name: str) -> str:
    """Copy an edited file beside itself, under a name that no other copy has and no pack reads."""
    number = 1
    while (folder / f"{name}.bak{number}").exists():
        number += 1
    copy = f"{name}.bak{number}"
    shutil.copy2(folder / name, folder / copy)
    return copy


def _encode_manifest(manifest: ImportManifest) -> bytes:
    return msgspec.json.format(msgspec.json.encode(manifest, order="sorted"), indent=2) + b"\n"


def _checksum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _file_checksum(path: Path) -> str | None:
    try:
        return _checksum(path.read_bytes())
    except OSError:
        return None

"""Write an imported pack into its folder: completely or not at all, and never over edited files.

``imported.json`` stores the checksum of every file as it was written; a file with another checksum was
edited. An existing folder is replaced by a new one with two renames, so that no reader sees files of two
imports. Between the renames the folder is missing; after an interruption there, the next import restores it.
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
from patterns_cli.packs.yaml_writer import non_default_fields, to_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from patterns_cli.packs.model import Pack

MANIFEST_FILE = "imported.json"
MAX_LISTED_FILES = 5
"""Maximum number of edited files named in an error."""


class ImportManifest(msgspec.Struct, frozen=True):
    """Content of ``imported.json``."""

    source: str
    """Name of the imported cheat sheet."""

    files: dict[str, str]
    """SHA-256 of each file as it was written, in hexadecimal, by name."""


class WriteReport(msgspec.Struct, frozen=True):
    """What an import did to a folder, as file names relative to it."""

    folder: str
    written: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    """Copies of edited files."""


def serialize_pack(pack: Pack) -> dict[str, bytes]:
    """Files of an imported pack in UTF-8, by name relative to its folder."""
    content = {"pack.yaml": non_default_fields(pack.info)}
    content |= {f"patterns/{pattern.id}.yaml": non_default_fields(pattern) for pattern in pack.patterns}
    for name in ("systems", "tables", "chapters"):
        records = getattr(pack, name)
        if records:
            content[f"{name}.yaml"] = {name: [non_default_fields(record) for record in records]}
    return {name: to_yaml(value).encode() for name, value in content.items()}


def write_pack(folder: Path, files: Mapping[str, bytes], source: str, *, force: bool = False) -> WriteReport:
    """Write a pack's files; with ``force``, edited files are replaced too, and a copy of each is kept beside it.

    Raises PatternsError, before anything is written, if the folder was not written by an import of the
    same sheet or contains edited files; raises ContentError if the pack would not load.
    """
    staging, previous = _hidden_sibling(folder, "importing"), _hidden_sibling(folder, "replaced")
    if previous.exists() and not folder.exists():
        previous.replace(folder)
    old_manifest = _read_manifest(folder, source, force=force)
    edited = _edited_files(folder, files, old_manifest)
    if edited and not force:
        more = f" and {len(edited) - MAX_LISTED_FILES} more" if len(edited) > MAX_LISTED_FILES else ""
        raise PatternsError(
            f"edited since the last import: {', '.join(edited[:MAX_LISTED_FILES])}{more} (in {display_path(folder)})",
            "nothing was written; use --force to replace them and keep a copy of each, or -o for another folder",
        )
    try:
        new_manifest = ImportManifest(source, {name: _checksum(data) for name, data in files.items()})
        return _write_folder(folder, staging, files, old_manifest, new_manifest)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise PatternsError(
            f"cannot write {display_path(folder)}: {reason}", "the previous content is unchanged"
        ) from None
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        if folder.exists():
            shutil.rmtree(previous, ignore_errors=True)


def _hidden_sibling(folder: Path, suffix: str) -> Path:
    """A path beside a folder that is not read as a pack."""
    return folder.with_name(f".{folder.name}.{suffix}")


def _read_manifest(folder: Path, source: str, *, force: bool) -> ImportManifest:
    if folder.exists() and not folder.is_dir():
        raise PatternsError(f"{display_path(folder)} is a file, not a folder", "use -o to name a folder for the pack")
    if not folder.exists() or not any(folder.iterdir()):
        return ImportManifest(source, {})
    try:
        manifest = msgspec.json.decode((folder / MANIFEST_FILE).read_bytes(), type=ImportManifest)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        message = f"{display_path(folder)} is not empty, and was not written by an import"
        raise PatternsError(message, "use -o to name another folder") from None
    if manifest.source != source and not force:
        message = f"{display_path(folder)} contains the import of {manifest.source}"
        raise PatternsError(message, "use --id or -o to keep both, or --force to replace it")
    return manifest


def _edited_files(folder: Path, files: Mapping[str, bytes], manifest: ImportManifest) -> list[str]:
    """Files that were changed, added or deleted since the import, among those that it wrote or will write."""
    edited = []
    for name in sorted({*files, *manifest.files}):
        checksum = _file_checksum(folder / name)
        if checksum is None:
            if name in manifest.files and name in files:
                edited.append(name)
        elif checksum != manifest.files.get(name) and (name not in files or checksum != _checksum(files[name])):
            edited.append(name)
    return edited


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
    errors = errors_only(load_pack(staging).diagnostics)
    if errors:
        file = errors[0].file.removeprefix(f"{display_path(staging)}/")
        message = f"the pack made from the cheat sheet does not load: {file}: {errors[0].message}"
        raise ContentError(message, errors[0].hint)


def _replace_folder(
    folder: Path, staging: Path, files: Mapping[str, bytes], old_manifest: ImportManifest, new_manifest: ImportManifest
) -> WriteReport:
    """Replace a folder by a new one that keeps unrelated files, and copies of edited files."""
    edited = [name for name in _edited_files(folder, files, old_manifest) if (folder / name).exists()]
    changed = {name: data for name, data in files.items() if _file_checksum(folder / name) != _checksum(data)}
    removed = tuple(name for name in old_manifest.files if name not in files and (folder / name).exists())
    kept: tuple[str, ...] = ()
    if changed or removed or old_manifest != new_manifest:
        shutil.rmtree(staging)
        shutil.copytree(folder, staging, symlinks=True)
        kept = tuple(_back_up(staging, name) for name in edited)
        _write_files(staging, {**changed, MANIFEST_FILE: _encode_manifest(new_manifest)})
        for name in removed:
            (staging / name).unlink()
        previous = _hidden_sibling(folder, "replaced")
        shutil.rmtree(previous, ignore_errors=True)
        folder.replace(previous)
        staging.replace(folder)
    unchanged = tuple(name for name in files if name not in changed)
    return WriteReport(str(folder), written=tuple(changed), unchanged=unchanged, removed=removed, kept=kept)


def _back_up(folder: Path, name: str) -> str:
    """Copy an edited file to an unused name beside it that is not read as part of the pack; returns the name."""
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

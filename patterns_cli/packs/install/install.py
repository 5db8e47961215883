"""Add packs to a user's own, and remove them again. Removed and replaced packs are moved, never deleted."""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from patterns_cli.errors import ContentError, PatternsError
from patterns_cli.packs.checks.validate import validate_pack
from patterns_cli.packs.diagnostics import Diagnostic, errors_only
from patterns_cli.packs.files import display_path, is_pack, pack_folders
from patterns_cli.packs.install.archive import copy_folder, unpack_zip
from patterns_cli.packs.loader import load_pack

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

REMOVED_DIR = ".removed"
"""Name of the folder for removed and replaced packs, beside the packs."""

_STAGING_PREFIX = ".incoming-"
_MAX_STAGING_AGE_SECONDS = 3600
"""Age from which a staging folder is a leftover of a killed run, even if its process id is in use again."""


class InvalidPackError(ContentError):
    """A pack has errors, and was not added."""

    def __init__(self, message: str, hint: str, diagnostics: tuple[Diagnostic, ...]) -> None:
        super().__init__(message, hint)
        self.diagnostics = diagnostics
        """All errors and warnings about the pack."""


class AddedPack(NamedTuple):
    """The result of adding a pack."""

    id: str
    folder: Path
    replaced_folder: Path | None
    """Where the previous pack of the same id was moved to, or None if there was none."""

    warnings: tuple[Diagnostic, ...]


def add_pack(
    source: Path, packs_dir: Path, *, reserved_ids: Iterable[str], now: datetime, force: bool = False
) -> AddedPack:
    """Copy a pack from a folder or zip file to the user's own packs, completely or not at all.

    ``reserved_ids`` are the ids of packs that are not the user's own. With ``force``, the pack replaces the
    user's own pack of the same id, which is moved to ``REMOVED_DIR``.

    Raises InvalidPackError for a pack with errors, PatternsError if its id or folder is taken, OSError if a
    file cannot be read or written.
    """
    packs_dir.mkdir(parents=True, exist_ok=True)
    _remove_stale_staging(packs_dir)
    staging = packs_dir / f"{_STAGING_PREFIX}{os.getpid()}"
    shutil.rmtree(staging, ignore_errors=True)
    try:
        staging.mkdir()
        if source.is_dir():
            copy_folder(source, staging)
        else:
            unpack_zip(source, staging)
        warnings = _check_staged(staging, source)
        id_ = load_pack(staging).pack.info.id
        if id_ in reserved_ids:
            raise PatternsError(
                f"the id {id_} belongs to a pack that is not your own", "change the id in the new pack's pack.yaml"
            )
        existing = find_own_pack(packs_dir, id_)
        if existing is not None and not force:
            message = f"you already have a pack {id_}, in {display_path(existing)}"
            raise PatternsError(message, "use --force to replace it")
        target = packs_dir / id_
        if existing != target:
            _require_unused(target)
        replaced = remove_pack(existing, packs_dir, now) if existing is not None else None
        try:
            staging.rename(target)
        except BaseException:
            if existing is not None and replaced is not None:
                replaced.rename(existing)
            raise
        return AddedPack(id_, target, replaced, warnings)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _remove_stale_staging(packs_dir: Path) -> None:
    """Delete staging folders of runs that were killed."""
    for folder in packs_dir.glob(f"{_STAGING_PREFIX}*"):
        with contextlib.suppress(OSError):
            age = time.time() - folder.stat().st_mtime
            if age > _MAX_STAGING_AGE_SECONDS or not _is_running(folder.name.removeprefix(_STAGING_PREFIX)):
                shutil.rmtree(folder, ignore_errors=True)


def _is_running(process_id: str) -> bool:
    """Whether a process is running; assumed on Windows, where sending signal 0 would end the process."""
    if not process_id.isdecimal() or os.name == "nt":
        return os.name == "nt"
    try:
        os.kill(int(process_id), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _require_unused(target: Path) -> None:
    """Raise PatternsError if the folder that a pack needs belongs to something else."""
    if not target.exists() and not target.is_symlink():
        return
    if is_pack(target):
        owner = f"the pack {load_pack(target).pack.info.id}"
        hint = f"rename that folder, for example to {target.name}-2: a pack is found by the id in its pack.yaml"
    else:
        owner = "something that is not a pack"
        hint = "rename or move it"
    raise PatternsError(f"cannot add the pack {target.name}: {display_path(target)} contains {owner}", hint)


def _check_staged(staging: Path, source: Path) -> tuple[Diagnostic, ...]:
    """Warnings about a staged pack, with the file names of its source; raises InvalidPackError for errors."""
    prefix = display_path(staging)
    diagnostics = tuple(
        msgspec.structs.replace(diagnostic, file=display_path(source) + diagnostic.file.removeprefix(prefix))
        for diagnostic in validate_pack(staging)
    )
    errors = errors_only(diagnostics)
    if errors:
        count = "an error" if len(errors) == 1 else f"{len(errors)} errors"
        message = f"{display_path(source)} has {count}, and was not added"
        raise InvalidPackError(
            message, f"fix {'it' if len(errors) == 1 else 'them'} and add the pack again", diagnostics
        )
    return diagnostics


def find_own_pack(packs_dir: Path, pack_id: str) -> Path | None:
    """Folder of the user's own pack with an id, or None."""
    return next((folder for folder in pack_folders(packs_dir) if load_pack(folder).pack.info.id == pack_id), None)


def remove_pack(folder: Path, packs_dir: Path, now: datetime) -> Path:
    """Move a pack to ``REMOVED_DIR``; returns its new path. Raises OSError if it cannot be moved."""
    removed = packs_dir / REMOVED_DIR
    removed.mkdir(exist_ok=True)
    name = f"{folder.name}-{now:%Y%m%d-%H%M%S}"
    number = 1
    target = removed / name
    while target.exists():
        number += 1
        target = removed / f"{name}-{number}"
    return folder.rename(target)

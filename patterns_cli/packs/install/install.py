"""The packs that are a person's own: take one in, and take one out again. Nothing of theirs is deleted."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from patterns_cli.errors import ContentError, PatternsError
from patterns_cli.packs.checks.validate import validate_pack
from patterns_cli.packs.diagnostics import Diagnostic, errors_only
from patterns_cli.packs.files import display_path, pack_folders
from patterns_cli.packs.install.archive import copy_folder, unpack_zip
from patterns_cli.packs.loader import load_pack

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

REMOVED_DIR = ".removed"
"""The folder among the packs where those lie that were removed or replaced."""


class InvalidPackError(ContentError):
    """A pack has errors, and was not taken in; ``faults`` are all that were found."""

    def __init__(self, message: str, hint: str, diagnostics: tuple[Diagnostic, ...]) -> None:
        super().__init__(message, hint)
        self.diagnostics = diagnostics


class AddedPack(NamedTuple):
    """A pack that was taken in: its id, its folder, where the one before it lies now, and warnings about it."""

    id: str
    folder: Path
    replaced_folder: Path | None
    warnings: tuple[Diagnostic, ...]


def add_pack(
    source: Path, packs_dir: Path, *, reserved_ids: Iterable[str], now: datetime, force: bool = False
) -> AddedPack:
    """Copy a pack, a folder or a zip file, in among a person's own: whole or not at all.

    ``taken`` are ids of packs that are not theirs. With ``force`` it replaces the one of the same id,
    which is moved aside. Raises FaultyPackError for a pack with errors, PatternsError where it cannot
    be taken in, OSError where a file cannot be read or written.
    """
    packs_dir.mkdir(parents=True, exist_ok=True)
    staged = packs_dir / f".incoming-{os.getpid()}"
    shutil.rmtree(staged, ignore_errors=True)
    try:
        staged.mkdir()
        if source.is_dir():
            copy_folder(source, staged)
        else:
            unpack_zip(source, staged)
        warnings = _check_staged(staged, source)
        id_ = load_pack(staged).pack.info.id
        if id_ in reserved_ids:
            raise PatternsError(f"there is a pack with the id {id_} that is not yours", "give this one another id")
        before = find_own_pack(packs_dir, id_)
        if before is not None and not force:
            raise PatternsError(f"you have a pack {id_} already, in {display_path(before)}", "--force replaces it")
        replaced = _move_aside(before, packs_dir, now) if before is not None else None
        target = packs_dir / id_
        try:
            staged.rename(target)
        except BaseException:
            if before is not None and replaced is not None:
                replaced.rename(before)
            raise
        return AddedPack(id_, target, replaced, warnings)
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _check_staged(staging: Path, source: Path) -> tuple[Diagnostic, ...]:
    """The warnings about a pack; raises FaultyPackError where it has errors. They name the files of its source."""
    place = display_path(staging)
    faults = tuple(
        msgspec.structs.replace(fault, file=display_path(source) + fault.file.removeprefix(place))
        for fault in validate_pack(staging)
    )
    errors = errors_only(faults)
    if errors:
        count = "an error" if len(errors) == 1 else f"{len(errors)} errors"
        raise InvalidPackError(
            f"{display_path(source)} has {count}, and was not added", "mend it and add it again", faults
        )
    return faults


def find_own_pack(packs_dir: Path, pack_id: str) -> Path | None:
    """The folder of a person's own pack with that id, or None."""
    return next((folder for folder in pack_folders(packs_dir) if load_pack(folder).pack.info.id == pack_id), None)


def remove_pack(folder: Path, packs_dir: Path, now: datetime) -> Path:
    """Take a pack out of force; returns where it lies now. Raises OSError where it cannot be moved."""
    return _move_aside(folder, packs_dir, now)


def _move_aside(folder: Path, packs_dir: Path, now: datetime) -> Path:
    aside = packs_dir / REMOVED_DIR
    aside.mkdir(exist_ok=True)
    name = f"{folder.name}-{now:%Y%m%d-%H%M%S}"
    number = 1
    target = aside / name
    while target.exists():
        number += 1
        target = aside / f"{name}-{number}"
    return folder.rename(target)

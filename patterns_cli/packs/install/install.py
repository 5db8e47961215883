"""The packs that are a person's own: take one in, and take one out again. Nothing of theirs is deleted."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from patterns_cli.errors import ContentError, PatternsError
from patterns_cli.packs.checks.validate import validate_pack
from patterns_cli.packs.diagnostics import Fault, errors_only
from patterns_cli.packs.files import pack_folders, shown
from patterns_cli.packs.install.archive import copy_folder, unpack
from patterns_cli.packs.loader import load_pack

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

ASIDE = ".removed"
"""The folder among the packs where those lie that were removed or replaced."""


class FaultyPackError(ContentError):
    """A pack has errors, and was not taken in; ``faults`` are all that were found."""

    def __init__(self, message: str, hint: str, faults: tuple[Fault, ...]) -> None:
        super().__init__(message, hint)
        self.faults = faults


class Added(NamedTuple):
    """A pack that was taken in: its id, its folder, where the one before it lies now, and warnings about it."""

    id: str
    folder: Path
    replaced: Path | None
    warnings: tuple[Fault, ...]


def add_pack(source: Path, packs: Path, *, taken: Iterable[str], now: datetime, force: bool = False) -> Added:
    """Copy a pack, a folder or a zip file, in among a person's own: whole or not at all.

    ``taken`` are ids of packs that are not theirs. With ``force`` it replaces the one of the same id,
    which is moved aside. Raises FaultyPackError for a pack with errors, PatternsError where it cannot
    be taken in, OSError where a file cannot be read or written.
    """
    packs.mkdir(parents=True, exist_ok=True)
    staged = packs / f".incoming-{os.getpid()}"
    shutil.rmtree(staged, ignore_errors=True)
    try:
        staged.mkdir()
        if source.is_dir():
            copy_folder(source, staged)
        else:
            unpack(source, staged)
        warnings = _sound(staged, source)
        id_ = load_pack(staged).pack.info.id
        if id_ in taken:
            raise PatternsError(f"there is a pack with the id {id_} that is not yours", "give this one another id")
        before = own_pack(packs, id_)
        if before is not None and not force:
            raise PatternsError(f"you have a pack {id_} already, in {shown(before)}", "--force replaces it")
        replaced = _move_aside(before, packs, now) if before is not None else None
        target = packs / id_
        try:
            staged.rename(target)
        except BaseException:
            if before is not None and replaced is not None:
                replaced.rename(before)
            raise
        return Added(id_, target, replaced, warnings)
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _sound(staged: Path, source: Path) -> tuple[Fault, ...]:
    """The warnings about a pack; raises FaultyPackError where it has errors. They name the files of its source."""
    place = shown(staged)
    faults = tuple(
        msgspec.structs.replace(fault, file=shown(source) + fault.file.removeprefix(place))
        for fault in validate_pack(staged)
    )
    errors = errors_only(faults)
    if errors:
        count = "an error" if len(errors) == 1 else f"{len(errors)} errors"
        raise FaultyPackError(f"{shown(source)} has {count}, and was not added", "mend it and add it again", faults)
    return faults


def own_pack(packs: Path, id_: str) -> Path | None:
    """The folder of a person's own pack with that id, or None."""
    return next((folder for folder in pack_folders(packs) if load_pack(folder).pack.info.id == id_), None)


def remove_pack(folder: Path, packs: Path, now: datetime) -> Path:
    """Take a pack out of force; returns where it lies now. Raises OSError where it cannot be moved."""
    return _move_aside(folder, packs, now)


def _move_aside(folder: Path, packs: Path, now: datetime) -> Path:
    aside = packs / ASIDE
    aside.mkdir(exist_ok=True)
    name = f"{folder.name}-{now:%Y%m%d-%H%M%S}"
    number = 1
    target = aside / name
    while target.exists():
        number += 1
        target = aside / f"{name}-{number}"
    return folder.rename(target)

"""Everything that is wrong with packs or single files of theirs, at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from patterns_cli.errors import UsageError
from patterns_cli.packs.checks.published_ids import check_identity
from patterns_cli.packs.checks.teaching import check_teaching
from patterns_cli.packs.decode import shaped
from patterns_cli.packs.diagnostics import Fault, errors_only
from patterns_cli.packs.file_types import KINDS, kind_of
from patterns_cli.packs.files import IDS, KNOWN, is_pack, pack_folders, read_content, shown, yaml_files
from patterns_cli.packs.loader import load_pack
from patterns_cli.packs.scenario_loader import load_bank
from patterns_cli.packs.yaml_reader import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_PARTS = ("patterns", "scenarios")


class Validation:
    """What was found wrong so far, and what was checked.

    ``packs`` are the packs that were checked, ``parts`` the files and folders of packs of which
    alone something is told, ``alone`` the files that stand in no pack.
    """

    def __init__(self) -> None:
        self.packs: list[Path] = []
        self.parts: list[Path] = []
        self.alone: list[Path] = []
        self._faults: set[Fault] = set()
        self._of_pack: dict[Path, tuple[Fault, ...]] = {}

    @classmethod
    def of(cls, paths: Iterable[Path]) -> Validation:
        """What is wrong at these paths; raises as ``add`` does."""
        validation = cls()
        for path in paths:
            validation.add(path)
        return validation

    @property
    def faults(self) -> list[Fault]:
        """All faults, file by file and line by line."""
        return sorted(self._faults)

    def add(self, path: Path) -> None:
        """Check a pack, a folder of packs, or one file or folder of a pack.

        Raises UsageError where there is nothing to check at that path.
        """
        if not path.exists() and not path.is_symlink():
            raise UsageError(f"there is no {shown(path)}", "name a pack's folder, a folder of packs, or a pack's file")
        if path.is_dir():
            self._add_folder(path)
        else:
            self._add_file(path)

    def _add_folder(self, folder: Path) -> None:
        packs = [folder] if is_pack(folder) else pack_folders(folder)
        for pack in packs:
            self._faults.update(self._pack_faults(pack))
        if packs:
            return
        whole = folder.absolute().parent
        if folder.absolute().name in _PARTS and is_pack(whole):
            self._add_part(folder, folder.parent if folder.name in _PARTS else whole)
            return
        files = yaml_files(folder)
        if not files:
            raise UsageError(
                f"{shown(folder)} holds no pack", "a pack is a folder with a pack.yaml; see `patterns pack new`"
            )
        for file in files:
            self._add_alone(file)

    def _add_file(self, file: Path) -> None:
        place = file.absolute()
        if place.parent.name in _PARTS and is_pack(place.parent.parent):
            self._add_part(file, file.parent.parent if file.parent.name in _PARTS else place.parent.parent)
        elif is_pack(place.parent) and file.name in (*KNOWN, IDS):
            self._add_part(file, file.parent)
        else:
            self._add_alone(file)

    def _add_part(self, part: Path, pack: Path) -> None:
        self.parts.append(part)
        wanted = part.absolute()
        for fault in self._pack_faults(pack):
            at = pack.absolute() / _below(fault.file, pack)
            if wanted == at or wanted in at.parents:
                self._faults.add(fault)

    def _pack_faults(self, pack: Path) -> tuple[Fault, ...]:
        key = pack.absolute()
        if key not in self._of_pack:
            self.packs.append(pack)
            self._of_pack[key] = validate_pack(pack)
        return self._of_pack[key]

    def _add_alone(self, file: Path) -> None:
        self.alone.append(file)
        self._faults.update(validate_alone(file))


def validate_pack(folder: Path) -> tuple[Fault, ...]:
    """Everything that is wrong with one pack, file by file and line by line."""
    loaded = load_pack(folder)
    unread = set(loaded.sources.broken)
    if "decide" in loaded.sources.lists and loaded.pack.tree is None:
        unread.add("decide")  # it was read, and is left out for its errors
    bank = load_bank(folder, loaded.pack, unread)
    found = [*loaded.faults, *bank.faults]
    found += check_teaching(loaded.pack, loaded.sources, bank)
    found += check_identity(folder, loaded.pack, loaded.sources, bank)
    return tuple(sorted(set(found)))


def validate_alone(file: Path) -> list[Fault]:
    """What is wrong with a file that stands in no pack: its YAML, and the fields of the kind it looks like."""
    if file.suffix not in (".yaml", ".yml"):
        return [Fault(shown(file), 1, 1, "is not a file of a pack", "a pack's files end in .yaml")]
    read = read_yaml(file)
    if errors_only(read.faults):
        return read.faults
    keys = set(read.value) if isinstance(read.value, dict) else set()
    _, wrong = shaped(read.value, KINDS[kind_of(file, keys)].record, read.source)
    return [*read.faults, *wrong]


def _below(file: str, pack: Path) -> str:
    return file.removeprefix(shown(pack)).lstrip("/\\")


def source_lines(faults: Iterable[Fault]) -> dict[tuple[str, int], str]:
    """The line of the file that each fault points at, by file and line; none for a file that cannot be read."""
    from pathlib import Path

    wanted: dict[str, set[int]] = {}
    for fault in faults:
        wanted.setdefault(fault.file, set()).add(fault.line)
    found: dict[tuple[str, int], str] = {}
    for file, numbers in wanted.items():
        try:
            lines = read_content(Path(file)).removeprefix(b"\xef\xbb\xbf").split(b"\n")
        except OSError:
            continue
        for number in numbers:
            if number <= len(lines):
                found[file, number] = lines[number - 1].decode("utf-8", "replace").rstrip("\r")
    return found

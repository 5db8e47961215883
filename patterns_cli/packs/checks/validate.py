"""Everything that is wrong with packs or single files of theirs, at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from patterns_cli.errors import UsageError
from patterns_cli.packs.checks.published_ids import check_published_ids
from patterns_cli.packs.checks.teaching import check_teaching
from patterns_cli.packs.decode import decode_record
from patterns_cli.packs.diagnostics import Diagnostic, errors_only
from patterns_cli.packs.file_types import FILE_TYPES, detect_file_type
from patterns_cli.packs.files import (
    PACK_FILES,
    PUBLISHED_IDS_FILE,
    display_path,
    is_pack,
    pack_folders,
    read_content,
    yaml_files,
)
from patterns_cli.packs.loader import load_pack
from patterns_cli.packs.scenario_loader import load_scenario_bank
from patterns_cli.packs.yaml_reader import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_CONTENT_DIRS = ("patterns", "scenarios")


class Validation:
    """What was found wrong so far, and what was checked.

    ``packs`` are the packs that were checked, ``parts`` the files and folders of packs of which
    alone something is told, ``alone`` the files that stand in no pack.
    """

    def __init__(self) -> None:
        self.packs: list[Path] = []
        self.partial_paths: list[Path] = []
        self.standalone_files: list[Path] = []
        self._diagnostics: set[Diagnostic] = set()
        self._by_pack: dict[Path, tuple[Diagnostic, ...]] = {}

    @classmethod
    def of_paths(cls, paths: Iterable[Path]) -> Validation:
        """What is wrong at these paths; raises as ``add`` does."""
        validation = cls()
        for path in paths:
            validation.add(path)
        return validation

    @property
    def diagnostics(self) -> list[Diagnostic]:
        """All faults, file by file and line by line."""
        return sorted(self._diagnostics)

    def add(self, path: Path) -> None:
        """Check a pack, a folder of packs, or one file or folder of a pack.

        Raises UsageError where there is nothing to check at that path.
        """
        if not path.exists() and not path.is_symlink():
            raise UsageError(
                f"there is no {display_path(path)}", "name a pack's folder, a folder of packs, or a pack's file"
            )
        if path.is_dir():
            self._add_folder(path)
        else:
            self._add_file(path)

    def _add_folder(self, folder: Path) -> None:
        packs = [folder] if is_pack(folder) else pack_folders(folder)
        for pack in packs:
            self._diagnostics.update(self._pack_diagnostics(pack))
        if packs:
            return
        whole = folder.absolute().parent
        if folder.absolute().name in _CONTENT_DIRS and is_pack(whole):
            self._add_partial(folder, folder.parent if folder.name in _CONTENT_DIRS else whole)
            return
        files = yaml_files(folder)
        if not files:
            raise UsageError(
                f"{display_path(folder)} holds no pack", "a pack is a folder with a pack.yaml; see `patterns pack new`"
            )
        for file in files:
            self._add_standalone(file)

    def _add_file(self, file: Path) -> None:
        place = file.absolute()
        if place.parent.name in _CONTENT_DIRS and is_pack(place.parent.parent):
            self._add_partial(file, file.parent.parent if file.parent.name in _CONTENT_DIRS else place.parent.parent)
        elif is_pack(place.parent) and file.name in (*PACK_FILES, PUBLISHED_IDS_FILE):
            self._add_partial(file, file.parent)
        else:
            self._add_standalone(file)

    def _add_partial(self, path: Path, pack: Path) -> None:
        self.partial_paths.append(path)
        wanted = path.absolute()
        for fault in self._pack_diagnostics(pack):
            at = pack.absolute() / _relative_to_pack(fault.file, pack)
            if wanted == at or wanted in at.parents:
                self._diagnostics.add(fault)

    def _pack_diagnostics(self, pack: Path) -> tuple[Diagnostic, ...]:
        key = pack.absolute()
        if key not in self._by_pack:
            self.packs.append(pack)
            self._by_pack[key] = validate_pack(pack)
        return self._by_pack[key]

    def _add_standalone(self, file: Path) -> None:
        self.standalone_files.append(file)
        self._diagnostics.update(validate_file(file))


def validate_pack(folder: Path) -> tuple[Diagnostic, ...]:
    """Everything that is wrong with one pack, file by file and line by line."""
    loaded = load_pack(folder)
    unread = set(loaded.sources.unreadable)
    if "decide" in loaded.sources.files and loaded.pack.tree is None:
        unread.add("decide")  # it was read, and is left out for its errors
    bank = load_scenario_bank(folder, loaded.pack, unread)
    found = [*loaded.diagnostics, *bank.diagnostics]
    found += check_teaching(loaded.pack, loaded.sources, bank)
    found += check_published_ids(folder, loaded.pack, loaded.sources, bank)
    return tuple(sorted(set(found)))


def validate_file(file: Path) -> list[Diagnostic]:
    """What is wrong with a file that stands in no pack: its YAML, and the fields of the kind it looks like."""
    if file.suffix not in (".yaml", ".yml"):
        return [Diagnostic(display_path(file), 1, 1, "is not a file of a pack", "a pack's files end in .yaml")]
    read = read_yaml(file)
    if errors_only(read.diagnostics):
        return read.diagnostics
    keys = set(read.value) if isinstance(read.value, dict) else set()
    _, wrong = decode_record(read.value, FILE_TYPES[detect_file_type(file, keys)].record, read.source)
    return [*read.diagnostics, *wrong]


def _relative_to_pack(file: str, pack: Path) -> str:
    return file.removeprefix(display_path(pack)).lstrip("/\\")


def source_lines(diagnostics: Iterable[Diagnostic]) -> dict[tuple[str, int], str]:
    """The line of the file that each fault points at, by file and line; none for a file that cannot be read."""
    from pathlib import Path

    wanted: dict[str, set[int]] = {}
    for fault in diagnostics:
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

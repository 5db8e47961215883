"""Validate packs, and single files of packs."""

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
from patterns_cli.packs.loader import load_pack, load_scenario_bank
from patterns_cli.packs.yaml_reader import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_CONTENT_DIRS = ("patterns", "scenarios")


class Validation:
    """Diagnostics about all paths added so far."""

    def __init__(self) -> None:
        self.packs: list[Path] = []
        """The packs that were checked."""

        self.partial_paths: list[Path] = []
        """Files and folders within a pack that were added; other files of that pack are not reported."""

        self.standalone_files: list[Path] = []
        """Files that were checked, but are not part of a pack."""

        self._diagnostics: set[Diagnostic] = set()
        self._by_pack: dict[Path, tuple[Diagnostic, ...]] = {}

    @classmethod
    def of_paths(cls, paths: Iterable[Path]) -> Validation:
        """Validate all paths; raises UsageError as ``add`` does."""
        validation = cls()
        for path in paths:
            validation.add(path)
        return validation

    @property
    def diagnostics(self) -> list[Diagnostic]:
        """All diagnostics, sorted by file and line."""
        return sorted(self._diagnostics)

    def add(self, path: Path) -> None:
        """Validate a pack, a folder of packs, or a file or folder of a pack.

        Raises UsageError if there is nothing to validate at the path.
        """
        if not path.exists() and not path.is_symlink():
            raise UsageError(
                f"{display_path(path)} does not exist", "name a pack's folder, a folder of packs, or a pack's file"
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
        parent = folder.absolute().parent
        if folder.absolute().name in _CONTENT_DIRS and is_pack(parent):
            # Diagnostics name the path as the user wrote it, unless that is "." or ends in "..".
            self._add_partial(folder, folder.parent if folder.name in _CONTENT_DIRS else parent)
            return
        files = yaml_files(folder)
        if not files:
            raise UsageError(
                f"{display_path(folder)} does not contain a pack",
                "a pack is a folder with a pack.yaml; `patterns pack new` creates one",
            )
        for file in files:
            self._add_standalone(file)

    def _add_file(self, file: Path) -> None:
        absolute = file.absolute()
        if absolute.parent.name in _CONTENT_DIRS and is_pack(absolute.parent.parent):
            pack = file.parent.parent if file.parent.name in _CONTENT_DIRS else absolute.parent.parent
            self._add_partial(file, pack)
        elif is_pack(absolute.parent) and file.name in (*PACK_FILES, PUBLISHED_IDS_FILE):
            self._add_partial(file, file.parent)
        else:
            self._add_standalone(file)

    def _add_partial(self, path: Path, pack: Path) -> None:
        self.partial_paths.append(path)
        absolute = path.absolute()
        for diagnostic in self._pack_diagnostics(pack):
            file = pack.absolute() / diagnostic.file.removeprefix(display_path(pack)).lstrip("/\\")
            if absolute == file or absolute in file.parents:
                self._diagnostics.add(diagnostic)

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
    """All diagnostics about a pack, sorted by file and line."""
    loaded = load_pack(folder)
    unreadable = set(loaded.sources.unreadable)
    if "decide" in loaded.sources.files and loaded.pack.tree is None:
        unreadable.add("decide")  # a tree with errors is read, but not loaded
    bank = load_scenario_bank(folder, loaded.pack, unreadable)
    diagnostics = [*loaded.diagnostics, *bank.diagnostics]
    diagnostics += check_teaching(loaded.pack, loaded.sources, bank)
    diagnostics += check_published_ids(folder, loaded.pack, loaded.sources, bank)
    return tuple(sorted(set(diagnostics)))


def validate_file(file: Path) -> list[Diagnostic]:
    """Diagnostics about a file outside any pack: its YAML, and the fields of the type it seems to be."""
    if file.suffix not in (".yaml", ".yml"):
        return [Diagnostic(display_path(file), 1, 1, "this is not a file of a pack", "a pack's files end in .yaml")]
    yaml_file = read_yaml(file)
    if errors_only(yaml_file.diagnostics):
        return yaml_file.diagnostics
    keys = set(yaml_file.value) if isinstance(yaml_file.value, dict) else set()
    record_type = FILE_TYPES[detect_file_type(file, keys)].record
    _, errors = decode_record(yaml_file.value, record_type, yaml_file.source)
    return [*yaml_file.diagnostics, *errors]


def source_lines(diagnostics: Iterable[Diagnostic]) -> dict[tuple[str, int], str]:
    """Text of the line of each diagnostic, by file and line number; unreadable files are skipped."""
    from pathlib import Path

    numbers_by_file: dict[str, set[int]] = {}
    for diagnostic in diagnostics:
        numbers_by_file.setdefault(diagnostic.file, set()).add(diagnostic.line)
    texts: dict[tuple[str, int], str] = {}
    for file, numbers in numbers_by_file.items():
        try:
            lines = read_content(Path(file)).removeprefix(b"\xef\xbb\xbf").split(b"\n")
        except OSError:
            continue
        for number in numbers:
            if number <= len(lines):
                texts[file, number] = lines[number - 1].decode("utf-8", "replace").rstrip("\r")
    return texts

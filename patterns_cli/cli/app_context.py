"""The state of one program run: its options, folders, packs and catalog."""

from __future__ import annotations

import os
import shlex
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import typer

from patterns_cli.errors import PatternsError
from patterns_cli.terminal import OutputOptions, Terminal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from patterns_cli.advise.index import Index
    from patterns_cli.catalog.catalog import Catalog
    from patterns_cli.packs.cache import CacheLocations
    from patterns_cli.packs.diagnostics import Diagnostic
    from patterns_cli.paths import Paths
    from patterns_cli.study.log.answer_log import AnswerLog

MAX_WARNED_FILES = 5


class PackSource(NamedTuple):
    """The folder of a pack, and where the pack came from."""

    folder: Path
    origin: Literal["built-in", "yours", "PATTERNS_PATH"]


class AppContext:
    """The options of a run, and everything else it needs, loaded on first use."""

    def __init__(self) -> None:
        self.option_values: dict[str, Any] = {}
        self._partial_catalogs: dict[tuple[str, ...], Catalog] = {}
        self._has_warned = False
        self.pack_id = ""

    @cached_property
    def terminal(self) -> Terminal:
        """The input and output streams, with this run's output options."""
        return Terminal(OutputOptions(**self.option_values))

    @cached_property
    def paths(self) -> Paths:
        """The folders that this run reads and writes."""
        from patterns_cli.paths import paths_from_environment

        return paths_from_environment()

    @property
    def cache_locations(self) -> CacheLocations:
        """The folders that hold the packs' cache files."""
        from patterns_cli.packs.cache import CacheLocations

        return CacheLocations(self.paths.prebuilt_cache, lambda: self.paths.cache)

    @cached_property
    def full_catalog(self) -> Catalog:
        """The catalog of all packs; errors in packs are reported once, on standard error."""
        from patterns_cli.catalog.catalog import open_catalog

        folders = [source.folder for source in self.pack_sources]
        return self._warn_once(open_catalog(folders, self.cache_locations))

    @cached_property
    def catalog(self) -> Catalog:
        """The catalog of the selected packs: all, or the one that ``--pack`` names."""
        if not self.pack_id:
            return self.full_catalog
        from patterns_cli.catalog.catalog import select_pack

        return select_pack(self.full_catalog, self.pack_id)

    def catalog_for(self, *names: str) -> Catalog:
        """The part of the catalog that these names need.

        Returns the whole catalog if any of them is not an exact name.
        """
        if self.pack_id or "catalog" in self.__dict__:
            return self.catalog
        if names not in self._partial_catalogs:
            from patterns_cli.catalog.partial import load_entries

            found = load_entries([source.folder for source in self.pack_sources], self.cache_locations, names)
            self._partial_catalogs[names] = self.catalog if found is None else self._warn_once(found)
        return self._partial_catalogs[names]

    def _warn_once(self, catalog: Catalog) -> Catalog:
        """Report the errors in packs, once per run."""
        if not self._has_warned:
            self._has_warned = True
            self._warn_about_diagnostics(catalog.diagnostics)
        return catalog

    @cached_property
    def indexes(self) -> Sequence[Index]:
        """The scenario indexes of the selected packs, without the empty ones."""
        from patterns_cli.advise.recommend import open_index

        packs = zip(self.pack_folders(), self.catalog.packs, strict=True)
        hidden = self.catalog.qualified_refs
        indexes = [
            open_index(folder, pack, self.cache_locations).with_qualified_refs(hidden(pack)) for folder, pack in packs
        ]
        return [index for index in indexes if index.classes]

    def require_home(self) -> None:
        """Raise PatternsError if there is no folder for the user's files."""
        if not self.paths.has_data_dir:
            raise PatternsError("your home folder is unknown", "set PATTERNS_HOME to a folder of yours")

    def open_log(self) -> AnswerLog:
        """Open the user's answer log, which the caller must close.

        Raises ProgressError if the log cannot be used.
        """
        from patterns_cli.study.log.answer_log import open_log
        from patterns_cli.study.study_day import local_clock

        return open_log(self.paths.progress_file, clock=local_clock, renames=self.renames, warn=self.terminal.warn)

    @cached_property
    def renames(self) -> dict[str, str]:
        """Current item ids by the old ids that the log may hold."""
        from patterns_cli.study.item_id_migration import item_renames

        return {old: new for pack in self.full_catalog.packs for old, new in item_renames(pack).items()}

    def warn_about_clock(self, future_answers: int) -> None:
        """Warn if any answers are dated ahead of the clock."""
        if future_answers:
            what = "1 answer is dated" if future_answers == 1 else f"{future_answers} answers are dated"
            self.terminal.warn(f"{what} ahead of this machine's clock and not counted yet", "is the clock right?")

    def pack_folders(self) -> Sequence[Path]:
        """The folders of the selected packs, in the order of the catalog."""
        pairs = zip(self.pack_sources, self.full_catalog.packs, strict=True)
        selected_ids = {id(pack) for pack in self.catalog.packs}
        return [source.folder for source, pack in pairs if id(pack) in selected_ids]

    @cached_property
    def pack_sources(self) -> Sequence[PackSource]:
        """All packs: the built-in ones, then the user's, then those of PATTERNS_PATH."""
        from patterns_cli.packs.files import is_pack, pack_folders

        found = [PackSource(folder, "built-in") for folder in pack_folders(self.paths.content)]
        if not found:
            missing = f"the built-in packs are missing: they should lie in {self.paths.content}"
            self.terminal.warn(missing, "reinstall patterns into a folder, not a zip file")
        found += [PackSource(folder, "yours") for folder in pack_folders(self.paths.packs)]
        for folder in self.paths.search_path:
            if not folder.is_dir():
                self.terminal.warn(f"PATTERNS_PATH names {folder}, and there is no such folder")
            packs = [folder] if is_pack(folder) else pack_folders(folder)
            found += [PackSource(pack, "PATTERNS_PATH") for pack in packs]
        sources: dict[Path, PackSource] = {}
        for source in found:
            sources.setdefault(source.folder, source)
        return list(sources.values())

    def _warn_about_diagnostics(self, diagnostics: Iterable[Diagnostic]) -> None:
        broken: dict[str, list[Diagnostic]] = {}
        for diagnostic in diagnostics:
            if diagnostic.severity == "error":
                broken.setdefault(diagnostic.file, []).append(diagnostic)
        for errors in [*broken.values()][:MAX_WARNED_FILES]:
            more = f", and {len(errors) - 1} more in this file" if len(errors) > 1 else ""
            self.terminal.warn(f"{errors[0]}{more}")
        if len(broken) > MAX_WARNED_FILES:
            self.terminal.warn(f"{len(broken) - MAX_WARNED_FILES} more files with faults")
        if broken:
            folders = [str(source.folder) for source in self.pack_sources if _contains_any(source.folder, broken)]
            self.terminal.note(f"All that is wrong: patterns validate {shlex.join(folders)}")


def _contains_any(folder: Path, files: Iterable[str]) -> bool:
    from patterns_cli.packs.files import display_path

    return any(file.startswith(display_path(folder) + os.sep) for file in files)


def current_app(context: typer.Context) -> AppContext:
    """The state of the run that a command belongs to."""
    return context.find_root().ensure_object(AppContext)

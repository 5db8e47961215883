"""One run of the program: what was asked of its output, and what it can reach."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import typer

from patterns_cli.terminal import Options, Terminal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from patterns_cli.catalog.catalog import Catalog
    from patterns_cli.catalog.faults import Fault
    from patterns_cli.places import Places
    from patterns_cli.study.log import AnswerLog

MOST_WARNINGS = 5


class Run:
    """Holds the options until they are all read; the rest is made when it is first needed."""

    def __init__(self) -> None:
        self.settings: dict[str, Any] = {}
        self._excerpts: dict[tuple[str, ...], Catalog] = {}
        self._is_told = False

    @cached_property
    def terminal(self) -> Terminal:
        """The streams of this run, under the options it was given."""
        return Terminal(Options(**self.settings))

    @cached_property
    def places(self) -> Places:
        """The folders of this run."""
        from patterns_cli.places import this_machine

        return this_machine()

    @cached_property
    def catalog(self) -> Catalog:
        """The catalogue of all packs; what is wrong with a person's own is said once, on standard error."""
        from patterns_cli.catalog.catalog import open_catalog

        return self._told(open_catalog(self.pack_folders(), self.places.compiled, lambda: self.places.cache))

    def catalog_about(self, *names: str) -> Catalog:
        """As much of the catalogue as these names ask for, where that is quicker than all of it."""
        if "catalog" in self.__dict__:
            return self.catalog
        if names not in self._excerpts:
            from patterns_cli.catalog.excerpt import excerpt
            from patterns_cli.catalog.sealed import Stores

            found = excerpt(self.pack_folders(), Stores(self.places.compiled, lambda: self.places.cache), names)
            self._excerpts[names] = self.catalog if found is None else self._told(found)
        return self._excerpts[names]

    def _told(self, catalog: Catalog) -> Catalog:
        """Tell what is wrong with packs, once."""
        if self._is_told:
            return catalog
        self._is_told = True
        broken: dict[str, list[Fault]] = {}
        for fault in catalog.faults:
            if fault.severity == "error":
                broken.setdefault(fault.file, []).append(fault)
        for faults in [*broken.values()][:MOST_WARNINGS]:
            more = f", and {len(faults) - 1} more in this file" if len(faults) > 1 else ""
            self.terminal.warn(f"{faults[0]}{more}")
        if len(broken) > MOST_WARNINGS:
            self.terminal.warn(f"{len(broken) - MOST_WARNINGS} more files with faults")
        return catalog

    def open_log(self) -> AnswerLog:
        """The person's answer log, to be closed. Raises ProgressError where it cannot be used."""
        from patterns_cli.study.log import open_log
        from patterns_cli.study.study_day import local_clock

        return open_log(self.places.progress, clock=local_clock, warn=self.terminal.warn)

    def warn_of_clock(self, ahead: int) -> None:
        """Say that so many answers are dated ahead of the clock, where some are."""
        if ahead:
            what = "1 answer is dated" if ahead == 1 else f"{ahead} answers are dated"
            self.terminal.warn(f"{what} ahead of this machine's clock and not counted yet", "is the clock right?")

    def pack_folders(self) -> Sequence[Path]:
        """The folders of the packs in force: the built-in ones, then the person's own."""
        from patterns_cli.catalog.files import pack_folders

        return [*pack_folders(self.places.content), *pack_folders(self.places.packs)]


def current_run(context: typer.Context) -> Run:
    """The run that a command belongs to."""
    return context.find_root().ensure_object(Run)

"""The files and folders of the program: shipped content, the user's data, and the cache."""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_PACKAGE_DIR = Path(__file__).resolve().parent

STANDARD_STREAM = "-"
"""The file name that means standard input or standard output."""

_UNWRITABLE_PATH = Path(os.devnull, "cache")
"""A folder that cannot be created, so that nothing is cached, not even in the current folder."""


class Paths:
    """The folders of one run. ``PATTERNS_HOME`` moves everything that belongs to the user."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment

    @cached_property
    def content(self) -> Path:
        """The folder of the built-in packs: in the package, or beside it in a checkout."""
        shipped = _PACKAGE_DIR / "content"
        return shipped if shipped.is_dir() else _PACKAGE_DIR.parent / "content"

    @property
    def prebuilt_cache(self) -> Path | None:
        """The folder of packs compiled when the package was built, or None in a checkout."""
        shipped = _PACKAGE_DIR / "compiled"
        return shipped if shipped.is_dir() else None

    @cached_property
    def data(self) -> Path:
        """The folder of the user's packs and progress; not absolute if the system knows no home folder."""
        home = self._home_override()
        if home is not None:
            return home
        import platformdirs

        try:
            return Path(platformdirs.user_data_dir("patterns", appauthor=False))
        except RuntimeError:
            return Path("~", "patterns")

    @cached_property
    def cache(self) -> Path:
        """The folder of files that can be rebuilt at any time."""
        home = self._home_override()
        if home is not None:
            return home / "cache" if home.is_absolute() else _UNWRITABLE_PATH
        import platformdirs

        try:
            folder = Path(platformdirs.user_cache_dir("patterns", appauthor=False))
        except RuntimeError:
            return _UNWRITABLE_PATH
        return folder if folder.is_absolute() else _UNWRITABLE_PATH

    @property
    def has_data_dir(self) -> bool:
        """Whether the user has a data folder; without one, nothing can be saved."""
        return self.data.is_absolute()

    @property
    def packs(self) -> Path:
        """The folder of the user's own packs."""
        return self.data / "packs"

    @property
    def progress_file(self) -> Path:
        """The database of the user's answers."""
        return self.data / "progress.db"

    @property
    def search_path(self) -> tuple[Path, ...]:
        """Additional packs and folders of packs, from ``PATTERNS_PATH``, which has the format of PATH."""
        written = self.environment.get("PATTERNS_PATH", "").split(os.pathsep)
        return tuple(dict.fromkeys(_expand_user(part).absolute() for part in written if part))

    def _home_override(self) -> Path | None:
        written = self.environment.get("PATTERNS_HOME", "")
        if not written:
            return None
        home = _expand_user(written)
        return home if str(home).startswith("~") else home.absolute()


def _expand_user(text: str) -> Path:
    """Expand a leading ``~``; leave the path unchanged if the home folder is unknown."""
    try:
        return Path(text).expanduser()
    except RuntimeError:
        return Path(text)


def paths_from_environment() -> Paths:
    """Create the paths from the environment of this process."""
    return Paths(os.environ)

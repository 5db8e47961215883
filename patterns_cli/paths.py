"""Where things lie on this machine: what is shipped, what is the person's own, what is cached."""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_PACKAGE_DIR = Path(__file__).resolve().parent

_UNWRITABLE_PATH = Path(os.devnull, "cache")
"""Below a file no folder can be made, so that nothing is kept, least of all in whatever folder one happens to be in."""


class Paths:
    """The folders of one run. ``PATTERNS_HOME`` moves everything that is the person's own."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment

    @cached_property
    def content(self) -> Path:
        """The folder of the built-in packs: in the package, or beside it in a checkout."""
        shipped = _PACKAGE_DIR / "content"
        return shipped if shipped.is_dir() else _PACKAGE_DIR.parent / "content"

    @property
    def prebuilt_cache(self) -> Path | None:
        """The folder of packs compiled when the package was built."""
        shipped = _PACKAGE_DIR / "compiled"
        return shipped if shipped.is_dir() else None

    @cached_property
    def data(self) -> Path:
        """The folder of the person's own packs and progress; not absolute where the system knows no home."""
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
        """The folder of what can be made again at any time."""
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
        """Whether there is a folder of the person's own; without one, nothing of theirs can be kept."""
        return self.data.is_absolute()

    @property
    def packs(self) -> Path:
        """The folder of the person's own packs."""
        return self.data / "packs"

    @property
    def progress_file(self) -> Path:
        """The file that holds every answer the person gave."""
        return self.data / "progress.db"

    @property
    def search_path(self) -> tuple[Path, ...]:
        """Further packs and folders of packs: ``PATTERNS_PATH``, which is written as PATH is."""
        written = self.environment.get("PATTERNS_PATH", "").split(os.pathsep)
        return tuple(dict.fromkeys(_expand_user(one).absolute() for one in written if one))

    def _home_override(self) -> Path | None:
        written = self.environment.get("PATTERNS_HOME", "")
        if not written:
            return None
        home = _expand_user(written)
        return home if str(home).startswith("~") else home.absolute()


def _expand_user(text: str) -> Path:
    """The path with a leading ``~`` replaced; as it is written where nobody knows whose home that is."""
    try:
        return Path(text).expanduser()
    except RuntimeError:
        return Path(text)


def paths_from_environment() -> Paths:
    """The folders as the environment of this process sets them."""
    return Paths(os.environ)

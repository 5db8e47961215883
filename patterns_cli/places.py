"""Where things lie on this machine: what is shipped, what is the person's own, what is cached."""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_PACKAGE = Path(__file__).resolve().parent


class Places:
    """The folders of one run. ``PATTERNS_HOME`` moves everything that is the person's own."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment

    @cached_property
    def content(self) -> Path:
        """The folder of the built-in packs: in the package, or beside it in a checkout."""
        shipped = _PACKAGE / "content"
        return shipped if shipped.is_dir() else _PACKAGE.parent / "content"

    @property
    def compiled(self) -> Path | None:
        """The folder of packs compiled when the package was built."""
        shipped = _PACKAGE / "compiled"
        return shipped if shipped.is_dir() else None

    @cached_property
    def data(self) -> Path:
        """The folder of the person's own packs and progress."""
        home = self._home()
        if home is not None:
            return home
        import platformdirs

        return Path(platformdirs.user_data_dir("patterns", appauthor=False))

    @cached_property
    def cache(self) -> Path:
        """The folder of what can be made again at any time."""
        home = self._home()
        if home is not None:
            return home / "cache"
        import platformdirs

        return Path(platformdirs.user_cache_dir("patterns", appauthor=False))

    @property
    def packs(self) -> Path:
        """The folder of the person's own packs."""
        return self.data / "packs"

    @property
    def progress(self) -> Path:
        """The file that holds every answer the person gave."""
        return self.data / "progress.db"

    @property
    def search_path(self) -> tuple[Path, ...]:
        """Further packs and folders of packs: ``PATTERNS_PATH``, which is written as PATH is."""
        written = self.environment.get("PATTERNS_PATH", "").split(os.pathsep)
        return tuple(dict.fromkeys(Path(one).expanduser().absolute() for one in written if one))

    def _home(self) -> Path | None:
        home = self.environment.get("PATTERNS_HOME", "")
        return Path(home).expanduser().absolute() if home else None


def this_machine() -> Places:
    """The folders as the environment of this process sets them."""
    return Places(os.environ)

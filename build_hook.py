"""Build the cache of the content into the wheel, so that the first look-up after installation is fast."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileContent(BuildHookInterface):
    """Adds the cache file of each built-in pack to the wheel; content with an error stops the build."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the cache files in a temporary folder."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root))
        from patterns_cli.advise.recommend import open_index
        from patterns_cli.packs.cache import CacheLocations, cache_name, prebuilt_name
        from patterns_cli.packs.checks.validate import validate_pack
        from patterns_cli.packs.compiled import compiled_pack
        from patterns_cli.packs.files import pack_folders

        self.folder = tempfile.TemporaryDirectory()
        cache_dir = Path(self.folder.name)
        locations = CacheLocations(None, lambda: cache_dir)
        for folder in pack_folders(root / "content"):
            errors = [str(diagnostic) for diagnostic in validate_pack(folder) if diagnostic.severity == "error"]
            if errors:
                raise ValueError("content has errors:\n" + "\n".join(errors))
            open_index(folder, compiled_pack(folder, locations).pack, locations)
            cache_file = cache_dir / cache_name(folder)
            build_data["force_include"][str(cache_file)] = f"patterns_cli/compiled/{prebuilt_name(folder)}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Remove the temporary folder."""
        if version != "editable":
            self.folder.cleanup()

"""Compile the content when a wheel is built, so that the first question after installation waits for nothing."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileContent(BuildHookInterface):
    """Adds what is compiled of each built-in pack to the wheel; content with an error stops the build."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile every pack into a folder that the wheel takes up."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root))
        from patterns_cli.advise.recommend import CACHE_KIND as INDEX
        from patterns_cli.advise.recommend import open_index
        from patterns_cli.packs.cache import Stores, cached_name, shipped_name
        from patterns_cli.packs.checks.validate import validate_pack
        from patterns_cli.packs.compiled import WHAT as PACK
        from patterns_cli.packs.compiled import compiled_pack
        from patterns_cli.packs.files import pack_folders

        self.folder = tempfile.TemporaryDirectory()
        made = Path(self.folder.name)
        for folder in pack_folders(root / "content"):
            compiled = compiled_pack(folder, None, lambda: made)
            open_index(folder, compiled.pack, Stores(None, lambda: made))
            errors = [str(fault) for fault in validate_pack(folder) if fault.severity == "error"]
            if errors:
                raise ValueError("content has errors:\n" + "\n".join(errors))
            for what in (PACK, INDEX):
                path = made / cached_name(folder, what)
                build_data["force_include"][str(path)] = f"patterns_cli/compiled/{shipped_name(folder, what)}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Remove the folder again."""
        if version != "editable":
            self.folder.cleanup()

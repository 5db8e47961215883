"""Packs compiled for a quick start: one file holds what reading and checking YAML gave."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from patterns_cli.packs.cache import CacheFolder, Source, Stores, opened
from patterns_cli.packs.diagnostics import Diagnostic
from patterns_cli.packs.files import content_files
from patterns_cli.packs.model import Pack, RenderedDiagram

if TYPE_CHECKING:
    from pathlib import Path

WHAT = "pack"


class CompiledPack(msgspec.Struct, frozen=True):
    """A pack ready for use, its drawings by pattern id, and everything found wrong with it."""

    pack: Pack
    drawings: dict[str, RenderedDiagram]
    faults: tuple[Diagnostic, ...]


def compiled_pack(folder: Path, shipped: Path | None, cache: CacheFolder) -> CompiledPack:
    """The pack in ``folder``: as shipped, as cached, or compiled from its YAML; see ``sealed.opened``."""
    source = Source(folder, content_files(folder), WHAT)
    return opened(source, Stores(shipped, cache), CompiledPack, lambda: compile_pack(folder))


def compile_pack(folder: Path) -> CompiledPack:
    """Read, check and draw the pack in ``folder``."""
    from patterns_cli.packs.loader import load_pack

    loaded = load_pack(folder)
    return CompiledPack(loaded.pack, loaded.diagrams, loaded.diagnostics)

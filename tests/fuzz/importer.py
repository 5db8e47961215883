"""Fuzz target: hostile Markdown is imported without silent loss, and survives export and import."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from patterns_cli.catalog.catalog import open_catalog
from patterns_cli.errors import PatternsError
from patterns_cli.exchange.cheat_sheet.exporter import pack_to_markdown
from patterns_cli.exchange.cheat_sheet.importer import decode_sheet, import_sheet
from patterns_cli.packs.cache import CacheLocations
from patterns_cli.packs.install.folder_writer import serialize_pack, write_pack
from patterns_cli.text.control_chars import find_unsafe
from tests.exchange.cheat_sheet.test_importer import lost_lines
from tests.fuzz.limits import time_limit
from tests.fuzz.rendering import render_everything, should_render


class Importer:
    """Imports an input as a cheat sheet."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="patterns-fuzz-"))

    def close(self) -> None:
        """Delete the temporary folder."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def __call__(self, data: bytes) -> None:
        """Import, export and render a sheet; raises if anything is wrong."""
        try:
            text = decode_sheet(data, "sheet.md")
        except PatternsError:
            return
        with time_limit("reading a sheet"):
            sheet = import_sheet(text, "sheet")
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for remark in sheet.remarks:
            assert 1 <= remark.line <= len(lines), f"line {remark.line} of {len(lines)}: {remark}"
            assert find_unsafe(remark.message + remark.text) is None, f"{remark} could control the terminal"
        if not sheet.pack.patterns and not sheet.pack.tables:
            return
        with time_limit("writing a pack"):
            files = serialize_pack(sheet.pack)
        with time_limit("writing a sheet"):
            markdown = pack_to_markdown(sheet.pack)
        again = import_sheet(markdown, "sheet")
        assert serialize_pack(again.pack) == files, "the pack differs after export and import"
        assert pack_to_markdown(again.pack) == markdown, "the sheet differs after import and export"
        lost = lost_lines(text.replace("\r\n", "\n").replace("\r", "\n"), sheet)
        assert not lost, f"lost: {lost[:3]}"
        if not should_render(data):
            return
        shutil.rmtree(self._folder, ignore_errors=True)
        folder = self._folder / "packs" / sheet.pack.info.id
        folder.parent.mkdir(parents=True)
        write_pack(folder, files, "sheet.md")
        report = write_pack(folder, serialize_pack(import_sheet(text, "sheet").pack), "sheet.md")
        assert not report.written, "the second import differs"
        assert not report.removed, "the second import differs"
        stores = CacheLocations(find_cache_dir=lambda: self._folder / "cache")
        render_everything(open_catalog([folder], stores), folder, stores)

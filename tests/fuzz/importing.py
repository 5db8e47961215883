"""Cheat sheets from hostile Markdown: nothing is lost in silence, and the pack comes back from its own sheet."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from patterns_cli.catalog.catalog import open_catalog
from patterns_cli.errors import PatternsError
from patterns_cli.exchange.cheat_sheet.importer import import_sheet
from patterns_cli.exchange.cheat_sheet.pack_markdown import pack_to_markdown
from patterns_cli.exchange.cheat_sheet.read_text import decode_sheet
from patterns_cli.packs.cache import CacheLocations
from patterns_cli.packs.install.folder_writer import write_pack
from patterns_cli.packs.install.pack_files import serialize_pack
from patterns_cli.text.control_chars import find_unsafe
from tests.exchange.cheat_sheet.test_importer import lost_lines
from tests.fuzz.limits import in_time
from tests.fuzz.showing import is_shown, show_all


class Importer:
    """Imports the sheet that an input is."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="patterns-fuzz-"))

    def close(self) -> None:
        """Remove what was written."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def __call__(self, data: bytes) -> None:
        """Raise what is wrong with how a sheet is imported, exported and shown."""
        try:
            text = decode_sheet(data, "sheet.md")
        except PatternsError:
            return
        with in_time("reading a sheet"):
            sheet = import_sheet(text, "sheet")
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for remark in sheet.remarks:
            assert 1 <= remark.line <= len(lines), f"line {remark.line} of {len(lines)}: {remark}"
            assert find_unsafe(remark.message + remark.text) is None, f"{remark} acts on the terminal"
        if not sheet.pack.patterns and not sheet.pack.tables:
            return
        with in_time("writing a pack"):
            files = serialize_pack(sheet.pack)
        with in_time("writing a sheet"):
            markdown = pack_to_markdown(sheet.pack)
        again = import_sheet(markdown, "sheet")
        assert serialize_pack(again.pack) == files, "the sheet is another pack after export and import"
        assert pack_to_markdown(again.pack) == markdown, "the sheet is another sheet after export and import"
        lost = lost_lines(text.replace("\r\n", "\n").replace("\r", "\n"), sheet)
        assert not lost, f"lost: {lost[:3]}"
        if not is_shown(data):
            return
        shutil.rmtree(self._folder, ignore_errors=True)
        folder = self._folder / "packs" / sheet.pack.info.id
        folder.parent.mkdir(parents=True)
        write_pack(folder, files, "sheet.md")
        written = write_pack(folder, serialize_pack(import_sheet(text, "sheet").pack), "sheet.md")
        assert not written.written, "the second import is another"
        assert not written.removed, "the second import is another"
        stores = CacheLocations(find_cache_dir=lambda: self._folder / "cache")
        show_all(open_catalog([folder], find_cache_dir=stores.find_cache_dir), folder, stores)

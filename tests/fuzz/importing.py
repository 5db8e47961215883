"""Cheat sheets from hostile Markdown: nothing is lost in silence, and the pack comes back from its own sheet."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from patterns_cli.catalog.catalog import open_catalog
from patterns_cli.errors import PatternsError
from patterns_cli.exchange.cheat_sheet.importer import read_sheet
from patterns_cli.exchange.cheat_sheet.pack_markdown import pack_markdown
from patterns_cli.exchange.cheat_sheet.read_text import decoded
from patterns_cli.packs.cache import Stores
from patterns_cli.packs.install.folder_writer import write_pack
from patterns_cli.packs.install.pack_files import pack_files
from patterns_cli.text.control_chars import first_acting
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
            text = decoded(data, "sheet.md")
        except PatternsError:
            return
        with in_time("reading a sheet"):
            sheet = read_sheet(text, "sheet")
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for remark in sheet.remarks:
            assert 1 <= remark.line <= len(lines), f"line {remark.line} of {len(lines)}: {remark}"
            assert first_acting(remark.message + remark.text) is None, f"{remark} acts on the terminal"
        if not sheet.pack.patterns and not sheet.pack.tables:
            return
        with in_time("writing a pack"):
            files = pack_files(sheet.pack)
        with in_time("writing a sheet"):
            markdown = pack_markdown(sheet.pack)
        again = read_sheet(markdown, "sheet")
        assert pack_files(again.pack) == files, "the sheet is another pack after export and import"
        assert pack_markdown(again.pack) == markdown, "the sheet is another sheet after export and import"
        lost = lost_lines(text.replace("\r\n", "\n").replace("\r", "\n"), sheet)
        assert not lost, f"lost: {lost[:3]}"
        if not is_shown(data):
            return
        shutil.rmtree(self._folder, ignore_errors=True)
        folder = self._folder / "packs" / sheet.pack.info.id
        folder.parent.mkdir(parents=True)
        write_pack(folder, files, "sheet.md")
        written = write_pack(folder, pack_files(read_sheet(text, "sheet").pack), "sheet.md")
        assert not written.written, "the second import is another"
        assert not written.removed, "the second import is another"
        stores = Stores(cache=lambda: self._folder / "cache")
        show_all(open_catalog([folder], cache=stores.cache), folder, stores)

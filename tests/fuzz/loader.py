"""Fuzz target: hostile YAML gives diagnostics with a position, and a pack that loads can be used."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from patterns_cli.catalog.catalog import open_catalog
from patterns_cli.exchange.cheat_sheet.exporter import pack_to_markdown
from patterns_cli.exchange.cheat_sheet.importer import import_sheet
from patterns_cli.packs.cache import CacheLocations
from patterns_cli.packs.checks.validate import Validation, source_lines, validate_file
from patterns_cli.packs.diagnostics import Diagnostic, errors_only
from patterns_cli.packs.files import CONTENT_FILES, is_pack
from patterns_cli.packs.install.folder_writer import serialize_pack
from patterns_cli.packs.positions import SourceMap
from patterns_cli.packs.yaml_reader import parse_yaml
from patterns_cli.packs.yaml_writer import non_default_fields, to_yaml
from patterns_cli.render.diagnostics import OutputStyle, diagnostic_lines
from patterns_cli.text.control_chars import find_unsafe
from tests.fuzz.limits import time_limit
from tests.fuzz.rendering import render_everything, should_render

MARK = b"%%% "
"""Start of a line that names the next file of a pack."""

_NAMES = re.compile(
    rf"({'|'.join(map(re.escape, CONTENT_FILES))}|cues\.yaml|ids\.txt|(patterns|scenarios)/[a-z0-9-]+\.yaml)"
)


def split_files(data: bytes) -> dict[str, bytes]:
    """The files of an input by name; the part before the first name is ``pack.yaml``."""
    head, *parts = (b"\n" + data).split(b"\n" + MARK)
    files = {"pack.yaml": head.removeprefix(b"\n")} if head.strip() else {}
    for part in parts:
        name, _, text = part.partition(b"\n")
        known = _NAMES.fullmatch(name.decode("utf-8", "replace").strip())
        files[known[0] if known else "pack.yaml"] = text + b"\n"
    return files


class Loader:
    """Loads an input as a pack."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="patterns-fuzz-"))

    def close(self) -> None:
        """Delete the temporary folder."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def __call__(self, data: bytes) -> None:
        """Validate, load and render the pack of an input; raises if anything is wrong."""
        pack = self._folder / "fuzzed"
        shutil.rmtree(self._folder, ignore_errors=True)
        for name, text in split_files(data).items():
            path = pack / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text)
        if not is_pack(pack):
            return
        with time_limit("validating a pack"):
            diagnostics = Validation.of_paths([pack]).diagnostics
        for diagnostic in diagnostics:
            check_diagnostic(diagnostic)
        _check_rendered(diagnostics)
        for name in split_files(data):
            for diagnostic in validate_file(pack / name):
                check_diagnostic(diagnostic)
        stores = CacheLocations(find_cache_dir=lambda: self._folder / "cache")
        with time_limit("opening a pack"):
            first = open_catalog([pack], stores)
        again = open_catalog([pack], stores)
        assert (again.packs, again.diagrams, again.diagnostics) == (first.packs, first.diagrams, first.diagnostics), (
            "cache"
        )
        if should_render(data):
            render_everything(again, pack, stores)
        for record in (first.packs[0].info, *first.packs[0].patterns):
            fields = non_default_fields(record)
            assert parse_yaml(to_yaml(fields), SourceMap(pack)).value == fields, (
                "written YAML is read as something else"
            )
        if not errors_only(diagnostics):
            _check_sheet(pack_to_markdown(first.packs[0]))


def _check_sheet(text: str) -> None:
    sheet = import_sheet(text, "fuzzed").pack
    again = import_sheet(pack_to_markdown(sheet), "fuzzed").pack
    assert serialize_pack(again) == serialize_pack(sheet), "the exported sheet is imported as something else"


def check_diagnostic(diagnostic: Diagnostic) -> None:
    """Raise if the position is not in the file or the text could control the terminal."""
    path = Path(diagnostic.file)
    text = path.read_bytes().removeprefix(b"\xef\xbb\xbf") if path.is_file() else b""
    lines = text.split(b"\n")
    assert 1 <= diagnostic.line <= len(lines), f"line {diagnostic.line} of {len(lines)}: {diagnostic}"
    line = lines[diagnostic.line - 1].decode("utf-8", "replace")
    assert 1 <= diagnostic.column <= len(line) + 1, f"column {diagnostic.column} of {len(line)}: {diagnostic}"
    assert find_unsafe(str(diagnostic)) is None, f"{str(diagnostic)!r} could control the terminal"


def _check_rendered(diagnostics: Iterable[Diagnostic]) -> None:
    lines = source_lines(diagnostics)
    for diagnostic in diagnostics:
        source = lines.get((diagnostic.file, diagnostic.line))
        for line in diagnostic_lines(diagnostic, source, OutputStyle(60, False, "utf-8")):
            assert find_unsafe(line) is None, f"{line!r} could control the terminal"

"""Packs from hostile YAML: every fault is told with its place, and what can be read can be used."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from patterns_cli.catalog.catalog import open_catalog
from patterns_cli.exchange.cheat_sheet.importer import import_sheet
from patterns_cli.exchange.cheat_sheet.pack_markdown import pack_to_markdown
from patterns_cli.packs.cache import CacheLocations
from patterns_cli.packs.checks.validate import Validation, source_lines, validate_file
from patterns_cli.packs.diagnostics import Diagnostic, errors_only
from patterns_cli.packs.files import CONTENT_FILES, is_pack
from patterns_cli.packs.install.pack_files import serialize_pack
from patterns_cli.packs.positions import SourceMap
from patterns_cli.packs.yaml_reader import parse_yaml
from patterns_cli.packs.yaml_writer import non_default_fields, to_yaml
from patterns_cli.render.diagnostics import OutputStyle, diagnostic_lines
from patterns_cli.text.control_chars import find_unsafe
from tests.fuzz.limits import in_time
from tests.fuzz.showing import is_shown, show_all

MARK = b"%%% "
"""Starts the line that names the next file of a pack."""

_NAMES = re.compile(
    rf"({'|'.join(map(re.escape, CONTENT_FILES))}|cues\.yaml|ids\.txt|(patterns|scenarios)/[a-z0-9-]+\.yaml)"
)


def joined(folder: Path) -> bytes:
    """A pack's files as one input."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return b"".join(MARK + str(path.relative_to(folder)).encode() + b"\n" + path.read_bytes() for path in files)


def parted(data: bytes) -> dict[str, bytes]:
    """The files that an input names; what stands before the first name is the head of the pack."""
    head, *parts = (b"\n" + data).split(b"\n" + MARK)
    found = {"pack.yaml": head.removeprefix(b"\n")} if head.strip() else {}
    for part in parts:
        name, _, text = part.partition(b"\n")
        known = _NAMES.fullmatch(name.decode("utf-8", "replace").strip())
        found[known[0] if known else "pack.yaml"] = text + b"\n"
    return found


class Loader:
    """Loads the pack that an input describes."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="patterns-fuzz-"))

    def close(self) -> None:
        """Remove what was written."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def __call__(self, data: bytes) -> None:
        """Raise what is wrong with how the pack of an input is loaded, told of and shown."""
        pack = self._folder / "fuzzed"
        shutil.rmtree(self._folder, ignore_errors=True)
        for name, text in parted(data).items():
            path = pack / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text)
        if not is_pack(pack):
            return
        with in_time("validating a pack"):
            faults = Validation.of_paths([pack]).diagnostics
        for fault in faults:
            check_place(fault)
        _check_telling(faults)
        for name in parted(data):
            for fault in validate_file(pack / name):
                check_place(fault)
        stores = CacheLocations(find_cache_dir=lambda: self._folder / "cache")
        with in_time("opening a pack"):
            first = open_catalog([pack], find_cache_dir=stores.find_cache_dir)
        again = open_catalog([pack], find_cache_dir=stores.find_cache_dir)
        assert (again.packs, again.diagrams, again.diagnostics) == (first.packs, first.diagrams, first.diagnostics), (
            "cache"
        )
        if is_shown(data):
            show_all(again, pack, stores)
        for record in (first.packs[0].info, *first.packs[0].patterns):
            fields = non_default_fields(record)
            assert parse_yaml(to_yaml(fields), SourceMap(pack)).value == fields, "YAML that is written is another"
        if not errors_only(faults):
            _check_sheet(pack_to_markdown(first.packs[0]))


def _check_sheet(text: str) -> None:
    sheet = import_sheet(text, "fuzzed").pack
    again = import_sheet(pack_to_markdown(sheet), "fuzzed").pack
    assert serialize_pack(again) == serialize_pack(sheet), (
        "the sheet of a pack is another when it is imported and exported"
    )


def check_place(fault: Diagnostic) -> None:
    """Raise where a fault's place is not in its file, or its text would act on a terminal."""
    path = Path(fault.file)
    text = path.read_bytes().removeprefix(b"\xef\xbb\xbf") if path.is_file() else b""
    lines = text.split(b"\n")
    assert 1 <= fault.line <= len(lines), f"line {fault.line} of {len(lines)}: {fault}"
    line = lines[fault.line - 1].decode("utf-8", "replace")
    assert 1 <= fault.column <= len(line) + 1, f"column {fault.column} of {len(line)}: {fault}"
    assert find_unsafe(str(fault)) is None, f"a fault that acts on the terminal: {str(fault)!r}"


def _check_telling(faults: Iterable[Diagnostic]) -> None:
    lines = source_lines(faults)
    for fault in faults:
        for told in diagnostic_lines(fault, lines.get((fault.file, fault.line)), OutputStyle(60, False, "utf-8")):
            assert find_unsafe(told) is None, f"{told!r} acts on the terminal"

"""Coverage-guided fuzzing of the content loader and of the importer, with Atheris.

    pip install atheris
    python -m tests.fuzz loader|importer CORPUS [--seconds 600]

The corpus folder is seeded with the template's files or the tests' sheets, and keeps what reaches
new code. A find ends the run: the input lies in the working folder as ``crash-...``; it becomes a
named test, and the kind of fault is mended.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import atheris

SHEETS = Path(__file__).parent.parent / "data" / "sheets"
MOST_BYTES = 20_000
MOST_SECONDS = 10

with atheris.instrument_imports(include=["patterns_cli"]):
    from patterns_cli.catalog.catalog import Catalog
    from patterns_cli.catalog.faults import errors_only
    from patterns_cli.catalog.load import load_pack
    from patterns_cli.catalog.validate import validate_pack
    from patterns_cli.errors import PatternsError
    from patterns_cli.exchange.pack_files import pack_files
    from patterns_cli.exchange.pack_markdown import pack_markdown
    from patterns_cli.exchange.pack_template import write_template
    from patterns_cli.exchange.sheet_pack import read_sheet
    from patterns_cli.exchange.sheet_text import decoded
    from patterns_cli.render.cards import entry_card
    from patterns_cli.render.plain import Plain
    from patterns_cli.render.pretty import Pretty

FOLDER = Path(tempfile.mkdtemp(prefix="fuzz"))


def load(data: bytes) -> None:
    """The first byte chooses which file of a small pack the rest replaces; whatever it is, faults have places."""
    write_template(FOLDER / "pack") if not (FOLDER / "pack").exists() else None
    files = sorted(path for path in (FOLDER / "pack").rglob("*.yaml") if ".schemas" not in path.parts)
    path = files[(data[0] if data else 0) % len(files)]
    before = path.read_bytes()
    path.write_bytes(data[1:])
    try:
        lines = data[1:].decode("utf-8", "replace").count("\n") + 2
        loaded = load_pack(FOLDER / "pack")
        for fault in (*loaded.faults, *validate_pack(FOLDER / "pack")):
            assert fault.line >= 1
            assert fault.column >= 1
            assert fault.line <= lines or Path(fault.file) != path, fault
        if not errors_only(loaded.faults):
            catalog = Catalog((loaded.pack,))
            for entry in catalog.entries_in_order():
                card = entry_card(catalog, entry)
                Plain(None, encoding="utf-8").render(card)
                Pretty(40, color=True, encoding="ascii").render(card)
            pack_markdown(loaded.pack)
    finally:
        path.write_bytes(before)


def take_in(data: bytes) -> None:
    """A sheet becomes a pack, and what is printed of it becomes the same pack again."""
    try:
        text = decoded(data, "sheet.md")
    except PatternsError:
        return
    first = read_sheet(text, "sheet").pack
    files = pack_files(first)
    again = read_sheet(pack_markdown(first), "sheet").pack
    assert pack_files(again) == files


TARGETS: dict[str, Callable[[bytes], None]] = {"loader": load, "importer": take_in}


def seeds(target: str) -> list[bytes]:
    """Inputs to begin with."""
    if target == "importer":
        return [path.read_bytes()[:4000] for path in sorted(SHEETS.glob("*.md"))]
    write_template(FOLDER / "pack")
    files = sorted(path for path in (FOLDER / "pack").rglob("*.yaml") if ".schemas" not in path.parts)
    return [bytes([number]) + path.read_bytes() for number, path in enumerate(files)]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("target", choices=sorted(TARGETS))
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--seconds", type=int, default=600)
    options: Any = parser.parse_args()
    options.corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(options.target)):
        (options.corpus / f"seed-{number}").write_bytes(seed)
    limits = [f"-max_len={MOST_BYTES}", f"-timeout={MOST_SECONDS}", "-rss_limit_mb=1000"]
    try:
        atheris.Setup(
            [sys.argv[0], str(options.corpus), f"-max_total_time={options.seconds}", *limits], TARGETS[options.target]
        )
        atheris.Fuzz()
    finally:
        shutil.rmtree(FOLDER, ignore_errors=True)


if __name__ == "__main__":
    main()

"""``patterns import`` killed: the pack is always complete, and the next import finishes the job."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from patterns_cli.packs.loader import load_pack
from tests.conftest import CHEAT_SHEET, Patterns
from tests.kill.killing import killed_after, moments, posix_only

pytestmark = posix_only

SHEETS = CHEAT_SHEET.parent / "sheets"


def files_of(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "notes.md"
    path.write_bytes((SHEETS / "caching.md").read_bytes())
    return path


def test_a_new_pack_is_complete_or_absent(patterns: Patterns, compiled_home: Path, sheet: Path) -> None:
    fresh = sheet.parent / "fresh"
    patterns("import", str(sheet), "-o", str(fresh))
    pack = compiled_home / "packs" / "caching-patterns"
    for seconds in moments("import", str(sheet), "-o", str(sheet.parent / "timed")):
        killed_after(seconds, "import", str(sheet))
        assert not pack.exists() or files_of(pack) == files_of(fresh)
        assert patterns("list").err == ""
        shutil.rmtree(pack, ignore_errors=True)
    assert patterns("import", str(sheet)).code == 0
    assert files_of(pack) == files_of(fresh)
    assert [path.name for path in pack.parent.iterdir()] == ["caching-patterns"]


def test_an_existing_pack_is_the_old_version_or_the_new_version(
    patterns: Patterns, compiled_home: Path, sheet: Path
) -> None:
    pack = compiled_home / "packs" / "caching-patterns"
    text = sheet.read_text(encoding="utf-8")
    assert patterns("import", str(sheet)).code == 0
    versions = [files_of(pack)]
    generator = random.Random(7)
    for number, seconds in enumerate(moments("import", str(sheet))):
        changed = text.replace("cache", f"store {number}").replace("Write", generator.choice(["Write", "Put"]))
        sheet.write_text(changed, encoding="utf-8")
        complete = sheet.parent / "complete"
        assert patterns("import", str(sheet), "-o", str(complete), "--force").code == 0
        versions.append(files_of(complete))
        killed_after(seconds, "import", str(sheet))
        aside = pack.with_name(f".{pack.name}.replaced")
        assert files_of(pack if pack.exists() else aside) in versions
    ended = patterns("import", str(sheet))
    assert ended.code == 0, ended.err
    patterns("import", str(sheet), "-o", str(sheet.parent / "fresh"))
    assert files_of(pack) == files_of(sheet.parent / "fresh")
    assert load_pack(pack).diagnostics == ()
    assert [path.name for path in pack.parent.iterdir()] == ["caching-patterns"]

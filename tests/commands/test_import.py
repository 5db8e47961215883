"""``patterns import`` makes a pack that the other commands use, and keeps the user's edits to it."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from patterns_cli.catalog.catalog import open_catalog
from patterns_cli.packs.loader import load_pack
from patterns_cli.study.log.answer_log import open_log
from patterns_cli.study.study_day import local_clock
from tests.conftest import CHEAT_SHEET, Patterns, Program
from tests.study.answering import answered

SHEETS = Path(__file__).parent.parent / "data" / "sheets"
CACHING = SHEETS / "caching.md"


def files_of(folder: Path) -> dict[str, bytes]:
    """The contents of every file below a folder, by path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "notes.md"
    path.write_bytes(CACHING.read_bytes())
    return path


def test_an_imported_pack_is_used_at_once(patterns: Patterns, home: Path) -> None:
    ended = patterns("import", str(CACHING))
    assert (ended.code, ended.err) == (0, "")
    assert "4 patterns, 2 systems, 2 tables, 3 chapters" in ended.out
    assert "fills the cache" in patterns("show", "cache-aside").out
    assert "Short code → long URL" in patterns("system", "url shortener").out
    assert "Read-Through" in patterns("compare", "read-through", "write-through").out
    assert "cache-aside" in patterns("list").out.split()
    assert "Many readers that miss the same key" in patterns("show", "glossary").out
    assert "Glossary" in patterns("search", "stampede", "same", "key").out
    assert load_pack(home / "packs" / "caching-patterns").diagnostics == ()


@pytest.mark.parametrize("path", [*sorted(SHEETS.glob("*.md")), CHEAT_SHEET], ids=lambda path: path.stem)
def test_every_sheet_gives_a_valid_pack(patterns: Patterns, home: Path, tmp_path: Path, path: Path) -> None:
    assert patterns("import", str(path), "-o", str(tmp_path / "pack"), "--strict").code == 0
    assert open_catalog([tmp_path / "pack"]).diagnostics == ()


def test_the_card_shows_what_the_sheet_says_plain_and_styled(patterns: Patterns, home: Path) -> None:
    patterns("import", str(SHEETS / "kafka.md"))
    patterns("import", str(CACHING))
    for terminal in (False, True):
        card = patterns("show", "partitions", "--no-pager", terminal=terminal, width=120, env={"NO_COLOR": "1"}).out
        assert "When to use a key: Events of one user have to stay in order." in card
        assert all(word in card for word in ("Consumers", "128", "All events of a trip in order"))
        card = patterns("show", "write-behind", "--no-pager", terminal=terminal, width=120, env={"NO_COLOR": "1"}).out
        assert "How long to wait" in card
        assert "  - and so is what a crash takes with it" in card
        card = patterns("show", "cache-aside", "--no-pager", terminal=terminal, width=120, env={"NO_COLOR": "1"}).out
        assert "1. A popular key expires" in card


def test_ask_can_recommend_an_imported_pattern(patterns: Patterns, compiled_home: Path) -> None:
    patterns("import", str(SHEETS / "kafka.md"))
    patterns("import", str(SHEETS / "tables_only.md"))
    ended = patterns("ask", "consumers of one group cannot keep up, events of one trip stay in order in a partition")
    assert ended.code == 0
    assert "Partitions" in ended.out


def test_a_system_in_several_packs_is_shown_with_all_its_uses(patterns: Patterns, home: Path) -> None:
    patterns("import", str(CACHING))
    card = patterns("system", "news feed").out
    assert "The first page of a feed, by user" in card
    assert "infinite scroll" in card


def test_importing_twice_changes_nothing(patterns: Patterns, home: Path, sheet: Path) -> None:
    patterns("import", str(sheet))
    before = files_of(home / "packs")
    ended = patterns("import", str(sheet))
    assert ended.code == 0
    assert "nothing" in ended.out
    assert files_of(home / "packs") == before


def test_importing_a_changed_sheet_changes_only_the_files_concerned(
    patterns: Patterns, tmp_path: Path, sheet: Path
) -> None:
    pack = tmp_path / "pack"
    patterns("import", str(sheet), "-o", str(pack))
    users_file = pack / "decide.yaml.draft"
    users_file.write_text("mine", encoding="utf-8")
    text = sheet.read_text(encoding="utf-8")
    start, end = text.index("### 2."), text.index("## Writing")
    sheet.write_text(text[:start] + text[end:].replace("Two writes", "Two of them"), encoding="utf-8")
    ended = patterns("import", str(sheet), "-o", str(pack), "--json")
    files = json.loads(ended.out)["files"]
    assert files["removed"] == ["patterns/read-through.yaml"]
    assert files["written"] == ["pack.yaml", "tables.yaml"]
    assert users_file.read_text(encoding="utf-8") == "mine"
    assert load_pack(pack).diagnostics == ()


EDITS = {
    "changed": lambda path: path.write_text(path.read_text(encoding="utf-8").replace("miss", "MISS"), encoding="utf-8"),
    "removed": lambda path: path.unlink(),
}


@pytest.mark.parametrize("edit", EDITS)
def test_edited_files_are_not_overwritten(patterns: Patterns, home: Path, sheet: Path, edit: str) -> None:
    patterns("import", str(sheet))
    pack = home / "packs" / "caching-patterns"
    EDITS[edit](pack / "patterns" / "cache-aside.yaml")
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("batches", "bundles"), encoding="utf-8")
    before = files_of(home)
    for typed, terminal in (("", False), ("y\n", False), ("n\n", True)):
        ended = patterns("import", str(sheet), typed=typed, terminal=terminal)
        assert ended.code == 1
        assert "patterns/cache-aside.yaml" in ended.err
        assert "--force" in ended.err
        assert files_of(home) == before


def test_force_keeps_a_backup_of_each_edited_file(patterns: Patterns, home: Path, sheet: Path) -> None:
    patterns("import", str(sheet))
    pack = home / "packs" / "caching-patterns"
    fresh = files_of(pack)
    for number in (1, 2):
        EDITS["changed"](pack / "patterns" / "cache-aside.yaml")
        edited = (pack / "patterns" / "cache-aside.yaml").read_bytes()
        ended = patterns("import", str(sheet), "--force")
        assert ended.code == 0
        assert f"patterns/cache-aside.yaml.bak{number}" in ended.out
        assert (pack / "patterns" / f"cache-aside.yaml.bak{number}").read_bytes() == edited
    assert fresh.items() <= files_of(pack).items()
    assert load_pack(pack).diagnostics == ()


def test_a_folder_that_was_not_imported_is_left_alone(patterns: Patterns, tmp_path: Path, sheet: Path) -> None:
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    (foreign / "pack.yaml").write_text("id: mine\n", encoding="utf-8")
    for options in ([], ["--force"]):
        ended = patterns("import", str(sheet), "-o", str(foreign), *options)
        assert ended.code == 1
        assert "was not written by an import" in ended.err
    assert files_of(foreign) == {"pack.yaml": b"id: mine\n"}


def test_another_sheet_with_the_same_title_does_not_replace_the_first(
    patterns: Patterns, home: Path, tmp_path: Path, sheet: Path
) -> None:
    patterns("import", str(sheet))
    other = tmp_path / "other.md"
    other.write_bytes(sheet.read_bytes())
    ended = patterns("import", str(other))
    assert (ended.code, "contains the import of notes.md" in ended.err) == (1, True)
    assert patterns("import", str(other), "--id", "other").code == 0
    assert sorted(os.listdir(home / "packs")) == ["caching-patterns", "other"]


def test_lines_that_are_not_understood_give_warnings_and_strict_writes_nothing(
    patterns: Patterns, tmp_path: Path, home: Path
) -> None:
    path = tmp_path / "t.md"
    path.write_text("## 1. A\n\n| x |\n|---|\n| a | b |\n\n```\nopen\n", encoding="utf-8")
    ended = patterns("import", str(path), "--strict")
    assert ended.code == 1
    assert "2 lines" in ended.err
    assert not (home / "packs").exists()
    ended = patterns("import", str(path))
    assert ended.code == 0
    assert f"{path}:5: the row has 2 cells, the header 1; write a | in a cell as \\|" in ended.err
    assert f"{path}:7: this code block is never closed" in ended.err
    report = json.loads(patterns("import", str(path), "--json").out)
    assert [remark["line"] for remark in report["remarks"]] == [5, 7]


UNUSABLE_FILES = {
    "a binary file": (b"\x00\x01\x02", "not a text file"),
    "an empty file": (b" \n\n", "is empty"),
    "bytes that are not UTF-8": (b"## 1. A\n\nb\xff", ":3:2: byte 0xff is not UTF-8"),
    "UTF-16": ("## A".encode("utf-16"), "UTF-16"),
    "a file that is too large": (b"a" * (1024 * 1024 + 1), "larger than 1 MiB"),
    "a text without a pattern": (b"just some words\n", "has no pattern and no table"),
}


@pytest.mark.parametrize("kind", UNUSABLE_FILES)
def test_a_file_that_is_not_a_cheat_sheet_gives_an_error(
    patterns: Patterns, home: Path, tmp_path: Path, kind: str
) -> None:
    data, message = UNUSABLE_FILES[kind]
    path = tmp_path / "x.md"
    path.write_bytes(data)
    ended = patterns("import", str(path))
    assert ended.code == 1
    assert message in ended.err
    assert not home.exists()


def test_a_missing_file_and_a_folder_give_an_error(patterns: Patterns, tmp_path: Path) -> None:
    assert "there is no file" in patterns("import", str(tmp_path / "none.md")).err
    assert "is not a file" in patterns("import", str(tmp_path)).err


def test_a_sheet_can_be_read_from_standard_input(patterns: Patterns, home: Path) -> None:
    ended = patterns("import", "-", "--id", "piped", typed=CACHING.read_text(encoding="utf-8"))
    assert ended.code == 0
    assert (home / "packs" / "piped" / "patterns" / "cache-aside.yaml").exists()


def test_an_invalid_id_gives_an_error_with_a_valid_id(patterns: Patterns) -> None:
    ended = patterns("import", str(CACHING), "--id", "../x y")
    assert (ended.code, "x-y" in ended.err) == (2, True)


HEADINGS = [
    *("../../../tmp/evil", "State/Strategy", "CON", "nul.txt", "name.", "a" * 300, "\u7f13" * 100, "🙂", "Null Object"),
    "null-object",
]


def test_unusual_names_give_safe_distinct_file_names(patterns: Patterns, tmp_path: Path) -> None:
    path = tmp_path / "h.md"
    path.write_text("".join(f"## {name}\n\n" for name in HEADINGS), encoding="utf-8")
    out = tmp_path / "deep" / "out"
    assert patterns("import", str(path), "-o", str(out)).code == 0
    assert {path.name for path in tmp_path.iterdir()} == {"h.md", "deep"}
    file_names = os.listdir(out / "patterns")
    assert len({name.casefold() for name in file_names}) == len(HEADINGS)
    assert all(len(name.encode()) < 100 and name.isascii() for name in file_names)
    assert not {name.partition(".")[0] for name in file_names} & {"con", "nul"}


CELLS = [
    *("no", "on", "~", "1.10", "1e3", "0x1F", "12:30", "2024-01-02", "=", "@x", "#tag", "a: b", "- dash", "[x]"),
    *("tab\there", "🙂", "w" * 5000, "'", '"', "%d", "&a", "*a", "!t", "{k}", "yes", "null", "a #b", "? x", "|"),
]


def test_text_that_looks_like_yaml_stays_text(patterns: Patterns, tmp_path: Path) -> None:
    rows = "".join(f"| {cell.replace('|', chr(92) + '|')} |\n" for cell in CELLS)
    path = tmp_path / "c.md"
    path.write_text(f"## 1. A\n\n| Cell |\n|---|\n{rows}", encoding="utf-8")
    out = tmp_path / "out"
    assert patterns("import", str(path), "-o", str(out)).code == 0
    loaded = load_pack(out)
    assert loaded.diagnostics == ()
    assert [row.cells[0] for row in loaded.pack.tables[0].rows] == CELLS


def test_control_characters_reach_neither_the_terminal_nor_a_file(patterns: Patterns, tmp_path: Path) -> None:
    path = tmp_path / "e.md"
    path.write_text("## 1. A\x1b[2J\x1b]52;c;aGk=\x07\n\n| \x9b31m |\n|---|\n| \u202ey |\n", encoding="utf-8")
    ended = patterns("import", str(path), "-o", str(tmp_path / "out"))
    written = b"".join(files_of(tmp_path / "out").values()).decode()
    for character in "\x1b\x07\x9b\u202e":
        assert character not in ended.out + ended.err + written
    assert f"{path}:1:" in ended.err


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp437"])
def test_files_are_the_same_under_any_locale(patterns: Patterns, tmp_path: Path, encoding: str) -> None:
    for name in ("utf-8", encoding):
        assert patterns("import", str(CHEAT_SHEET), "-o", str(tmp_path / name), encoding=name).code == 0
    assert files_of(tmp_path / "utf-8") == files_of(tmp_path / encoding)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root can write everywhere")
def test_a_folder_that_is_not_writable_gives_an_error(patterns: Patterns, tmp_path: Path, sheet: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    ended = patterns("import", str(sheet), "-o", str(closed / "pack"))
    assert (ended.code, "cannot write" in ended.err) == (1, True)


def test_a_full_disk_gives_an_error_and_leaves_the_pack_as_it_was(
    patterns: Patterns, tmp_path: Path, sheet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = tmp_path / "pack"
    patterns("import", str(sheet), "-o", str(pack))
    before = files_of(tmp_path / "pack")
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("cache", "store"), encoding="utf-8")

    def fail(path: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", fail)
        ended = patterns("import", str(sheet), "-o", str(pack))
    assert (ended.code, "No space left on device" in ended.err) == (1, True)
    assert files_of(pack) == before
    assert {path.name for path in tmp_path.iterdir()} == {"notes.md", "pack"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limits of this kind")
def test_a_write_that_fails_halfway_leaves_the_pack_as_it_was(
    patterns: Patterns, program: Program, compiled_home: Path, sheet: Path
) -> None:
    import resource

    def limit_file_size() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (700, 700))

    with open_log(compiled_home / "progress.db", clock=local_clock) as log:
        log.record(answered(when=local_clock()))
    assert patterns("import", str(sheet)).code == 0
    assert patterns("list").code == 0
    before = files_of(compiled_home)
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("cache", "store"), encoding="utf-8")
    ended = program("import", str(sheet), preexec_fn=limit_file_size)
    assert ended.returncode == 1
    assert b"error: cannot write" in ended.stderr
    assert b"the previous content is unchanged" in ended.stderr
    assert files_of(compiled_home) == before


def test_an_exported_sheet_is_imported_as_the_same_pack(patterns: Patterns, home: Path, tmp_path: Path) -> None:
    patterns("import", str(CACHING))
    ended = patterns("export", "markdown", "--pack", "caching-patterns")
    assert (ended.code, ended.err) == (0, "")
    again = tmp_path / "caching.md"
    again.write_text(ended.out, encoding="utf-8")
    assert patterns("import", str(again), "-o", str(tmp_path / "again")).code == 0
    assert files_of(tmp_path / "again") == files_of(home / "packs" / "caching-patterns")


def test_the_built_in_pack_is_exported_by_default_with_its_diagrams(patterns: Patterns) -> None:
    out = patterns("export", "markdown").out
    assert out.startswith("# Real-time & API Patterns\n")
    assert out.count("```mermaid\nsequenceDiagram") == 10


def test_exporting_an_unknown_pack_gives_an_error_with_the_known_packs(patterns: Patterns) -> None:
    ended = patterns("export", "markdown", "--pack", "realtime")
    assert (ended.code, "realtime-api" in ended.err) == (1, True)


def test_a_pack_that_an_interrupted_import_moved_aside_is_restored_with_its_edits(
    patterns: Patterns, home: Path, tmp_path: Path
) -> None:
    sheet = tmp_path / "notes.md"
    sheet.write_bytes(CACHING.read_bytes())
    pack = home / "packs" / "caching-patterns"
    assert patterns("import", str(sheet)).code == 0
    (pack / "patterns" / "cache-aside.yaml").write_text("name: mine\n", encoding="utf-8")
    pack.rename(pack.with_name(".caching-patterns.replaced"))
    ended = patterns("import", str(sheet))
    assert (ended.code, "edited since the last import: patterns/cache-aside.yaml" in ended.err) == (1, True)
    assert (pack / "patterns" / "cache-aside.yaml").read_text(encoding="utf-8") == "name: mine\n"
    assert [path.name for path in pack.parent.iterdir()] == ["caching-patterns"]


def test_other_files_in_the_folder_are_kept(patterns: Patterns, home: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "notes.md"
    sheet.write_bytes(CACHING.read_bytes())
    pack = home / "packs" / "caching-patterns"
    assert patterns("import", str(sheet)).code == 0
    (pack / "todo.txt").write_text("more examples", encoding="utf-8")
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("cache", "store"), encoding="utf-8")
    assert patterns("import", str(sheet)).code == 0
    assert (pack / "todo.txt").read_text(encoding="utf-8") == "more examples"

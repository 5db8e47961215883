"""Validation of packs and single files, with arbitrary content."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from patterns_cli.errors import UsageError
from patterns_cli.packs.checks.validate import Validation, source_lines, validate_pack
from patterns_cli.packs.files import PACK_FILES, PUBLISHED_IDS_FILE
from tests.conftest import PACK, PATTERN, SmallPack
from tests.packs.diagnosing import format_diagnostics


def told_at(*paths: Path, below: Path) -> list[str]:
    return format_diagnostics(Validation.of_paths(paths).diagnostics, below)


@pytest.fixture
def faulty(small_pack: SmallPack) -> SmallPack:
    """A pack with a fault in each of three files."""
    small_pack.replace("patterns/alpha.yaml", "[beta]", "[beto]")
    small_pack.write("scenarios/alpha.yaml", "verdict: alfa\nscenarios: []\n")
    small_pack.write("cues.yaml", "cues:\n  - {id: a, says: A, phrases: [b], answer: c}\n")
    return small_pack


ALPHA = "patterns/alpha.yaml:11:15: there is no pattern, variant or neighbor `beto` (did you mean beta?)"
SCENARIO = "scenarios/alpha.yaml:1:10: there is no pattern or variant `alfa` (did you mean alpha?)"
CUE = "cues.yaml:2:36: `answer` is not a field of cues › entry 1 (did you mean answers?)"


def test_a_pack_is_checked_with_all_its_files(faulty: SmallPack) -> None:
    assert told_at(faulty.folder, below=faulty.folder) == [CUE, ALPHA, SCENARIO]


def test_a_folder_of_packs_is_checked_pack_by_pack(faulty: SmallPack) -> None:
    validation = Validation.of_paths([faulty.folder.parent])
    assert validation.packs == [faulty.folder]
    assert len(validation.diagnostics) == 3


@pytest.mark.parametrize(
    ("part", "faults"),
    [
        ("patterns/alpha.yaml", [ALPHA]),
        ("patterns/beta.yaml", []),
        ("patterns", [ALPHA]),
        ("scenarios", [SCENARIO]),
        ("cues.yaml", [CUE]),
        ("pack.yaml", []),
    ],
)
def test_a_part_of_a_pack_is_checked_within_its_pack_and_only_its_faults_are_reported(
    faulty: SmallPack, part: str, faults: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert told_at(faulty.folder / part, below=faulty.folder) == faults
    monkeypatch.chdir(faulty.folder)
    assert told_at(Path(part), below=Path()) == faults
    if "/" in part:
        monkeypatch.chdir((faulty.folder / part).parent)
        inside = Validation.of_paths([Path(Path(part).name)]).diagnostics
        assert format_diagnostics(inside, faulty.folder) == faults


def test_the_same_fault_is_reported_once(faulty: SmallPack) -> None:
    paths = (faulty.folder, faulty.folder / "patterns" / "alpha.yaml", faulty.folder)
    assert len(Validation.of_paths(paths).diagnostics) == 3


def test_a_file_outside_any_pack_is_checked_by_itself(tmp_path: Path) -> None:
    path = tmp_path / "alone.yaml"
    path.write_text(PATTERN.replace("summary:", "sumary:"), encoding="utf-8")
    validation = Validation.of_paths([path])
    assert validation.standalone_files == [path]
    assert format_diagnostics(validation.diagnostics, tmp_path) == [
        "alone.yaml:3:1: `sumary` is not a field of the file (did you mean summary?)"
    ]


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("verdict: a\n", "`scenarios`"),
        ("cues:\n  - {id: a}\n", "`says`"),
        ("start: a\nquestions: []\n", "`leaves`"),
        ("id: a\ntitle: A\ngroups: []\n", "`summary`"),
        ("id: a\nname: A\nuse_when: []\n", "`what`"),
        ("neighbours:\n  - {id: a}\n", "`name`"),
    ],
)
def test_what_a_file_is_shows_in_its_fields(tmp_path: Path, text: str, missing: str) -> None:
    path = tmp_path / "alone.yaml"
    path.write_text(text, encoding="utf-8")
    assert any(missing in fault for fault in told_at(path, below=tmp_path))


def test_a_folder_of_loose_files_is_checked_file_by_file(tmp_path: Path) -> None:
    for name, text in {"a.yaml": "", "b.yaml": "- a\n", "c.yaml": "a: [b\n"}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert [fault.partition(":")[0] for fault in told_at(tmp_path, below=tmp_path)] == ["a.yaml", "b.yaml", "c.yaml"]


def test_a_file_that_is_not_part_of_a_pack_is_reported(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello", encoding="utf-8")
    assert told_at(tmp_path / "notes.txt", below=tmp_path) == [
        "notes.txt:1:1: this is not a file of a pack (a pack's files end in .yaml)"
    ]


@pytest.mark.parametrize("name", ["nowhere", "nowhere/x.yaml"])
def test_a_path_that_is_not_there_is_a_usage_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="does not exist"):
        Validation.of_paths([tmp_path / name])


def test_a_folder_that_holds_nothing_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="does not contain a pack"):
        Validation.of_paths([tmp_path])


def test_a_dangling_link_and_a_folder_in_a_files_place_are_faults(small_pack: SmallPack) -> None:
    (small_pack.folder / "cues.yaml").mkdir()
    try:
        (small_pack.folder / "systems.yaml").symlink_to(small_pack.folder / "gone")
    except OSError:
        pytest.skip("links cannot be made here")
    faults = told_at(small_pack.folder, below=small_pack.folder)
    assert [fault.partition(":")[0] for fault in faults] == ["cues.yaml", "systems.yaml"]
    assert all(": the file cannot be read: " in fault for fault in faults)


@pytest.mark.parametrize(
    ("broken", "text"),
    [
        ("patterns/alpha.yaml", "id: alpha\n"),
        ("neighbours.yaml", "neighbours: x\n"),
        ("decide.yaml", "start: x\n"),
        ("decide.yaml", "start: x\nquestions: []\nleaves: []\n"),
    ],
)
def test_what_a_broken_file_would_have_held_is_not_missed_by_problems_and_cues(
    small_pack: SmallPack, broken: str, text: str
) -> None:
    problem = "{id: a, text: It must be so., why: It says so., but_not: {alpha: no}}"
    small_pack.write("scenarios/beta.yaml", f"verdict: beta\nscenarios: [{problem}]\n")
    outside = "{id: b, text: It shall be otherwise., why: It says so., neighbour: gamma}"
    small_pack.write("scenarios/outside.yaml", f"verdict: outside\nscenarios: [{outside}]\n")
    small_pack.write("cues.yaml", "cues:\n  - {id: a, says: A, phrases: [b], answers: x=y}\n")
    small_pack.write("neighbours.yaml", "neighbours: [{id: gamma, name: G, purpose: P, tell_apart: T, do: D}]\n")
    tree = "start: x\nquestions: [{id: x, ask: A, path: p, options: [{id: y, label: L, example: E, to: l}]}]\n"
    small_pack.write(
        "decide.yaml", f"{tree}leaves: [{{id: l, verdict: beta, because: B, costs: [], reconsider: []}}]\n"
    )
    sound = [fault for fault in told_at(small_pack.folder, below=small_pack.folder) if "warning" not in fault]
    assert sound == []
    small_pack.write(broken, text)
    faults = [fault for fault in told_at(small_pack.folder, below=small_pack.folder) if "warning" not in fault]
    assert faults
    assert {fault.partition(":")[0] for fault in faults} == {broken}


def test_the_line_of_a_fault_is_that_of_its_file(faulty: SmallPack) -> None:
    faults = Validation.of_paths([faulty.folder]).diagnostics
    lines = [source_lines(faults)[fault.file, fault.line] for fault in faults]
    assert lines[1:] == ["    instead: [beto]", "verdict: alfa"]


FILES = (*PACK_FILES, PUBLISHED_IDS_FILE, "patterns/alpha.yaml", "scenarios/alpha.yaml")

MARKS = ("- ", "  ", "\t", ": ", "#", "'", '"', "[", "{", "&a ", "*a", "!!int ", "---\n", "...\n", "|\n", ">-\n", "~")
STRANGE = ("\r", "\r\n", "\0", "\ufeff", "\x85", "\u2028", "é", "😀", '"\\ud800"', '"\\e"')
LINES = ("verdict: alpha\n", "scenarios:\n", "- id: a\n", "cues:\n", "renamed:\n", "patterns/alpha\n")
PIECES = st.sampled_from((*MARKS, *STRANGE, *LINES, *f"{PATTERN}{PACK}".splitlines(keepends=True)))
CONTENT = st.binary(max_size=200) | st.lists(PIECES, max_size=30).map(lambda pieces: "".join(pieces).encode("utf-8"))


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=CONTENT)
def test_any_bytes_as_a_file_of_a_pack_give_faults_with_a_place_in_that_file(name: str, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as made:
        pack = SmallPack(Path(made) / "small")
        pack.write("pack.yaml", PACK)
        pack.write("patterns/alpha.yaml", PATTERN)
        pack.write("patterns/beta.yaml", PATTERN.replace("alpha", "beta").replace("Alpha", "Beta"))
        path = pack.write(name, "")
        path.write_bytes(data)
        faults = validate_pack(pack.folder)
        lines = source_lines(faults)
        for fault in faults:
            line = lines.get((fault.file, fault.line))
            if line is None:  # the file is missing or empty
                assert (fault.line, fault.column) == (1, 1)
            else:
                assert 1 <= fault.column <= len(line) + 1, (fault, line)
        if data.decode("utf-8", "ignore").strip("\ufeff \n") == "" and name not in (PUBLISHED_IDS_FILE, "pack.yaml"):
            assert any(Path(fault.file) == path for fault in faults)

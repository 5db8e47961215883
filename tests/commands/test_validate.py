"""``patterns validate``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.conftest import Patterns, Program, SmallPack, lines_wider_than


@pytest.fixture
def faulty(small_pack: SmallPack, monkeypatch: pytest.MonkeyPatch) -> SmallPack:
    """A pack with one error and one warning, seen from the folder beside it."""
    small_pack.replace("patterns/alpha.yaml", "[beta]", "[beto]")
    small_pack.write("sistems.yaml", "systems: []\n")
    monkeypatch.chdir(small_pack.folder.parent)
    return small_pack


TOLD = """\
small/patterns/alpha.yaml:11:15: error: there is no pattern, variant or neighbor `beto`
        instead: [beto]
                  ^
  did you mean beta?

small/sistems.yaml:1:1: warning: this is not a file of a pack, and was ignored
    systems: []
    ^
  did you mean systems.yaml?

1 error and 1 warning in 1 pack
"""


def test_each_fault_is_told_with_its_line_a_mark_and_what_to_do(faulty: SmallPack, patterns: Patterns) -> None:
    ended = patterns("validate", "small")
    assert (ended.code, ended.out, ended.err) == (1, TOLD, "")


def test_a_sound_pack_is_said_to_be_one(small_pack: SmallPack, patterns: Patterns) -> None:
    ended = patterns("validate", str(small_pack.folder))
    assert (ended.code, ended.out, ended.err) == (0, "No faults in 1 pack\n", "")


def test_warnings_fail_only_where_that_is_asked_for(small_pack: SmallPack, patterns: Patterns) -> None:
    small_pack.replace("patterns/alpha.yaml", "summary: The first of two.", "summary: The first #of two.")
    assert patterns("validate", str(small_pack.folder)).code == 0
    assert patterns("validate", "--strict", str(small_pack.folder)).code == 1
    small_pack.write("sistems.yaml", "a: b\n")
    assert "2 warnings in 1 pack" in patterns("validate", str(small_pack.folder)).out


def test_json_for_editors_and_scripts(faulty: SmallPack, patterns: Patterns) -> None:
    ended = patterns("validate", "small", "--json")
    answer = json.loads(ended.out)
    assert ended.code == 1
    assert {key: answer[key] for key in ("ok", "errors", "warnings", "packs", "alone")} == {
        "ok": False,
        "errors": 1,
        "warnings": 1,
        "packs": ["small"],
        "alone": [],
    }
    assert answer["faults"][0] == {
        "file": str(Path("small", "patterns", "alpha.yaml")),
        "line": 11,
        "column": 15,
        "severity": "error",
        "message": "there is no pattern, variant or neighbor `beto`",
        "hint": "did you mean beta?",
        "source": "    instead: [beto]",
    }


def test_json_of_a_sound_pack(small_pack: SmallPack, patterns: Patterns) -> None:
    answer = json.loads(patterns("validate", str(small_pack.folder), "--json").out)
    assert (answer["ok"], answer["faults"]) == (True, [])


def test_no_such_path_is_a_usage_error(patterns: Patterns, tmp_path: Path) -> None:
    ended = patterns("validate", str(tmp_path / "nowhere"))
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(f"error: {tmp_path / 'nowhere'} does not exist\nhint: ")


def test_without_a_path_it_is_the_pack_one_is_in(
    small_pack: SmallPack, patterns: Patterns, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(small_pack.folder)
    small_pack.replace("pack.yaml", "title:", "titel:")
    assert patterns("validate").out.startswith("pack.yaml:2:1: error: `titel` is not a field")


def test_without_a_path_it_is_ones_own_packs_else(
    small_pack: SmallPack, patterns: Patterns, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home.parent)
    ended = patterns("validate")
    assert ended.code == 2
    assert "no packs of your own" in ended.err
    (home / "packs").mkdir(parents=True)
    small_pack.folder.rename(home / "packs" / "small")
    assert patterns("validate").out == "No faults in 1 pack\n"
    assert patterns("validate", env={"PATTERNS_PATH": ""}).code == 0


def test_all_files_are_told_of_at_once_each_with_one_message(tmp_path: Path, patterns: Patterns) -> None:
    texts = {
        "tab": "a:\n\tb: c\n",
        "colon": "when: Use this: when it fits\n",
        "at": "s: @name\n",
        "tick": "s: `code`\n",
        "percent": "s: %d\n",
        "bracket": "tags: [a, b\n",
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    ended = patterns("validate", str(tmp_path))
    assert ended.code == 1
    for name in texts:
        assert ended.out.count(f"{name}.yaml:") == 1
    assert "→   b: c" in ended.out
    assert "use spaces" in ended.out
    assert ended.out.count("quote the text") >= 4
    assert "6 errors in 6 files" in ended.out
    assert "outside any pack" in ended.err


HOSTILE = {
    "an alias bomb": "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    + "".join(f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]\n" for level in range(1, 9))
    + "summary: *a8\n",
    "1,500 levels": "[" * 1500 + "]" * 1500,
    "holding itself": "a: &x {child: *x}\n",
    "a Python tag": "s: !!python/object/apply:os.mkdir [owned]\n",
    "50 MB in a line": "a: " + "x" * 50_000_000,
}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limits of this kind")
@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused_in_little_memory_and_time(
    program: Program, catalog: object, tmp_path: Path, kind: str
) -> None:
    import resource

    def little() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (300 << 20, 300 << 20))
        resource.setrlimit(resource.RLIMIT_CPU, (5, 5))

    (tmp_path / "x.yaml").write_text(HOSTILE[kind], encoding="utf-8")
    ended = program("validate", "x.yaml", cwd=tmp_path, preexec_fn=little)
    assert ended.returncode == 1
    assert ended.stdout.count(b": error: ") == 1
    assert b"Traceback" not in ended.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["x.yaml"]


def test_what_a_terminal_would_act_upon_is_written_out(small_pack: SmallPack, patterns: Patterns) -> None:
    small_pack.replace("patterns/alpha.yaml", "name: Alpha", "name: A\x1b[2Jlpha\x9b31m \u202e")
    ended = patterns("validate", str(small_pack.folder))
    assert ended.code == 1
    assert "patterns/alpha.yaml:2:8: error: the text contains U+001B" in ended.out
    assert not set(ended.out) & {"\x1b", "\x9b", "\u202e"}


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp437"])
def test_any_encoding_will_do(small_pack: SmallPack, patterns: Patterns, encoding: str) -> None:
    small_pack.replace("patterns/alpha.yaml", "what: It goes first.", "wat: Café → 😀")
    ended = patterns("validate", str(small_pack.folder), encoding=encoding)
    assert ended.code == 1
    assert "`wat` is not a field of the file" in ended.out


def test_a_narrow_window_keeps_every_word(faulty: SmallPack, patterns: Patterns) -> None:
    faulty.replace("patterns/alpha.yaml", "summary: The first of two.", f"summary: {'word ' * 60}# cut")
    ended = patterns("validate", "small", terminal=True, width=40)
    assert lines_wider_than(40, ended.out) == []
    assert "^" in ended.out
    assert " ".join(ended.out.split()).count("did you mean beta?") == 1


def test_color_marks_what_kind_of_fault_it_is(faulty: SmallPack, patterns: Patterns) -> None:
    assert "\x1b[1;31merror:\x1b[0m there" in patterns("validate", "small", "--color", "always").out
    assert "\x1b" not in patterns("validate", "small").out


def test_publish_lists_the_ids_once_nothing_is_wrong(small_pack: SmallPack, patterns: Patterns) -> None:
    folder = str(small_pack.folder)
    ended = patterns("validate", "--publish", folder)
    assert (ended.code, ended.out) == (0, "No faults in 1 pack\n")
    assert ended.err == f"6 new ids written to {small_pack.folder / 'ids.txt'}\n"
    small_pack.replace("patterns/alpha.yaml", "id: always", "id: ever")
    ended = patterns("validate", "--publish", folder)
    assert ended.code == 1
    assert "`patterns/alpha/use_when/always` is missing" in ended.out
    assert "/ever\n" not in (small_pack.folder / "ids.txt").read_text(encoding="utf-8")


def test_only_a_whole_pack_is_published(tmp_path: Path, small_pack: SmallPack, patterns: Patterns) -> None:
    (tmp_path / "cues.yaml").write_text("cues: []\n", encoding="utf-8")
    for path in (tmp_path / "cues.yaml", small_pack.folder / "patterns"):
        ended = patterns("validate", "--publish", str(path))
        assert ended.code == 2
        assert "only a whole pack can be published" in ended.err
    assert not (small_pack.folder / "ids.txt").exists()

"""A new pack to begin with."""

from __future__ import annotations

from pathlib import Path

import pytest

from patterns_cli.errors import PatternsError
from patterns_cli.packs.checks.validate import validate_pack
from patterns_cli.packs.file_types import FILE_TYPES, detect_file_type
from patterns_cli.packs.install import template as template_module
from patterns_cli.packs.install.template import write_template
from patterns_cli.packs.json_schema import schema_text
from patterns_cli.packs.loader import load_pack


def test_a_new_pack_has_no_fault_and_every_kind_of_file(tmp_path: Path) -> None:
    files = write_template(tmp_path / "caching")
    assert [str(fault) for fault in validate_pack(tmp_path / "caching")] == []
    assert {detect_file_type(path, set()) for path in files} == set(FILE_TYPES)


def test_every_file_explains_itself_and_names_a_schema_that_is_there(tmp_path: Path) -> None:
    for path in write_template(tmp_path / "caching"):
        first, *rest = path.read_text(encoding="utf-8").splitlines()
        schema = path.parent / first.removeprefix("# yaml-language-server: $schema=")
        assert schema.read_text(encoding="utf-8") == schema_text(detect_file_type(path, set()))
        assert any(line.startswith("#") for line in rest) or path.stem == "write-through"


@pytest.mark.parametrize(
    ("folder", "id_", "title"),
    [
        ("caching", "caching", "Caching"),
        ("Team APIs 2", "team-apis-2", "Team apis 2"),
        ("...", "my-pack", "My pack"),
        ("日本", "my-pack", "My pack"),
        ("con", "my-pack", "My pack"),
        ("a" * 100, "a" * 60, "A" + "a" * 99),
    ],
)
def test_it_is_named_after_its_folder(tmp_path: Path, folder: str, id_: str, title: str) -> None:
    write_template(tmp_path / folder)
    info = load_pack(tmp_path / folder).pack.info
    assert (info.id, info.title) == (id_, title)
    assert validate_pack(tmp_path / folder) == ()


def test_an_empty_folder_will_do_and_missing_ones_are_made(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    write_template(tmp_path / "empty")
    write_template(tmp_path / "a" / "b" / "c")
    assert validate_pack(tmp_path / "a" / "b" / "c") == ()


@pytest.mark.parametrize("there", ["folder", "file"])
def test_nothing_that_is_there_is_touched(tmp_path: Path, there: str) -> None:
    path = tmp_path / "mine"
    if there == "folder":
        path.mkdir()
    (path / "notes" if there == "folder" else path).write_text("mine", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(PatternsError, match="already exists and is not empty"):
        write_template(path)
    assert sorted(tmp_path.rglob("*")) == before


def test_what_cannot_be_written_whole_is_not_left_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(kind: str) -> str:
        raise OSError(28, "No space left on device")

    written: list[str] = []
    whole = Path.write_text

    def fails_late(self: Path, *args: object, **options: object) -> int:
        written.append(self.name)
        if len(written) > 7:
            raise OSError(28, "No space left on device")
        return whole(self, *args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "write_text", fails_late)
    with pytest.raises(OSError, match="No space left"):
        write_template(tmp_path / "deep" / "caching")
    assert list(tmp_path.iterdir()) == []
    monkeypatch.undo()
    monkeypatch.setattr(template_module, "schema_text", full)
    with pytest.raises(OSError, match="No space left"):
        write_template(tmp_path / "caching")
    assert list(tmp_path.iterdir()) == []

"""Which files of a folder hold a pack's knowledge, and which folders are packs."""

from __future__ import annotations

from pathlib import Path

import pytest

from patterns_cli.packs.files import content_files, pack_folders, pattern_files
from tests.conftest import CONTENT, SmallPack


def names(paths: list[Path], folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in paths]


def test_patterns_come_by_name(small_pack: SmallPack) -> None:
    small_pack.write("patterns/Zeta.yaml", "")
    small_pack.write("patterns/aaa.yml", "")
    assert names(pattern_files(small_pack.folder), small_pack.folder) == [
        "patterns/Zeta.yaml",
        "patterns/aaa.yml",
        "patterns/alpha.yaml",
        "patterns/beta.yaml",
    ]


@pytest.mark.parametrize(
    "name", ["notes.md", "alpha.yaml.bak", "alpha.yaml~", "alpha.json", "yaml", "deeper/gamma.yaml", "#alpha.yaml#"]
)
def test_what_does_not_end_like_yaml_is_no_pattern(small_pack: SmallPack, name: str) -> None:
    small_pack.write(f"patterns/{name}", "")
    assert names(pattern_files(small_pack.folder), small_pack.folder) == ["patterns/alpha.yaml", "patterns/beta.yaml"]


@pytest.mark.parametrize("name", [".alpha.yaml", "._alpha.yaml", ".#alpha.yaml"], ids=["hidden", "macOS", "Emacs"])
def test_a_hidden_file_that_an_editor_or_a_system_left_is_no_pattern(small_pack: SmallPack, name: str) -> None:
    small_pack.write(f"patterns/{name}", "")
    assert names(pattern_files(small_pack.folder), small_pack.folder) == ["patterns/alpha.yaml", "patterns/beta.yaml"]


def test_a_pack_without_patterns_has_no_pattern_files(tmp_path: Path) -> None:
    assert pattern_files(tmp_path) == []
    (tmp_path / "patterns").write_text("a file", encoding="utf-8")
    assert pattern_files(tmp_path) == []


def test_the_files_of_a_pack_come_in_a_fixed_order_heads_first(small_pack: SmallPack) -> None:
    heads = ["pack", "systems", "tables", "contrasts", "neighbours", "decide"]
    for name in reversed(heads):
        small_pack.write(f"{name}.yaml", "")
    expected = [*(f"{name}.yaml" for name in heads), "patterns/alpha.yaml", "patterns/beta.yaml"]
    assert names(content_files(small_pack.folder), small_pack.folder) == expected


def test_only_files_that_are_there_are_listed_and_nothing_else_counts(small_pack: SmallPack) -> None:
    small_pack.write("README.md", "")
    small_pack.write("other.yaml", "")
    expected = ["pack.yaml", "patterns/alpha.yaml", "patterns/beta.yaml"]
    assert names(content_files(small_pack.folder), small_pack.folder) == expected


def test_the_built_in_pack_has_a_file_of_every_kind() -> None:
    folder = CONTENT / "realtime-api"
    listed = names(content_files(folder), folder)
    heads = ["pack.yaml", "systems.yaml", "tables.yaml", "contrasts.yaml", "neighbours.yaml", "decide.yaml"]
    assert listed[:7] == [*heads, "history.yaml"]
    assert len(listed) == 17


def test_a_dangling_link_is_listed_so_that_it_can_be_reported(small_pack: SmallPack) -> None:
    (small_pack.folder / "tables.yaml").symlink_to("nowhere")
    (small_pack.folder / "patterns" / "gamma.yaml").symlink_to("nowhere")
    listed = names(content_files(small_pack.folder), small_pack.folder)
    assert "tables.yaml" in listed
    assert "patterns/gamma.yaml" in listed


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert content_files(tmp_path / "nowhere") == []
    assert pack_folders(tmp_path / "nowhere") == []


def test_a_file_in_the_place_of_a_folder_holds_nothing(tmp_path: Path) -> None:
    (tmp_path / "packs").write_text("not a folder", encoding="utf-8")
    assert content_files(tmp_path / "packs") == []
    assert pack_folders(tmp_path / "packs") == []


def test_packs_come_by_name(tmp_path: Path) -> None:
    for name in ("zoo", "Arts", "bees"):
        SmallPack(tmp_path / name).write("pack.yaml", "")
    assert names(pack_folders(tmp_path), tmp_path) == ["Arts", "bees", "zoo"]


def test_a_folder_is_a_pack_when_it_has_a_head_or_patterns(tmp_path: Path) -> None:
    SmallPack(tmp_path / "headed").write("pack.yaml", "")
    SmallPack(tmp_path / "headless").write("patterns/alpha.yaml", "")
    SmallPack(tmp_path / "notes").write("systems.yaml", "")
    (tmp_path / "empty").mkdir()
    (tmp_path / "pack.yaml").write_text("", encoding="utf-8")
    assert names(pack_folders(tmp_path), tmp_path) == ["headed", "headless"]


def test_a_hidden_folder_is_no_pack(tmp_path: Path) -> None:
    SmallPack(tmp_path / ".git").write("pack.yaml", "")
    SmallPack(tmp_path / ".trash").write("patterns/alpha.yaml", "")
    assert pack_folders(tmp_path) == []


def test_a_linked_folder_is_a_pack_and_a_dangling_link_is_not(small_pack: SmallPack, tmp_path: Path) -> None:
    (tmp_path / "packs").mkdir()
    (tmp_path / "packs" / "linked").symlink_to(small_pack.folder, target_is_directory=True)
    (tmp_path / "packs" / "dangling").symlink_to(tmp_path / "nowhere", target_is_directory=True)
    assert names(pack_folders(tmp_path / "packs"), tmp_path / "packs") == ["linked"]

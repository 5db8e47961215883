"""A user's own packs: added completely or not at all, and never deleted."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from patterns_cli.errors import PatternsError
from patterns_cli.packs.files import pack_folders
from patterns_cli.packs.install import install as install_module
from patterns_cli.packs.install.install import InvalidPackError, add_pack, find_own_pack, remove_pack
from tests.conftest import SmallPack

NOW = datetime(2026, 5, 4, 3, 2, 1, tzinfo=UTC)


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    return tmp_path / "home" / "packs"


def all_files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_folder_becomes_a_pack_named_by_its_id(small_pack: SmallPack, packs: Path) -> None:
    source = small_pack.folder.rename(small_pack.folder.with_name("Some Folder"))
    added = add_pack(source, packs, reserved_ids=(), now=NOW)
    assert (added.id, added.folder, added.replaced_folder, added.warnings) == ("small", packs / "small", None, ())
    assert all_files(packs) == ["small/pack.yaml", "small/patterns/alpha.yaml", "small/patterns/beta.yaml"]


def test_a_zip_file_becomes_a_pack(small_pack: SmallPack, packs: Path, tmp_path: Path) -> None:
    archive = shutil.make_archive(str(tmp_path / "any"), "zip", small_pack.folder.parent, small_pack.folder.name)
    add_pack(Path(archive), packs, reserved_ids=(), now=NOW)
    assert find_own_pack(packs, "small") == packs / "small"


def test_a_pack_with_an_error_is_not_taken_in_and_its_faults_name_the_files_it_came_from(
    small_pack: SmallPack, packs: Path
) -> None:
    small_pack.replace("patterns/alpha.yaml", "[beta]", "[beto]")
    with pytest.raises(InvalidPackError, match="has an error, and was not added") as caught:
        add_pack(small_pack.folder, packs, reserved_ids=(), now=NOW)
    assert [fault.file for fault in caught.value.diagnostics] == [str(small_pack.folder / "patterns" / "alpha.yaml")]
    assert list(packs.iterdir()) == []


def test_a_pack_with_warnings_is_added(small_pack: SmallPack, packs: Path) -> None:
    small_pack.write("sistems.yaml", "a: b\n")
    assert len(add_pack(small_pack.folder, packs, reserved_ids=(), now=NOW).warnings) == 1


def test_an_id_of_a_pack_that_is_not_your_own_is_rejected(small_pack: SmallPack, packs: Path) -> None:
    with pytest.raises(PatternsError, match="not your own"):
        add_pack(small_pack.folder, packs, reserved_ids=["small"], now=NOW, force=True)
    assert list(packs.iterdir()) == []


def test_your_own_pack_is_replaced_only_with_force_and_is_kept(small_pack: SmallPack, packs: Path) -> None:
    add_pack(small_pack.folder, packs, reserved_ids=(), now=NOW)
    before = all_files(packs)
    small_pack.replace("patterns/alpha.yaml", "It goes first.", "It goes before.")
    with pytest.raises(PatternsError, match="you already have a pack small"):
        add_pack(small_pack.folder, packs, reserved_ids=(), now=NOW)
    assert all_files(packs) == before
    added = add_pack(small_pack.folder, packs, reserved_ids=(), now=NOW, force=True)
    assert added.replaced_folder == packs / ".removed" / "small-20260504-030201"
    assert "It goes first." in (added.replaced_folder / "patterns" / "alpha.yaml").read_text(encoding="utf-8")
    assert "It goes before." in (added.folder / "patterns" / "alpha.yaml").read_text(encoding="utf-8")
    assert pack_folders(packs) == [added.folder]


def test_a_pack_is_known_by_its_id_whatever_its_folder_is_called(small_pack: SmallPack, packs: Path) -> None:
    packs.mkdir(parents=True)
    shutil.copytree(small_pack.folder, packs / "by-hand")
    with pytest.raises(PatternsError, match=r"already have a pack small, in .*by-hand"):
        add_pack(small_pack.folder, packs, reserved_ids=(), now=NOW)


def test_what_is_removed_twice_in_a_second_is_kept_twice(small_pack: SmallPack, packs: Path) -> None:
    for _ in range(3):
        remove_pack(add_pack(small_pack.folder, packs, reserved_ids=(), now=NOW).folder, packs, NOW)
    assert sorted(path.name for path in (packs / ".removed").iterdir()) == [
        "small-20260504-030201",
        "small-20260504-030201-2",
        "small-20260504-030201-3",
    ]
    assert pack_folders(packs) == []


def test_where_the_last_step_fails_the_pack_before_is_in_its_place(
    small_pack: SmallPack, packs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_pack(small_pack.folder, packs, reserved_ids=(), now=NOW)
    rename = Path.rename

    def fails(self: Path, target: Path) -> Path:
        if self.name.startswith(".incoming"):
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fails)
    with pytest.raises(OSError, match="No space left"):
        add_pack(small_pack.folder, packs, reserved_ids=(), now=NOW, force=True)
    assert find_own_pack(packs, "small") == packs / "small"
    assert [path.name for path in packs.iterdir() if path.name.startswith(".incoming")] == []


def test_an_interrupted_copy_leaves_nothing(
    small_pack: SmallPack, packs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(source: Path, target: Path) -> None:
        (target / "pack.yaml").write_text("id: sm", encoding="utf-8")
        raise KeyboardInterrupt

    monkeypatch.setattr(install_module, "copy_folder", interrupted)
    with pytest.raises(KeyboardInterrupt):
        add_pack(small_pack.folder, packs, reserved_ids=(), now=NOW)
    assert list(packs.iterdir()) == []


def test_a_folder_that_belongs_to_a_pack_with_another_id_is_not_replaced(small_pack: SmallPack, packs: Path) -> None:
    packs.mkdir(parents=True)
    shutil.copytree(small_pack.folder, packs / "small")
    (packs / "small" / "pack.yaml").write_text("id: other\ntitle: Other\nsummary: Another pack.\n", encoding="utf-8")
    before = all_files(packs)
    for force in (False, True):
        with pytest.raises(
            PatternsError, match=r"cannot add the pack small: .*small contains the pack other"
        ) as caught:
            add_pack(small_pack.folder, packs, reserved_ids=(), now=NOW, force=force)
        assert caught.value.hint.startswith("rename that folder, for example to small-2")
    assert all_files(packs) == before
    assert [path.name for path in packs.iterdir()] == ["small"]


def test_with_force_the_pack_stays_if_its_new_folder_belongs_to_another_pack(
    small_pack: SmallPack, packs: Path
) -> None:
    packs.mkdir(parents=True)
    shutil.copytree(small_pack.folder, packs / "by-hand")
    (packs / "small").mkdir()
    (packs / "small" / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(PatternsError, match="contains something that is not a pack"):
        add_pack(small_pack.folder, packs, reserved_ids=(), now=NOW, force=True)
    assert find_own_pack(packs, "small") == packs / "by-hand"


def test_staging_folders_of_killed_runs_are_deleted_and_those_of_running_ones_kept(
    small_pack: SmallPack, packs: Path
) -> None:
    finished = subprocess.Popen([sys.executable, "-c", ""])
    finished.wait()
    old = packs / f".incoming-{os.getppid()}-old"
    for folder in (packs / f".incoming-{finished.pid}", packs / f".incoming-{os.getppid()}", old):
        folder.mkdir(parents=True)
        (folder / "pack.yaml").write_text("id: sm", encoding="utf-8")
    add_pack(small_pack.folder, packs, reserved_ids=(), now=NOW)
    assert sorted(path.name for path in packs.iterdir()) == [f".incoming-{os.getppid()}", "small"]


def test_a_staging_folder_of_a_reused_process_id_is_deleted_after_an_hour(small_pack: SmallPack, packs: Path) -> None:
    leftover = packs / f".incoming-{os.getppid()}"
    leftover.mkdir(parents=True)
    two_hours_ago = time.time() - 7200
    os.utime(leftover, (two_hours_ago, two_hours_ago))
    add_pack(small_pack.folder, packs, reserved_ids=(), now=NOW)
    assert [path.name for path in packs.iterdir()] == ["small"]

"""A pack's files on their way in."""

from __future__ import annotations

import os
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from patterns_cli.errors import PatternsError
from patterns_cli.packs.install import archive as archive_module
from patterns_cli.packs.install.archive import copy_folder, unpack_zip
from tests.conftest import SmallPack


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return tmp_path / "pack.zip"


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "target"
    path.mkdir()
    return path


def made(archive: Path, *entries: tuple[str | zipfile.ZipInfo, bytes], compressed: bool = False) -> Path:
    method = zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED
    with zipfile.ZipFile(archive, "w", method) as opened:
        for name, data in entries:
            opened.writestr(name, data)
    return archive


def names_in(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


HEAD = ("pack.yaml", b"id: a\n")


@pytest.mark.parametrize("root", ["", "my-pack/"])
def test_a_pack_at_the_top_or_in_the_only_folder_is_unpacked(archive: Path, target: Path, root: str) -> None:
    entries = [(f"{root}{name}", b"x") for name in ("pack.yaml", "patterns/a.yaml", "LICENSE", ".schemas/pack.json")]
    unpack_zip(made(archive, *entries), target)
    assert names_in(target) == [".schemas/pack.json", "LICENSE", "pack.yaml", "patterns/a.yaml"]


def test_what_systems_leave_in_a_zip_file_is_passed_over(archive: Path, target: Path) -> None:
    extras = ["__MACOSX/._pack.yaml", ".DS_Store", ".git/config", "patterns/.hidden.yaml"]
    unpack_zip(made(archive, HEAD, *((name, b"x") for name in extras)), target)
    assert names_in(target) == ["pack.yaml"]


@pytest.mark.parametrize(
    "name",
    [
        "../evil.yaml",
        "patterns/../../evil.yaml",
        "/etc/evil.yaml",
        "C:/evil.yaml",
        "..\\evil.yaml",
        "\\\\host\\evil.yaml",
    ],
)
def test_a_name_that_leads_out_of_the_pack_is_refused(archive: Path, target: Path, name: str) -> None:
    with pytest.raises(PatternsError, match="points outside the pack"):
        unpack_zip(made(archive, HEAD, (name, b"x")), target)
    assert names_in(target) == []
    assert not (target.parent / "evil.yaml").exists()


@pytest.mark.parametrize(
    "name",
    [
        "con.yaml",
        "patterns/NUL",
        "a|b.yaml",
        "dot.",
        "ab:c",
        "a//b",
        "a/./b",
        "x" * 256,
        "\u202egnp.yaml",
        "a\x1b.yaml",
    ],
)
def test_a_name_that_not_every_system_can_have_is_refused(archive: Path, target: Path, name: str) -> None:
    with pytest.raises(PatternsError, match="is not a valid file name on every operating system"):
        unpack_zip(made(archive, HEAD, (name, b"x")), target)
    assert names_in(target) == []


@pytest.mark.parametrize(("first", "other"), [("a.yaml", "a.yaml"), ("a.yaml", "A.yaml"), ("é.yaml", "e\u0301.yaml")])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_comes_twice_is_refused(archive: Path, target: Path, first: str, other: str) -> None:
    with pytest.raises(PatternsError, match="occurs twice"):
        unpack_zip(made(archive, HEAD, (first, b"x"), (other, b"y")), target)


@pytest.mark.parametrize(("mode", "words"), [(stat.S_IFLNK, "is a link"), (stat.S_IFIFO, "is not a regular file")])
def test_an_entry_that_is_no_plain_file_is_refused(archive: Path, target: Path, mode: int, words: str) -> None:
    entry = zipfile.ZipInfo("patterns/a.yaml")
    entry.external_attr = (mode | 0o777) << 16
    with pytest.raises(PatternsError, match=words):
        unpack_zip(made(archive, HEAD, (entry, b"/etc/passwd")), target)


def test_an_encrypted_zip_file_is_refused(archive: Path, target: Path) -> None:
    data = bytearray(made(archive, HEAD).read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    archive.write_bytes(data)
    with pytest.raises(PatternsError, match="encrypted"):
        unpack_zip(archive, target)


def test_a_bomb_is_refused_before_it_is_unpacked(archive: Path, target: Path) -> None:
    zeros = bytes(7 * 1024 * 1024)
    entries = [(f"patterns/{number}.yaml", zeros) for number in range(10)]
    made(archive, HEAD, *entries, compressed=True)
    assert archive.stat().st_size < 200_000
    with pytest.raises(PatternsError, match="contains more than 64 MiB"):
        unpack_zip(archive, target)
    assert names_in(target) == []


def test_one_huge_file_is_refused(archive: Path, target: Path) -> None:
    with pytest.raises(PatternsError, match="larger than 8 MiB"):
        unpack_zip(made(archive, HEAD, ("a.yaml", bytes(9 * 1024 * 1024)), compressed=True), target)


def test_a_file_that_is_larger_than_it_says_is_refused(archive: Path, target: Path) -> None:
    data = bytearray(made(archive, ("pack.yaml", b"id: abcdefgh\n"), compressed=True).read_bytes())
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", data, data.index(signature) + offset, 3)
    archive.write_bytes(data)
    with pytest.raises(PatternsError):
        unpack_zip(archive, target)
    assert names_in(target) == []


def test_too_many_files_are_refused(archive: Path, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_module, "MAX_PACK_FILES", 20)
    with pytest.raises(PatternsError, match="more than 20 files"):
        unpack_zip(made(archive, HEAD, *((f"patterns/{number}.yaml", b"x") for number in range(30))), target)


@pytest.mark.parametrize(
    "entries",
    [
        [],
        [("readme.txt", b"x")],
        [("a/b/pack.yaml", b"x")],
        [("a/pack.yaml", b"x"), ("b/pack.yaml", b"x")],
        [("a/pack.yaml", b"x"), ("readme.txt", b"x")],
    ],
)
def test_a_zip_file_without_a_pack_is_refused(archive: Path, target: Path, entries: list[tuple[str, bytes]]) -> None:
    with pytest.raises(PatternsError, match="does not contain a pack"):
        unpack_zip(made(archive, *entries), target)


@pytest.mark.parametrize("data", [b"", b"PK", b"hello", b"PK\x03\x04" + bytes(60)])
def test_what_is_no_zip_file_is_refused(archive: Path, target: Path, data: bytes) -> None:
    archive.write_bytes(data)
    with pytest.raises(PatternsError, match="is not a complete zip file"):
        unpack_zip(archive, target)


def test_a_damaged_zip_file_is_refused_wherever_it_is_damaged(archive: Path, target: Path) -> None:
    whole = made(archive, HEAD, ("patterns/a.yaml", b"name: Alpha\n" * 50), compressed=True).read_bytes()
    for position in range(0, len(whole), 3):
        damaged = bytearray(whole)
        damaged[position] ^= 0xFF
        archive.write_bytes(damaged)
        try:
            unpack_zip(archive, target)
        except PatternsError:
            continue
        assert set(names_in(target)) <= {"pack.yaml", "patterns/a.yaml"}


def test_a_folder_is_copied_without_what_is_hidden(small_pack: SmallPack, target: Path) -> None:
    for name in (".git/config", ".DS_Store", ".schemas/pack.json", "LICENSE"):
        small_pack.write(name, "x")
    copy_folder(small_pack.folder, target)
    expected = [".schemas/pack.json", "LICENSE", "pack.yaml", "patterns/alpha.yaml", "patterns/beta.yaml"]
    assert names_in(target) == expected
    assert (target / "pack.yaml").read_bytes() == (small_pack.folder / "pack.yaml").read_bytes()


@pytest.mark.parametrize("leads_to", ["/etc", "pack.yaml", "nowhere"])
def test_a_link_in_a_folder_is_refused(small_pack: SmallPack, target: Path, leads_to: str) -> None:
    try:
        (small_pack.folder / "patterns" / "link.yaml").symlink_to(leads_to)
    except OSError:
        pytest.skip("links cannot be made here")
    with pytest.raises(PatternsError, match="is a link"):
        copy_folder(small_pack.folder, target)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_in_a_folder_is_refused(small_pack: SmallPack, target: Path) -> None:
    os.mkfifo(small_pack.folder / "pipe.yaml")
    with pytest.raises(PatternsError, match="is not a regular file"):
        copy_folder(small_pack.folder, target)


def test_a_folder_with_too_much_in_it_is_refused(
    small_pack: SmallPack, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive_module, "MAX_PACK_FILES", 2)
    with pytest.raises(PatternsError, match="more than 2 files"):
        copy_folder(small_pack.folder, target)

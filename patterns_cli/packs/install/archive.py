"""A pack's files on their way in, from a folder or a zip file: only plain files, and not without end."""

from __future__ import annotations

import errno
import os
import re
import stat
import unicodedata
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from patterns_cli.errors import PatternsError
from patterns_cli.packs.filenames import is_reserved_on_windows
from patterns_cli.packs.files import MAX_FILE_BYTES, display_path
from patterns_cli.text.control_chars import find_unsafe

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_PACK_FILES = 2_000
MAX_PACK_BYTES = 64 * 1024 * 1024
"""What a pack can hold; one that is larger is not copied."""

MAX_NAME_BYTES = 255
SCHEMAS_DIR = ".schemas"
"""The one folder with a leading dot that belongs to a pack: the schemas that its files name."""

_MACOS_METADATA_DIR = "__MACOSX"
_UNPORTABLE_CHARS = re.compile(r'[<>:"|?*\\]|[. ]$')


class _SizeBudget:
    """How many files and bytes may still come."""

    def __init__(self, source_name: str) -> None:
        self.source_name = source_name
        self.files_left = MAX_PACK_FILES
        self.bytes_left = MAX_PACK_BYTES

    def spend(self, name: str, size: int) -> None:
        self.files_left -= 1
        self.bytes_left -= size
        if self.files_left < 0:
            raise PatternsError(f"{self.source_name} holds more than {MAX_PACK_FILES} files", "a pack needs fewer")
        if size > MAX_FILE_BYTES:
            raise PatternsError(
                f"{name} in {self.source_name} is larger than {MAX_FILE_BYTES // 1024 // 1024} MiB", "leave it out"
            )
        if self.bytes_left < 0:
            raise PatternsError(
                f"{self.source_name} holds more than {MAX_PACK_BYTES // 1024 // 1024} MiB", "a pack needs less"
            )


def copy_folder(source: Path, target: Path) -> None:
    """Copy a pack's folder, without what starts with a dot.

    Raises PatternsError for a link, for what is no file, and for too much; OSError where it cannot be read.
    """
    allowance = _SizeBudget(display_path(source))
    for path in _walk_visible(source):
        mode = path.lstat().st_mode
        copy = target / path.relative_to(source)
        if stat.S_ISLNK(mode):
            raise PatternsError(f"{display_path(path)} is a link", "put the file itself in its place")
        if stat.S_ISDIR(mode):
            copy.mkdir(parents=True)
            continue
        if not stat.S_ISREG(mode):
            raise PatternsError(f"{display_path(path)} is no file", "take it out")
        allowance.spend(path.name, path.stat().st_size)
        copy.write_bytes(path.read_bytes())


def _walk_visible(folder: Path) -> Iterator[Path]:
    for name in sorted(os.listdir(folder)):
        if name.startswith(".") and name != SCHEMAS_DIR:
            continue
        path = folder / name
        yield path
        if path.is_dir() and not path.is_symlink():
            yield from _walk_visible(path)


def unpack_zip(archive: Path, target: Path) -> None:
    """Unpack a zip file that holds a pack, at its top or in its only folder.

    Raises PatternsError where it is no zip file, is encrypted or damaged, holds too much, or has an entry that is
    no plain file or whose name leads elsewhere, is not portable, or comes twice.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            _extract_entries(opened, display_path(archive), target)
    except zipfile.BadZipFile as error:
        raise PatternsError(f"{display_path(archive)} is no whole zip file: {error}", "get it again") from None
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
        raise PatternsError(f"{display_path(archive)} is no whole zip file", "get it again") from None
    except (NotImplementedError, RuntimeError, zlib.error, EOFError, ValueError) as error:
        raise PatternsError(
            f"{display_path(archive)} cannot be unpacked: {error}", "make it with an ordinary zip tool"
        ) from None


def _extract_entries(zip_file: zipfile.ZipFile, archive_name: str, target: Path) -> None:
    allowance = _SizeBudget(archive_name)
    if len(zip_file.infolist()) > MAX_PACK_FILES:
        allowance.files_left = -1
        allowance.spend(archive_name, 0)
    wanted: dict[PurePosixPath, zipfile.ZipInfo] = {}
    seen: set[str] = set()
    for entry in zip_file.infolist():
        place = _entry_path(entry, archive_name)
        key = unicodedata.normalize("NFC", str(place)).casefold()
        if key in seen:
            raise PatternsError(
                f"{display_path(Path(str(place)))} comes twice in {archive_name}", "keep one of the two"
            )
        seen.add(key)
        if entry.is_dir() or not _is_pack_file(place):
            continue
        allowance.spend(str(place), entry.file_size)
        wanted[place] = entry
    root = _pack_root(wanted, archive_name)
    for place, entry in wanted.items():
        path = target / place.relative_to(root)
        path.parent.mkdir(parents=True, exist_ok=True)
        with zip_file.open(entry) as stream:
            data = stream.read(entry.file_size + 1)
        if len(data) > entry.file_size:
            raise PatternsError(f"{place} in {archive_name} is larger than the zip file says", "get it again")
        path.write_bytes(data)


def _entry_path(entry: zipfile.ZipInfo, archive_name: str) -> PurePosixPath:
    """Where an entry belongs, below the top of the pack; raises PatternsError for one that has no place there."""
    name: str = entry.orig_filename if "\0" in entry.orig_filename else entry.filename
    told = name.encode("utf-8", "backslashreplace").decode("utf-8")
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind == stat.S_IFLNK:
        raise PatternsError(f"{told} in {archive_name} is a link", "put the file itself in its place")
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise PatternsError(f"{told} in {archive_name} is no file", "take it out")
    if entry.flag_bits & 0x1:
        raise PatternsError(f"{told} in {archive_name} is encrypted", "make the zip file without a password")
    parts = name.removesuffix("/").split("/")
    if name.startswith(("/", "\\")) or re.match(r"[A-Za-z]:", name) or ".." in re.split(r"[/\\]", name):
        raise PatternsError(f"{told} in {archive_name} leads out of the pack", "do not trust this zip file")
    for part in parts:
        bad = _UNPORTABLE_CHARS.search(part) or is_reserved_on_windows(part) or find_unsafe(part)
        if part in ("", ".") or bad or len(part.encode("utf-8", "replace")) > MAX_NAME_BYTES:
            raise PatternsError(f"{told} in {archive_name} is a name that not every system can have", "rename it")
    return PurePosixPath("/".join(parts))


def _is_pack_file(path: PurePosixPath) -> bool:
    """Whether an entry belongs to a pack, and is not what some system left there."""
    return path.parts[0] != _MACOS_METADATA_DIR and not any(
        one.startswith(".") and one != SCHEMAS_DIR for one in path.parts
    )


def _pack_root(entries: dict[PurePosixPath, zipfile.ZipInfo], archive_name: str) -> PurePosixPath:
    """Where in a zip file its pack is: at the top, or in the only folder."""
    tops = {PurePosixPath(place.parts[0]) for place in entries if len(place.parts) > 1}
    roots = [PurePosixPath(), *tops] if len(tops) == 1 else [PurePosixPath()]
    for root in roots:
        if root / "pack.yaml" in entries and all(root in (place, *place.parents) for place in entries):
            return root
    raise PatternsError(f"{archive_name} holds no pack", "its pack.yaml must be at the top, or in the only folder")

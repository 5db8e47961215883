"""Copy the files of a pack from a folder or zip file: regular files only, and within limits."""

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
"""Maximum number of files in a pack."""

MAX_PACK_BYTES = 64 * 1024 * 1024
"""Maximum size of all files of a pack, in bytes."""

MAX_NAME_BYTES = 255
"""Maximum length of a file name in UTF-8, in bytes."""

SCHEMAS_DIR = ".schemas"
"""Name of the folder with the JSON Schemas of a pack, the only hidden folder that belongs to it."""

_MACOS_METADATA_DIR = "__MACOSX"
_UNPORTABLE_CHARS = re.compile(r'[<>:"|?*\\]|[. ]$')


class _SizeBudget:
    """The number of files and bytes that can still be copied."""

    def __init__(self, source_name: str) -> None:
        self.source_name = source_name
        self.files_left = MAX_PACK_FILES
        self.bytes_left = MAX_PACK_BYTES

    def spend(self, name: str, size: int) -> None:
        self.files_left -= 1
        self.bytes_left -= size
        if self.files_left < 0:
            raise PatternsError(
                f"{self.source_name} contains more than {MAX_PACK_FILES} files",
                "remove files that are not part of the pack",
            )
        if size > MAX_FILE_BYTES:
            raise PatternsError(
                f"{name} in {self.source_name} is larger than {MAX_FILE_BYTES // 1024 // 1024} MiB",
                "remove it, or split it",
            )
        if self.bytes_left < 0:
            raise PatternsError(
                f"{self.source_name} contains more than {MAX_PACK_BYTES // 1024 // 1024} MiB",
                "remove files that are not part of the pack",
            )


def copy_folder(source: Path, target: Path) -> None:
    """Copy a pack's folder without hidden files.

    Raises PatternsError for links, special files and a pack that is too large; OSError if a file cannot be read.
    """
    budget = _SizeBudget(display_path(source))
    for path in _walk_visible(source):
        mode = path.lstat().st_mode
        copy = target / path.relative_to(source)
        if stat.S_ISLNK(mode):
            raise PatternsError(f"{display_path(path)} is a link", "replace it by the file itself")
        if stat.S_ISDIR(mode):
            copy.mkdir(parents=True)
            continue
        if not stat.S_ISREG(mode):
            raise PatternsError(f"{display_path(path)} is not a regular file", "remove it")
        budget.spend(path.name, path.stat().st_size)
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
    """Extract a zip file that contains a pack, at its top level or in its only folder.

    Raises PatternsError if it is not a zip file, is encrypted, damaged or too large, or has an entry that is
    not a regular file or whose name is duplicate, not portable or outside the pack.
    """
    try:
        with zipfile.ZipFile(archive) as zip_file:
            _extract_entries(zip_file, display_path(archive), target)
    except zipfile.BadZipFile as error:
        raise PatternsError(
            f"{display_path(archive)} is not a complete zip file: {error}", "download it again"
        ) from None
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
        raise PatternsError(f"{display_path(archive)} is not a complete zip file", "download it again") from None
    except (NotImplementedError, RuntimeError, zlib.error, EOFError, ValueError) as error:
        raise PatternsError(
            f"{display_path(archive)} cannot be unpacked: {error}", "create it again with a standard zip tool"
        ) from None


def _extract_entries(zip_file: zipfile.ZipFile, archive_name: str, target: Path) -> None:
    budget = _SizeBudget(archive_name)
    if len(zip_file.infolist()) > MAX_PACK_FILES:
        budget.files_left = -1
        budget.spend(archive_name, 0)
    entries: dict[PurePosixPath, zipfile.ZipInfo] = {}
    seen: set[str] = set()
    for entry in zip_file.infolist():
        path = _entry_path(entry, archive_name)
        key = unicodedata.normalize("NFC", str(path)).casefold()
        if key in seen:
            raise PatternsError(
                f"{display_path(Path(str(path)))} occurs twice in {archive_name}", "remove one of the two"
            )
        seen.add(key)
        if entry.is_dir() or not _is_pack_file(path):
            continue
        budget.spend(str(path), entry.file_size)
        entries[path] = entry
    root = _pack_root(entries, archive_name)
    for path, entry in entries.items():
        destination = target / path.relative_to(root)
        destination.parent.mkdir(parents=True, exist_ok=True)
        with zip_file.open(entry) as stream:
            data = stream.read(entry.file_size + 1)
        if len(data) > entry.file_size:
            raise PatternsError(f"{path} in {archive_name} is larger than the zip file says", "download it again")
        destination.write_bytes(data)


def _entry_path(entry: zipfile.ZipInfo, archive_name: str) -> PurePosixPath:
    """Path of an entry within the zip file; raises PatternsError for an entry that a pack cannot contain."""
    name: str = entry.orig_filename if "\0" in entry.orig_filename else entry.filename
    printable = name.encode("utf-8", "backslashreplace").decode("utf-8")
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind == stat.S_IFLNK:
        raise PatternsError(f"{printable} in {archive_name} is a link", "replace it by the file itself")
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise PatternsError(f"{printable} in {archive_name} is not a regular file", "remove it")
    if entry.flag_bits & 0x1:
        raise PatternsError(f"{printable} in {archive_name} is encrypted", "create the zip file without a password")
    parts = name.removesuffix("/").split("/")
    if name.startswith(("/", "\\")) or re.match(r"[A-Za-z]:", name) or ".." in re.split(r"[/\\]", name):
        raise PatternsError(f"{printable} in {archive_name} points outside the pack", "do not trust this zip file")
    for part in parts:
        is_unportable = _UNPORTABLE_CHARS.search(part) or is_reserved_on_windows(part) or find_unsafe(part)
        if part in ("", ".") or is_unportable or len(part.encode("utf-8", "replace")) > MAX_NAME_BYTES:
            raise PatternsError(
                f"{printable} in {archive_name} is not a valid file name on every operating system", "rename it"
            )
    return PurePosixPath("/".join(parts))


def _is_pack_file(path: PurePosixPath) -> bool:
    """Whether an entry belongs to a pack, and is not metadata of an operating system."""
    return path.parts[0] != _MACOS_METADATA_DIR and not any(
        part.startswith(".") and part != SCHEMAS_DIR for part in path.parts
    )


def _pack_root(entries: dict[PurePosixPath, zipfile.ZipInfo], archive_name: str) -> PurePosixPath:
    """Folder of the pack in a zip file: the top level or the only folder."""
    top_folders = {PurePosixPath(path.parts[0]) for path in entries if len(path.parts) > 1}
    roots = [PurePosixPath(), *top_folders] if len(top_folders) == 1 else [PurePosixPath()]
    for root in roots:
        if root / "pack.yaml" in entries and all(root in (path, *path.parents) for path in entries):
            return root
    raise PatternsError(
        f"{archive_name} does not contain a pack", "its pack.yaml must be at the top level or in the only folder"
    )

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
from patterns_cli.packs.filenames import is_device
from patterns_cli.packs.files import MAX_BYTES, shown
from patterns_cli.text.control_chars import first_acting

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_FILES = 2_000
MOST_BYTES = 64 * 1024 * 1024
"""What a pack can hold; one that is larger is not copied."""

LONGEST_NAME = 255
SCHEMAS = ".schemas"
"""The one folder with a leading dot that belongs to a pack: the schemas that its files name."""

_MAC_EXTRAS = "__MACOSX"
_UNPORTABLE = re.compile(r'[<>:"|?*\\]|[. ]$')


class _Allowance:
    """How many files and bytes may still come."""

    def __init__(self, of: str) -> None:
        self.of = of
        self.files = MOST_FILES
        self.bytes = MOST_BYTES

    def spend(self, name: str, size: int) -> None:
        self.files -= 1
        self.bytes -= size
        if self.files < 0:
            raise PatternsError(f"{self.of} holds more than {MOST_FILES} files", "a pack needs fewer")
        if size > MAX_BYTES:
            raise PatternsError(f"{name} in {self.of} is larger than {MAX_BYTES // 1024 // 1024} MiB", "leave it out")
        if self.bytes < 0:
            raise PatternsError(f"{self.of} holds more than {MOST_BYTES // 1024 // 1024} MiB", "a pack needs less")


def copy_folder(source: Path, target: Path) -> None:
    """Copy a pack's folder, without what starts with a dot.

    Raises PatternsError for a link, for what is no file, and for too much; OSError where it cannot be read.
    """
    allowance = _Allowance(shown(source))
    for path in _below(source):
        mode = path.lstat().st_mode
        copy = target / path.relative_to(source)
        if stat.S_ISLNK(mode):
            raise PatternsError(f"{shown(path)} is a link", "put the file itself in its place")
        if stat.S_ISDIR(mode):
            copy.mkdir(parents=True)
            continue
        if not stat.S_ISREG(mode):
            raise PatternsError(f"{shown(path)} is no file", "take it out")
        allowance.spend(path.name, path.stat().st_size)
        copy.write_bytes(path.read_bytes())


def _below(folder: Path) -> Iterator[Path]:
    for name in sorted(os.listdir(folder)):
        if name.startswith(".") and name != SCHEMAS:
            continue
        path = folder / name
        yield path
        if path.is_dir() and not path.is_symlink():
            yield from _below(path)


def unpack(archive: Path, target: Path) -> None:
    """Unpack a zip file that holds a pack, at its top or in its only folder.

    Raises PatternsError where it is no zip file, is encrypted or damaged, holds too much, or has an entry that is
    no plain file or whose name leads elsewhere, is not portable, or comes twice.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            _unpack(opened, shown(archive), target)
    except zipfile.BadZipFile as error:
        raise PatternsError(f"{shown(archive)} is no whole zip file: {error}", "get it again") from None
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
        raise PatternsError(f"{shown(archive)} is no whole zip file", "get it again") from None
    except (NotImplementedError, RuntimeError, zlib.error, EOFError, ValueError) as error:
        raise PatternsError(
            f"{shown(archive)} cannot be unpacked: {error}", "make it with an ordinary zip tool"
        ) from None


def _unpack(opened: zipfile.ZipFile, name: str, target: Path) -> None:
    allowance = _Allowance(name)
    if len(opened.infolist()) > MOST_FILES:
        allowance.files = -1
        allowance.spend(name, 0)
    wanted: dict[PurePosixPath, zipfile.ZipInfo] = {}
    seen: set[str] = set()
    for entry in opened.infolist():
        place = _place(entry, name)
        key = unicodedata.normalize("NFC", str(place)).casefold()
        if key in seen:
            raise PatternsError(f"{shown(Path(str(place)))} comes twice in {name}", "keep one of the two")
        seen.add(key)
        if entry.is_dir() or not _is_part(place):
            continue
        allowance.spend(str(place), entry.file_size)
        wanted[place] = entry
    root = _root(wanted, name)
    for place, entry in wanted.items():
        path = target / place.relative_to(root)
        path.parent.mkdir(parents=True, exist_ok=True)
        with opened.open(entry) as stream:
            data = stream.read(entry.file_size + 1)
        if len(data) > entry.file_size:
            raise PatternsError(f"{place} in {name} is larger than the zip file says", "get it again")
        path.write_bytes(data)


def _place(entry: zipfile.ZipInfo, archive: str) -> PurePosixPath:
    """Where an entry belongs, below the top of the pack; raises PatternsError for one that has no place there."""
    name: str = entry.orig_filename if "\0" in entry.orig_filename else entry.filename
    told = name.encode("utf-8", "backslashreplace").decode("utf-8")
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind == stat.S_IFLNK:
        raise PatternsError(f"{told} in {archive} is a link", "put the file itself in its place")
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise PatternsError(f"{told} in {archive} is no file", "take it out")
    if entry.flag_bits & 0x1:
        raise PatternsError(f"{told} in {archive} is encrypted", "make the zip file without a password")
    parts = name.removesuffix("/").split("/")
    if name.startswith(("/", "\\")) or re.match(r"[A-Za-z]:", name) or ".." in re.split(r"[/\\]", name):
        raise PatternsError(f"{told} in {archive} leads out of the pack", "do not trust this zip file")
    for part in parts:
        bad = _UNPORTABLE.search(part) or is_device(part) or first_acting(part)
        if part in ("", ".") or bad or len(part.encode("utf-8", "replace")) > LONGEST_NAME:
            raise PatternsError(f"{told} in {archive} is a name that not every system can have", "rename it")
    return PurePosixPath("/".join(parts))


def _is_part(place: PurePosixPath) -> bool:
    """Whether an entry belongs to a pack, and is not what some system left there."""
    return place.parts[0] != _MAC_EXTRAS and not any(one.startswith(".") and one != SCHEMAS for one in place.parts)


def _root(places: dict[PurePosixPath, zipfile.ZipInfo], archive: str) -> PurePosixPath:
    """Where in a zip file its pack is: at the top, or in the only folder."""
    tops = {PurePosixPath(place.parts[0]) for place in places if len(place.parts) > 1}
    roots = [PurePosixPath(), *tops] if len(tops) == 1 else [PurePosixPath()]
    for root in roots:
        if root / "pack.yaml" in places and all(root in (place, *place.parents) for place in places):
            return root
    raise PatternsError(f"{archive} holds no pack", "its pack.yaml must be at the top, or in the only folder")

"""The text of a sheet, from bytes that may hold anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from patterns_cli.errors import ContentError, NotFoundError, PatternsError

if TYPE_CHECKING:
    from pathlib import Path

MAX_SHEET_BYTES = 1024 * 1024
"""No cheat sheet is larger."""


def read_sheet_bytes(path: Path) -> bytes:
    """The bytes of a file, at most one more than a sheet may have; raises PatternsError where there are none."""
    try:
        if path.exists() and not path.is_file():
            raise PatternsError(f"{path} is not a file", "name a cheat sheet in Markdown")
        with path.open("rb") as file:
            return file.read(MAX_SHEET_BYTES + 1)
    except FileNotFoundError:
        raise NotFoundError(f"there is no file {path}") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise PatternsError(f"{path} cannot be read: {reason}") from None


def decode_sheet(data: bytes, name: str) -> str:
    """The text of a sheet; raises ContentError for what is no text, with the place where that shows."""
    if len(data) > MAX_SHEET_BYTES:
        raise ContentError(
            f"{name} is larger than {MAX_SHEET_BYTES // 1024 // 1024} MiB", "split it into several sheets"
        )
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ContentError(f"{name} is written in UTF-16", "save it as UTF-8")
    if b"\0" in data:
        raise ContentError(f"{name} is not a text file", "name a cheat sheet in Markdown")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        message = f"{name}:{line}:{column}: byte 0x{data[error.start]:02x} is not UTF-8"
        raise ContentError(message, "save the file as UTF-8") from None
    if not text.strip():
        raise ContentError(f"{name} is empty")
    return text

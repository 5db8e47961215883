"""Characters that a terminal acts upon instead of showing them."""

from __future__ import annotations

import re
import unicodedata

UNSAFE_CHARS = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls, but for tab and line feed
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks that turn the direction of writing
    "\u2028\u2029\ufeff\ufffe\uffff"  # line ends that no editor shows, and what is no character at all
    "\ud800-\udfff"  # halves of a character
)
"""As the inside of a character class of a regular expression."""

_UNSAFE_CHAR = re.compile(f"[{UNSAFE_CHARS}]")


def is_printable(character: str) -> bool:
    """Whether a character only shows, or is a tab or a line feed."""
    return _UNSAFE_CHAR.match(character) is None


def find_unsafe(text: str) -> re.Match[str] | None:
    """The first character of a text that a terminal would act upon."""
    return _UNSAFE_CHAR.search(text)


_SURROGATE_ESCAPES = range(0xDC80, 0xDD00)
_BYTE_VALUES = range(0x100)


def escape_char(character: str) -> str:
    """A character by its number; a byte that was no text, which Python keeps as a surrogate, as that byte."""
    code = ord(character)
    if code in _SURROGATE_ESCAPES:
        code -= _SURROGATE_ESCAPES.start - 0x80
    return f"\\x{code:02x}" if code in _BYTE_VALUES else f"\\u{code:04x}"


def describe_char(character: str) -> str:
    """How a fault names a character: by its number, and by its name where it has one."""
    name = unicodedata.name(character, "")
    if not name:
        name = "half a character" if "\ud800" <= character <= "\udfff" else "a control character"
    return f"U+{ord(character):04X} ({name.lower()})"

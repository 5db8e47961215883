"""What the labels and headings of a cheat sheet mean."""

from __future__ import annotations

import re
from typing import Literal

from patterns_cli.text.names import normalized

Meaning = Literal["what", "use", "avoid"]

WHAT, USE, AVOID = "What", "When to use", "When NOT to use"
"""How the labels are written."""

_PLAIN: dict[str, Meaning] = {
    "what": "what",
    "what is": "what",
    "what is it": "what",
    "what it is": "what",
    "definition": "what",
    "when to use": "use",
    "when to use it": "use",
    "use when": "use",
    "use it when": "use",
    "use if": "use",
    "when not to use": "avoid",
    "when not to use it": "avoid",
    "when to avoid": "avoid",
    "avoid when": "avoid",
    "avoid if": "avoid",
    "dont use when": "avoid",
    "do not use when": "avoid",
}
_BEGINNINGS: dict[str, Meaning] = {"when to use ": "use", "when not to use ": "avoid", "when to avoid ": "avoid"}
_APPLIED = ("applied", "used in", "used by", "where we use", "in our systems", "real-world", "who uses")
_SYSTEM_HEADS = frozenset(("system", "systems", "company", "product", "usedby", "usedin", "whousesit"))
_NUMBER = re.compile(r"(?:[#№§(]\s?)?(?:\d{1,4}(?:\.\d{1,4})*|[IVX]{1,6})(?:[.):]+\s+|\s+[-–—]\s+)(?=\S)")
_SIGNED_NUMBER = re.compile(r"[#№§]\s?\d{1,4}\s+(?=\S)")


def meaning_of(label: str) -> Meaning | None:
    """What a label stands for, if it is one that every cheat sheet has."""
    words = _words(label)
    return _PLAIN.get(words) or next((what for start, what in _BEGINNINGS.items() if words.startswith(start)), None)


def says_more(label: str) -> bool:
    """Whether a label with a meaning holds words of its own, as in "When to use Redis"."""
    return _words(label) not in _PLAIN


def _words(label: str) -> str:
    return " ".join(label.casefold().replace("'", "").replace("’", "").rstrip("?").split())


def is_applied(title: str) -> bool:
    """Whether a heading says that a table of systems follows."""
    return title.casefold().startswith(_APPLIED)


def is_system_head(column: str) -> bool:
    """Whether the cells below a column's head are systems."""
    return normalized(column) in _SYSTEM_HEADS


def numbered(heading: str) -> tuple[str, str]:
    """A heading's number as it is written, or nothing, and the words after it."""
    match = _NUMBER.match(heading) or _SIGNED_NUMBER.match(heading)
    return (match[0].strip(), heading[match.end() :]) if match else ("", heading)

"""What the labels and headings of a cheat sheet mean."""

from __future__ import annotations

import re
from typing import Literal

from patterns_cli.text.names import normalize_name

LabelMeaning = Literal["what", "use", "avoid"]

WHAT_LABEL, USE_LABEL, AVOID_LABEL = "What", "When to use", "When NOT to use"
"""How the labels are written."""

_LABEL_MEANINGS: dict[str, LabelMeaning] = {
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
_PREFIX_MEANINGS: dict[str, LabelMeaning] = {
    "when to use ": "use",
    "when not to use ": "avoid",
    "when to avoid ": "avoid",
}
_USAGE_PREFIXES = ("applied", "used in", "used by", "where we use", "in our systems", "real-world", "who uses")
_SYSTEM_HEADERS = frozenset(("system", "systems", "company", "product", "usedby", "usedin", "whousesit"))
_NUMBER_PREFIX = re.compile(r"(?:[#№§(]\s?)?(?:\d{1,4}(?:\.\d{1,4})*|[IVX]{1,6})(?:[.):]+\s+|\s+[-–—]\s+)(?=\S)")
_SIGNED_NUMBER_PREFIX = re.compile(r"[#№§]\s?\d{1,4}\s+(?=\S)")


def label_meaning(label: str) -> LabelMeaning | None:
    """What a label stands for, if it is one that every cheat sheet has."""
    words = _normalize_label(label)
    return _LABEL_MEANINGS.get(words) or next(
        (what for start, what in _PREFIX_MEANINGS.items() if words.startswith(start)), None
    )


def has_extra_words(label: str) -> bool:
    """Whether a label with a meaning holds words of its own, as in "When to use Redis"."""
    return _normalize_label(label) not in _LABEL_MEANINGS


def _normalize_label(label: str) -> str:
    return " ".join(label.casefold().replace("'", "").replace("’", "").rstrip("?").split())


def is_usage_title(title: str) -> bool:
    """Whether a heading says that a table of systems follows."""
    return title.casefold().startswith(_USAGE_PREFIXES)


def is_system_header(column: str) -> bool:
    """Whether the cells below a column's head are systems."""
    return normalize_name(column) in _SYSTEM_HEADERS


def split_number(heading: str) -> tuple[str, str]:
    """A heading's number as it is written, or nothing, and the words after it."""
    match = _NUMBER_PREFIX.match(heading) or _SIGNED_NUMBER_PREFIX.match(heading)
    return (match[0].strip(), heading[match.end() :]) if match else ("", heading)

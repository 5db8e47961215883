"""The meaning of the labels, headings and column headers of a cheat sheet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from patterns_cli.exchange.markdown.blocks import Paragraph
from patterns_cli.exchange.markdown.inline import split_label
from patterns_cli.exchange.markdown.round_trip import is_round_trip_safe
from patterns_cli.text.names import normalize_name

if TYPE_CHECKING:
    from collections.abc import Iterable

LabelMeaning = Literal["what", "use", "avoid"]

WHAT_LABEL, USE_LABEL, AVOID_LABEL = "What", "When to use", "When NOT to use"
"""The labels that an export writes."""

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
    """The meaning of a label, or None if it has none that all cheat sheets share."""
    words = _normalize_label(label)
    return _LABEL_MEANINGS.get(words) or next(
        (meaning for prefix, meaning in _PREFIX_MEANINGS.items() if words.startswith(prefix)), None
    )


def has_extra_words(label: str) -> bool:
    """Whether a label with a meaning says more than the meaning, as in "When to use Redis"."""
    return _normalize_label(label) not in _LABEL_MEANINGS


def labeled_paragraphs(items: Iterable[str]) -> list[Paragraph]:
    """The items of a list as labeled paragraphs, or nothing unless all have a label and one has a meaning."""
    labels = [split_label(item) for item in items]
    if not any(label and label_meaning(label[0]) for label in labels):
        return []
    paragraphs = [paragraph for label in labels if label and is_round_trip_safe(paragraph := Paragraph(*label))]
    return paragraphs if len(paragraphs) == len(labels) else []


def is_usage_title(title: str) -> bool:
    """Whether a heading announces a table of the systems that use a pattern."""
    return title.casefold().startswith(_USAGE_PREFIXES)


def is_system_header(column: str) -> bool:
    """Whether a column with this header holds systems."""
    return normalize_name(column) in _SYSTEM_HEADERS


def split_number(heading: str) -> tuple[str, str]:
    """The number of a heading as it is written, or an empty string, and the text after it."""
    match = _NUMBER_PREFIX.match(heading) or _SIGNED_NUMBER_PREFIX.match(heading)
    return (match[0].strip(), heading[match.end() :]) if match else ("", heading)


def _normalize_label(label: str) -> str:
    return " ".join(label.casefold().replace("'", "").replace("’", "").rstrip("?").split())

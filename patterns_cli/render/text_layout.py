"""Text made safe and fit for a terminal: what shows, how wide it is, where it breaks."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from rich.cells import cell_len

from patterns_cli.text.control_chars import UNSAFE_CHARS, escape_char

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_UNSAFE_CHAR = re.compile(f"[{UNSAFE_CHARS}]")
HIGHLIGHT_START, HIGHLIGHT_END = "\ue000", "\ue001"
"""Private characters that stand round a marked run, as no text of ours holds them."""

_INLINE_MARKUP = re.compile(rf"`([^`\n]+)`|\*\*([^*\n]+)\*\*|{HIGHLIGHT_START}([^{HIGHLIGHT_END}]*){HIGHLIGHT_END}")

TAB_WIDTH = 4
"""So many columns apart the stops of a tab stand in code."""

MAX_EXACT_WORD_CHARS = 2
"""A word of so many letters at the most is looked for whole, a longer one by its beginning."""

_ASCII_FALLBACKS = str.maketrans(
    {
        "→": "->",
        "←": "<-",
        "↔": "<->",
        "⇒": "=>",
        "—": "--",
        "–": "-",
        "…": "...",
        "“": '"',
        "”": '"',
        "„": '"',
        "‘": "'",
        "’": "'",
        "•": "*",
        "·": "-",
        "›": ">",
        "×": "x",
        "≤": "<=",
        "≥": ">=",
        "≠": "!=",
        "≈": "~",
        "§": "section",
        "\u00a0": " ",
        "\u2011": "-",
    }
)


def escape_control(text: str) -> str:
    """The text with every character that a terminal would act upon written out instead."""
    return _UNSAFE_CHAR.sub(lambda match: escape_char(match[0]), text)


def transliterate(text: str, encoding: str) -> str:
    """The text with characters that ``encoding`` lacks replaced by the nearest that it has."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return "".join(_transliterate_char(character, encoding) for character in text)
    return text


def _transliterate_char(character: str, encoding: str) -> str:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        stand_in = character.translate(_ASCII_FALLBACKS)
        if stand_in != character:
            return stand_in
        bare = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode("ascii")
        return bare or "?"
    return character


def inline_runs(text: str) -> Iterator[tuple[str, str]]:
    """The runs of a text with their kind: ``code``, ``strong`` or none."""
    at = 0
    for match in _INLINE_MARKUP.finditer(text):
        if match.start() > at:
            yield text[at : match.start()], ""
        kind = ("code", "strong", "mark")[(match.lastindex or 1) - 1]
        yield match[match.lastindex or 1], kind
        at = match.end()
    if at < len(text):
        yield text[at:], ""


def strip_bold(text: str) -> str:
    """The text without the marks of bold; code keeps its back-ticks, and marked runs stand between stars."""
    return re.sub(r"\*\*([^*\n]+)\*\*", r"\1", text).replace(HIGHLIGHT_START, "*").replace(HIGHLIGHT_END, "*")


def as_label(text: str) -> str:
    """The text as it stands before what it labels."""
    return f"{text} " if text.endswith((":", "?", "!")) else f"{text}: "


def wrap(text: str, width: int | None) -> list[str]:
    """Lines no wider than ``width`` cells; a word wider than a line is cut. No width, no breaks."""
    if width is None:
        return [" ".join(text.split())]
    lines: list[str] = []
    line = ""
    for word in text.split():
        joined = f"{line} {word}" if line else word
        if cell_len(joined) <= width:
            line = joined
            continue
        if line:
            lines.append(line)
        *full, line = _split_word(word, width)
        lines += full
    return [*lines, line] if line or not lines else lines


def wrap_code(line: str, width: int | None) -> list[str]:
    """A line of code as it is where it fits, else in pieces under its own indentation. No width, no change."""
    if width is None:
        return [line]
    line = line.expandtabs(TAB_WIDTH)  # a terminal would make each as wide as it likes
    if cell_len(line) <= width:
        return [line]
    margin = " " * min(len(line) - len(line.lstrip()), width // 2)
    return [margin + piece for piece in wrap(line, width - len(margin))]


def _split_word(word: str, width: int) -> list[str]:
    """A word cut into pieces that fit; most words are one piece."""
    pieces: list[str] = []
    piece = ""
    for character in word:
        if piece and cell_len(piece + character) > width:
            pieces.append(piece)
            piece = ""
        piece += character
    return [*pieces, piece]


def longest_word_width(text: str) -> int:
    """The width of the widest word of a text."""
    return max((cell_len(word) for word in text.split()), default=0)


def highlight(text: str, words: Iterable[str], before: str = "*", after: str = "*") -> str:
    """The text with every word that starts with one of ``words`` between marks."""
    pattern = highlight_pattern(words)
    return pattern.sub(lambda match: f"{before}{match[0]}{after}", text) if pattern else text


def highlight_pattern(words: Iterable[str]) -> re.Pattern[str] | None:
    """Finds the words that start with one of ``words`` (very short ones whole); None for no words."""
    ordered = sorted(words, key=len, reverse=True)
    starts = "|".join(re.escape(word) + (r"\w*" if len(word) > MAX_EXACT_WORD_CHARS else r"(?!\w)") for word in ordered)
    return re.compile(rf"(?<!\w)(?:{starts})", re.IGNORECASE) if starts else None


def pluralize(count: int, noun: str) -> str:
    """A number of things, in the plural where it is not one."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"

"""Text layout for terminals: escaping, inline markup, wrapping and highlighting."""

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
"""Private-use characters around a highlighted run; no content contains them."""

_INLINE_MARKUP = re.compile(rf"`([^`\n]+)`|\*\*([^*\n]+)\*\*|{HIGHLIGHT_START}([^{HIGHLIGHT_END}]*){HIGHLIGHT_END}")

TAB_WIDTH = 4
"""Distance between tab stops in code, in columns."""

MAX_EXACT_WORD_CHARS = 2
"""Maximum length of a word that is matched exactly, in letters; longer words match as prefixes."""

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
    """Replace unsafe control characters with visible escapes."""
    return _UNSAFE_CHAR.sub(lambda match: escape_char(match[0]), text)


def transliterate(text: str, encoding: str) -> str:
    """Replace characters that ``encoding`` lacks with their closest equivalents."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return "".join(_transliterate_char(character, encoding) for character in text)
    return text


def _transliterate_char(character: str, encoding: str) -> str:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        fallback = character.translate(_ASCII_FALLBACKS)
        if fallback != character:
            return fallback
        base = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode("ascii")
        return base or "?"
    return character


def inline_runs(text: str) -> Iterator[tuple[str, str]]:
    """The runs of a text, each with its kind.

    The kind is ``code``, ``strong``, ``mark`` or an empty string.
    """
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
    """Remove bold markup, and turn highlight marks into asterisks.

    Code keeps its backticks.
    """
    return re.sub(r"\*\*([^*\n]+)\*\*", r"\1", text).replace(HIGHLIGHT_START, "*").replace(HIGHLIGHT_END, "*")


def as_label(text: str) -> str:
    """The text with a colon, unless it already ends in punctuation."""
    return f"{text} " if text.endswith((":", "?", "!")) else f"{text}: "


def wrap(text: str, width: int | None) -> list[str]:
    """Wrap text at ``width`` cells, or not at all if None.

    A word wider than a line is split.
    """
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
    """Wrap a line of code that is too wide, keeping its indentation.

    If ``width`` is None, the line is returned unchanged.
    """
    if width is None:
        return [line]
    line = line.expandtabs(TAB_WIDTH)  # the width of a tab depends on the terminal
    if cell_len(line) <= width:
        return [line]
    margin = " " * min(len(line) - len(line.lstrip()), width // 2)
    return [margin + piece for piece in wrap(line, width - len(margin))]


def _split_word(word: str, width: int) -> list[str]:
    """Split a word into pieces that fit; most words stay whole."""
    pieces: list[str] = []
    piece = ""
    for character in word:
        if piece and cell_len(piece + character) > width:
            pieces.append(piece)
            piece = ""
        piece += character
    return [*pieces, piece]


def longest_word_width(text: str) -> int:
    """Width of the widest word of a text, in cells."""
    return max((cell_len(word) for word in text.split()), default=0)


def highlight(text: str, words: Iterable[str], before: str = "*", after: str = "*") -> str:
    """Put ``before`` and ``after`` around each word that matches ``words``."""
    pattern = highlight_pattern(words)
    return pattern.sub(lambda match: f"{before}{match[0]}{after}", text) if pattern else text


def highlight_pattern(words: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern that matches ``words`` as prefixes, or None for no words.

    Very short words match exactly.
    """
    ordered = sorted(words, key=len, reverse=True)
    starts = "|".join(re.escape(word) + (r"\w*" if len(word) > MAX_EXACT_WORD_CHARS else r"(?!\w)") for word in ordered)
    return re.compile(rf"(?<!\w)(?:{starts})", re.IGNORECASE) if starts else None


def pluralize(count: int, noun: str) -> str:
    """The count and the noun, in the plural unless count is 1."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"

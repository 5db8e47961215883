"""Whether an answer is whole: every word of its documents is there, within the window, and nothing that acts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from patterns_cli.render.document import DiagramBlock, Document, HeatMap, Matrix
from patterns_cli.render.text_layout import escape_control, transliterate

WIDTHS = (20, 40, 60, 80, 120, 200)
ENCODINGS = ("utf-8", "ascii", "cp1252")
SGR = re.compile(r"\x1b\[[0-9;]*m")
ACTING = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What a terminal acts upon, and what is no text at all."""

_NOT_SHOWN = ("id", "marker", "highlights")


def texts(value: object) -> Iterator[str]:
    """Every text of a document that its picture must show; a diagram or a chart may say the same in other words."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, DiagramBlock | HeatMap):
        return
    elif isinstance(value, Matrix):
        yield from (*value.columns, *(label for label, _ in value.rows))
    elif isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            if field not in _NOT_SHOWN:
                yield from texts(getattr(value, field))
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from texts(item)


def letters(text: str) -> Counter[str]:
    """The letters and digits of a text, counted."""
    return Counter(re.sub(r"[\W_]", "", text))


def lost(documents: Sequence[Document] | Sequence[str], out: str, encoding: str = "utf-8") -> Counter[str]:
    """The letters of the documents that are not in the output, and the words that are nowhere in it."""
    said = [transliterate(escape_control(text), encoding) for text in texts(list(documents))]
    run_on = re.sub(r"[\W_]", "", out)
    words = Counter(word for text in said for word in re.findall(r"[^\W_]+", text) if word not in run_on)
    return (letters("".join(said)) - letters(out)) + words

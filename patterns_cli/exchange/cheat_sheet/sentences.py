"""A line of reasons as single sentences, and back."""

from __future__ import annotations

_SENTENCE_ENDS = ".!?"
_CLOSING_CHARS = "\"'”’)]*_"
_ABBREVIATIONS = ("e.g.", "i.e.", "vs.", "etc.", "cf.", "approx.", "incl.", "no.", "fig.")


def split_sentences(text: str) -> list[str]:
    """The sentences of a line; joined by single spaces they are the line again."""
    found: list[str] = []
    start = 0
    for at in range(1, len(text) - 1):
        if text[at] == " " and _is_sentence_end(text, start, at):
            found.append(text[start:at])
            start = at + 1
    return [*found, text[start:]] if text else []


def _is_sentence_end(text: str, start: int, end: int) -> bool:
    before = text[start:end].rstrip(_CLOSING_CHARS)
    after = text[end + 1]
    if not before.endswith(tuple(_SENTENCE_ENDS)) or after.isspace() or after.islower() or text[end - 1].isspace():
        return False
    if before.casefold().endswith(_ABBREVIATIONS):
        return False
    whole = text[start:end]
    return whole.count("`") % 2 == 0 and all(whole.count(a) <= whole.count(b) for a, b in ("()", "[]"))

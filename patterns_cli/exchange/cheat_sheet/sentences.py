"""A line of reasons as single sentences, and back."""

from __future__ import annotations

_ENDS = ".!?"
_CLOSERS = "\"'”’)]*_"
_ABBREVIATIONS = ("e.g.", "i.e.", "vs.", "etc.", "cf.", "approx.", "incl.", "no.", "fig.")


def sentences(text: str) -> list[str]:
    """The sentences of a line; joined by single spaces they are the line again."""
    found: list[str] = []
    start = 0
    for at in range(1, len(text) - 1):
        if text[at] == " " and _ends_here(text, start, at):
            found.append(text[start:at])
            start = at + 1
    return [*found, text[start:]] if text else []


def _ends_here(text: str, start: int, at: int) -> bool:
    before = text[start:at].rstrip(_CLOSERS)
    after = text[at + 1]
    if not before.endswith(tuple(_ENDS)) or after.isspace() or after.islower() or text[at - 1].isspace():
        return False
    if before.casefold().endswith(_ABBREVIATIONS):
        return False
    whole = text[start:at]
    return whole.count("`") % 2 == 0 and all(whole.count(a) <= whole.count(b) for a, b in ("()", "[]"))

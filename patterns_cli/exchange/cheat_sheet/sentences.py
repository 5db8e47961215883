"""Sentence boundaries, so that a line of reasons becomes a list of reasons."""

from __future__ import annotations

_SENTENCE_ENDS = (".", "!", "?")
_CLOSING_CHARS = "\"'”’)]*_"
_ABBREVIATIONS = ("e.g.", "i.e.", "vs.", "etc.", "cf.", "approx.", "incl.", "no.", "fig.")


def split_sentences(text: str) -> list[str]:
    """The sentences of a line; joined with single spaces they give the line again."""
    sentences: list[str] = []
    start = 0
    for index in range(1, len(text) - 1):
        if text[index] == " " and _is_sentence_end(text, start, index):
            sentences.append(text[start:index])
            start = index + 1
    return [*sentences, text[start:]] if text else []


def _is_sentence_end(text: str, start: int, end: int) -> bool:
    before = text[start:end].rstrip(_CLOSING_CHARS)
    after = text[end + 1]
    if not before.endswith(_SENTENCE_ENDS) or after.isspace() or after.islower() or text[end - 1].isspace():
        return False
    if before.casefold().endswith(_ABBREVIATIONS):
        return False
    # Code spans and parentheses are not cut in two.
    sentence = text[start:end]
    return sentence.count("`") % 2 == 0 and all(sentence.count(a) <= sentence.count(b) for a, b in ("()", "[]"))

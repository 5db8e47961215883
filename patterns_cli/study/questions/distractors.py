"""Distractor selection that gives no clue to the right option."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from patterns_cli.text.words import STOP_STEMS, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from patterns_cli.study.questions.question import QuizOption

DISTRACTOR_COUNT = 3
RIGHT_LONGEST_PERCENT = 60
"""Percentage of questions in which the right option may stay the longest.

The right option is then the longest in about a quarter of all questions, as expected by chance among four."""

_MIN_WORD_CHARS = 3


def stable_percent(*parts: str) -> int:
    """Hash of the texts from 0 to 99, the same on every machine."""
    return zlib.crc32("\x00".join(parts).encode("utf-8", "replace")) % 100


def stable_shuffle(seed: str, options: Iterable[QuizOption]) -> list[QuizOption]:
    """Shuffle options in an order determined by the seed."""
    return sorted(options, key=lambda option: zlib.crc32(f"{seed}\x00{option.id}".encode("utf-8", "replace")))


def giveaway_words(stem_text: str, right_text: str, other_texts: Iterable[str]) -> set[str]:
    """Stems that the question shares only with its right option."""
    found = content_stems(stem_text) & content_stems(right_text)
    for other in other_texts:
        found -= content_stems(other)
    return found


def content_stems(text: str) -> set[str]:
    """Word stems of a text, without stop words."""
    words = {token.stem for token in tokenize(text)}
    return {word for word in words if len(word) >= _MIN_WORD_CHARS} - STOP_STEMS


def pick_options(
    seed: str, stem_text: str, right: QuizOption, preferred: Sequence[QuizOption], fallback: Sequence[QuizOption] = ()
) -> tuple[QuizOption, ...]:
    """Pick the right option and three distractors, or () if impossible.

    Options from ``preferred`` are taken before ``fallback``, in order, unless that would leave a
    clue for guessing: a word that the question shares only with the right option, or a right
    option that is the longest more often than expected by chance.
    """
    pool = _drop_duplicates(right, [*preferred, *fallback])
    chosen: list[QuizOption] = []
    clues = giveaway_words(stem_text, right.text, ())
    for option in pool:
        if clues and clues & content_stems(option.text) and len(chosen) < DISTRACTOR_COUNT:
            chosen.append(option)
            clues -= content_stems(option.text)
    if clues:
        return ()
    may_be_longest = stable_percent(seed) < RIGHT_LONGEST_PERCENT
    for option in pool:
        if len(chosen) == DISTRACTOR_COUNT:
            break
        if option in chosen:
            continue
        is_last = len(chosen) == DISTRACTOR_COUNT - 1
        if is_last and not may_be_longest and _is_longest(right, chosen):
            longer = next(
                (candidate for candidate in pool if candidate not in chosen and len(candidate.text) >= len(right.text)),
                None,
            )
            option = longer or option  # noqa: PLW2901
        chosen.append(option)
    if len(chosen) < DISTRACTOR_COUNT:
        return ()
    return (right, *chosen)


def _is_longest(right: QuizOption, others: Iterable[QuizOption]) -> bool:
    return all(len(right.text) > len(other.text) for other in others)


def _drop_duplicates(right: QuizOption, options: Iterable[QuizOption]) -> list[QuizOption]:
    """Drop options that repeat the text or id of an earlier option."""
    texts, ids = {right.text.casefold()}, {right.id}
    found = []
    for option in options:
        if option.text.casefold() not in texts and option.id not in ids:
            found.append(option)
            texts.add(option.text.casefold())
            ids.add(option.id)
    return found

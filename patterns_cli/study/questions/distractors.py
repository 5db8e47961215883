"""Which wrong options stand beside the right one, so that nothing but knowing it gives it away."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from patterns_cli.text.words import STOP_STEMS, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from patterns_cli.study.questions.question import QuizOption

DISTRACTOR_COUNT = 3
RIGHT_LONGEST_PERCENT = 60
"""In so many of a hundred questions the right option is left the longest where it happens to be. It then is so in about
a quarter of all, as chance would have it among four."""

_MIN_WORD_CHARS = 3


def stable_percent(*parts: str) -> int:
    """A number from 0 to 99 that these texts always give: chance that is the same on each machine."""
    return zlib.crc32("\x00".join(parts).encode("utf-8", "replace")) % 100


def stable_shuffle(seed: str, options: Iterable[QuizOption]) -> list[QuizOption]:
    """Options in an order that the seed decides."""
    return sorted(options, key=lambda option: zlib.crc32(f"{seed}\x00{option.id}".encode("utf-8", "replace")))


def giveaway_words(stem_text: str, right_text: str, other_texts: Iterable[str]) -> set[str]:
    """The words of a question that stand in its right option and in none of the others."""
    found = content_stems(stem_text) & content_stems(right_text)
    for other in other_texts:
        found -= content_stems(other)
    return found


def content_stems(text: str) -> set[str]:
    """The words of a text, without their endings, but for those that stand in any text."""
    words = {token.stem for token in tokenize(text)}
    return {word for word in words if len(word) >= _MIN_WORD_CHARS} - STOP_STEMS


def pick_options(
    seed: str, stem_text: str, right: QuizOption, preferred: Sequence[QuizOption], fallback: Sequence[QuizOption] = ()
) -> tuple[QuizOption, ...]:
    """The right option and three wrong ones, or nothing where no fair choice of four can be made.

    ``wanted`` are taken before ``spare``, in their order, but for two cues that a person could use
    without knowing anything: a word of the question that only the right option has, and that the
    right option is the longest more often than chance would have it.
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
            longer = next((one for one in pool if one not in chosen and len(one.text) >= len(right.text)), None)
            option = longer or option  # noqa: PLW2901
        chosen.append(option)
    if len(chosen) < DISTRACTOR_COUNT:
        return ()
    return (right, *chosen)


def _is_longest(right: QuizOption, others: Iterable[QuizOption]) -> bool:
    return all(len(right.text) > len(other.text) for other in others)


def _drop_duplicates(right: QuizOption, options: Iterable[QuizOption]) -> list[QuizOption]:
    """Those that neither say nor are the same as the right one or one before them."""
    texts, ids = {right.text.casefold()}, {right.id}
    found = []
    for option in options:
        if option.text.casefold() not in texts and option.id not in ids:
            found.append(option)
            texts.add(option.text.casefold())
            ids.add(option.id)
    return found

"""Which wrong options stand beside the right one, so that nothing but knowing it gives it away."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from patterns_cli.advise.features import COMMON_STEMS, tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from patterns_cli.study.questions.question import QuizOption

WRONG_OPTIONS = 3
LONGEST_IN = 60
"""In so many of a hundred questions the right option is left the longest where it happens to be. It then is so in about
a quarter of all, as chance would have it among four."""

_SHORTEST_WORD = 3


def scattered(*parts: str) -> int:
    """A number from 0 to 99 that these texts always give: chance that is the same on each machine."""
    return zlib.crc32("\x00".join(parts).encode("utf-8", "replace")) % 100


def in_scattered_order(seed: str, options: Iterable[QuizOption]) -> list[QuizOption]:
    """Options in an order that the seed decides."""
    return sorted(options, key=lambda option: zlib.crc32(f"{seed}\x00{option.id}".encode("utf-8", "replace")))


def clue_words(stem_text: str, right: str, others: Iterable[str]) -> set[str]:
    """The words of a question that stand in its right option and in none of the others."""
    found = telling_words(stem_text) & telling_words(right)
    for other in others:
        found -= telling_words(other)
    return found


def telling_words(text: str) -> set[str]:
    """The words of a text, without their endings, but for those that stand in any text."""
    words = {token.stem for token in tokens_of(text)}
    return {word for word in words if len(word) >= _SHORTEST_WORD} - COMMON_STEMS


def with_wrong_options(
    seed: str, stem_text: str, right: QuizOption, wanted: Sequence[QuizOption], spare: Sequence[QuizOption] = ()
) -> tuple[QuizOption, ...]:
    """The right option and three wrong ones, or nothing where no fair choice of four can be made.

    ``wanted`` are taken before ``spare``, in their order, but for two cues that a person could use
    without knowing anything: a word of the question that only the right option has, and that the
    right option is the longest more often than chance would have it.
    """
    pool = _distinct(right, [*wanted, *spare])
    chosen: list[QuizOption] = []
    clues = clue_words(stem_text, right.text, ())
    for option in pool:
        if clues and clues & telling_words(option.text) and len(chosen) < WRONG_OPTIONS:
            chosen.append(option)
            clues -= telling_words(option.text)
    if clues:
        return ()
    may_be_longest = scattered(seed) < LONGEST_IN
    for option in pool:
        if len(chosen) == WRONG_OPTIONS:
            break
        if option in chosen:
            continue
        is_last = len(chosen) == WRONG_OPTIONS - 1
        if is_last and not may_be_longest and _is_longest(right, chosen):
            longer = next((one for one in pool if one not in chosen and len(one.text) >= len(right.text)), None)
            option = longer or option  # noqa: PLW2901
        chosen.append(option)
    if len(chosen) < WRONG_OPTIONS:
        return ()
    return (right, *chosen)


def _is_longest(right: QuizOption, others: Iterable[QuizOption]) -> bool:
    return all(len(right.text) > len(other.text) for other in others)


def _distinct(right: QuizOption, options: Iterable[QuizOption]) -> list[QuizOption]:
    """Those that neither say nor are the same as the right one or one before them."""
    texts, ids = {right.text.casefold()}, {right.id}
    found = []
    for option in options:
        if option.text.casefold() not in texts and option.id not in ids:
            found.append(option)
            texts.add(option.text.casefold())
            ids.add(option.id)
    return found

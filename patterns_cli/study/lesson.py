"""Lessons: the problem first, then the pattern, what it is confused with, a few checks, and what to remember."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from patterns_cli.packs.model import Contrast, Drawing
from patterns_cli.study.questions.question import FACT, RECOGNISE, TELL, Question
from patterns_cli.study.questions.skills import FLIP, STAY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from random import Random

    from patterns_cli.catalog.catalog import Entry
    from patterns_cli.study.deck import Deck

    Seen = Callable[[str], Mapping[str, str]]

CONTRASTS = 3
CHECKS = 3
WORDS_A_MINUTE = 180
SECONDS_A_QUESTION = 40

Part = Literal["problem", "what", "steps", "systems", "pitfalls", "contrast", "check", "remember"]


class LessonStep(msgspec.Struct, frozen=True):
    """One step of a lesson: one screen, or a question.

    ``question`` is set for the problem and the checks, ``contrast`` and ``drawing`` for the parts of
    that name.
    """

    part: Part
    title: str
    question: Question | None = None
    contrast: Contrast | None = None
    drawing: Drawing | None = None


class Lesson(msgspec.Struct, frozen=True):
    """The lesson on one pattern; ``minutes`` is about how long it takes."""

    ref: str
    name: str
    minutes: int
    steps: tuple[LessonStep, ...]


def lesson_on(deck: Deck, entry: Entry, seen: Seen, random: Random) -> Lesson:
    """The lesson on a pattern. ``seen`` gives the questions of an item that were answered before."""
    steps = tuple(_steps(deck, entry, seen, random))
    return Lesson(deck.material.catalog.ref_of(entry), entry.short_name, _minutes(entry, steps), steps)


def _steps(deck: Deck, entry: Entry, seen: Seen, random: Random) -> Iterator[LessonStep]:
    catalog = deck.material.catalog
    picker = _Picker(deck, seen, random)
    problem = picker.one_of(_recognise_items(deck, entry))
    if problem is not None:
        yield LessonStep("problem", "A problem first. What would you do?", problem)
    yield LessonStep("what", "The pattern")
    drawing = catalog.drawing_of(entry)
    if drawing is not None:
        yield LessonStep("steps", "How it works, step by step", drawing=drawing)
    if entry.pattern.applied:
        yield LessonStep("systems", "Who uses it, and why")
    if entry.pattern.pitfalls:
        yield LessonStep("pitfalls", "What goes wrong in production")
    contrasts = catalog.contrasts_of(catalog.ref_of(entry))[:CONTRASTS]
    for contrast in contrasts:
        title = "Not to be confused: " + " or ".join(catalog.name_of(ref) for ref in contrast.between)
        yield LessonStep("contrast", title, contrast=contrast)
    for check in _checks(deck, entry, contrasts, picker):
        yield LessonStep("check", "Check", check)
    yield LessonStep("remember", "To remember")


def _checks(deck: Deck, entry: Entry, contrasts: Sequence[Contrast], picker: _Picker) -> Iterator[Question]:
    """A new problem, a changed fact, and something from the card."""
    found = [picker.one_of(_recognise_items(deck, entry))]
    if contrasts:
        found.append(picker.flip(contrasts[0]))
    ref = deck.material.catalog.ref_of(entry)
    found += [
        picker.one_of([id_]) for id_ in picker.shuffled([id_ for id_ in deck.items if id_.startswith(f"{FACT}/{ref}/")])
    ]
    questions = [question for question in found if question is not None]
    yield from questions[:CHECKS]


def _recognise_items(deck: Deck, entry: Entry) -> list[str]:
    ref = deck.material.catalog.ref_of(entry)
    own = [f"{RECOGNISE}/{ref}", *(f"{RECOGNISE}/{ref}/{variant.id}" for variant in entry.pattern.variants)]
    return [id_ for id_ in own if id_ in deck.items]


class _Picker:
    """Takes questions that were not seen before, none twice."""

    def __init__(self, deck: Deck, seen: Seen, random: Random) -> None:
        self._deck = deck
        self._seen = seen
        self._random = random
        self._taken: set[str] = set()

    def shuffled(self, ids: Sequence[str]) -> list[str]:
        """The ids in an order of chance."""
        return self._random.sample(ids, len(ids))

    def one_of(self, items: Sequence[str]) -> Question | None:
        """A question about one of these items."""
        ids = [id_ for item in items for id_ in self._deck.question_ids(self._deck.items[item])]
        return self._first(self.shuffled(ids))

    def flip(self, contrast: Contrast) -> Question | None:
        """A changed fact, which turns the answer round or not."""
        item = self._deck.items[f"{TELL}/{contrast.id}"]
        starts = (f"{item.id}/{FLIP}", f"{item.id}/{STAY}")
        return self._first(self.shuffled([id_ for id_ in self._deck.question_ids(item) if id_.startswith(starts)]))

    def _first(self, ids: Sequence[str]) -> Question | None:
        fresh = [id_ for id_ in ids if id_ not in self._taken]
        fresh.sort(key=lambda id_: self._seen(id_.rpartition("/")[0]).get(id_, ""))
        for id_ in fresh:
            question = self._deck.question(id_)
            if question is not None:
                self._taken.add(id_)
                return question
        return None


def _minutes(entry: Entry, steps: Sequence[LessonStep]) -> int:
    """About how long the lesson takes: reading time, and time to think."""
    pattern = entry.pattern
    texts = [pattern.what, *(one.text for one in pattern.use_when), *(one.text for one in pattern.avoid_when)]
    texts += [f"{pitfall.text} {pitfall.do}" for pitfall in pattern.pitfalls[:CONTRASTS]]
    texts += [f"{row.use} {row.why}" for row in pattern.applied.rows] if pattern.applied else []
    texts += [f"{step.contrast.flip.story} {step.contrast.flip.change}" for step in steps if step.contrast]
    texts += [f"{step.question.stem}" for step in steps if step.question]
    words = sum(len(text.split()) for text in texts)
    questions = sum(step.question is not None for step in steps)
    return max(1, round(words / WORDS_A_MINUTE + questions * SECONDS_A_QUESTION / 60))

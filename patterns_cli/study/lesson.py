"""Lessons: a problem, the pattern, its contrasts, checks, and a summary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from patterns_cli.packs.model import Contrast, RenderedDiagram
from patterns_cli.study.questions.question import FACT, RECOGNIZE, TELL_APART, Question
from patterns_cli.study.questions.skills import FLIP, STAY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from random import Random

    from patterns_cli.catalog.catalog import Entry
    from patterns_cli.study.deck import Deck

    QuestionsSeen = Callable[[str], Mapping[str, str]]

MAX_CONTRASTS = 3
MAX_CHECKS = 3
READING_WORDS_PER_MINUTE = 180
SECONDS_PER_QUESTION = 40

LessonPart = Literal["problem", "what", "steps", "systems", "pitfalls", "contrast", "check", "remember"]


class LessonStep(msgspec.Struct, frozen=True):
    """Step of a lesson: a screen or a question.

    ``question`` is set for the problem and the checks, ``contrast`` for the contrast
    part, and ``diagram`` for the steps part.
    """

    part: LessonPart
    title: str
    question: Question | None = None
    contrast: Contrast | None = None
    diagram: RenderedDiagram | None = None


class Lesson(msgspec.Struct, frozen=True):
    """Lesson on one pattern; ``minutes`` is its estimated length."""

    ref: str
    name: str
    minutes: int
    steps: tuple[LessonStep, ...]


def build_lesson(deck: Deck, entry: Entry, questions_seen: QuestionsSeen, random: Random) -> Lesson:
    """Build the lesson on a pattern.

    ``questions_seen`` returns the questions of an item that were answered before.
    """
    steps = tuple(_build_steps(deck, entry, questions_seen, random))
    return Lesson(deck.sources.catalog.ref_of(entry), entry.short_name, _estimate_minutes(entry, steps), steps)


def _build_steps(deck: Deck, entry: Entry, questions_seen: QuestionsSeen, random: Random) -> Iterator[LessonStep]:
    catalog = deck.sources.catalog
    picker = _QuestionPicker(deck, questions_seen, random)
    problem = picker.pick(_recognize_items(deck, entry))
    if problem is not None:
        yield LessonStep("problem", "A problem first. What would you do?", problem)
    yield LessonStep("what", "The pattern")
    diagram = catalog.diagram_of(entry)
    if diagram is not None:
        yield LessonStep("steps", "How it works, step by step", diagram=diagram)
    if entry.pattern.applied:
        yield LessonStep("systems", "Who uses it, and why")
    if entry.pattern.pitfalls:
        yield LessonStep("pitfalls", "What goes wrong in production")
    contrasts = catalog.contrasts_of(catalog.ref_of(entry))[:MAX_CONTRASTS]
    for contrast in contrasts:
        title = "Not to be confused: " + " or ".join(catalog.name_of(ref) for ref in contrast.between)
        yield LessonStep("contrast", title, contrast=contrast)
    for check in _check_questions(deck, entry, contrasts, picker):
        yield LessonStep("check", "Check", check)
    yield LessonStep("remember", "To remember")


def _check_questions(
    deck: Deck, entry: Entry, contrasts: Sequence[Contrast], picker: _QuestionPicker
) -> Iterator[Question]:
    """Check questions: another problem, a changed fact, and facts from the card."""
    found = [picker.pick(_recognize_items(deck, entry))]
    if contrasts:
        found.append(picker.pick_flip(contrasts[0]))
    ref = deck.sources.catalog.ref_of(entry)
    found += [
        picker.pick([id_]) for id_ in picker.shuffled([id_ for id_ in deck.items if id_.startswith(f"{FACT}/{ref}/")])
    ]
    questions = [question for question in found if question is not None]
    yield from questions[:MAX_CHECKS]


def _recognize_items(deck: Deck, entry: Entry) -> list[str]:
    ref = deck.sources.catalog.ref_of(entry)
    own = [f"{RECOGNIZE}/{ref}", *(f"{RECOGNIZE}/{ref}/{variant.id}" for variant in entry.pattern.variants)]
    return [id_ for id_ in own if id_ in deck.items]


class _QuestionPicker:
    """Picker that prefers unseen questions and never repeats one."""

    def __init__(self, deck: Deck, questions_seen: QuestionsSeen, random: Random) -> None:
        self._deck = deck
        self._questions_seen = questions_seen
        self._random = random
        self._taken_ids: set[str] = set()

    def shuffled(self, ids: Sequence[str]) -> list[str]:
        """The ids in random order."""
        return self._random.sample(ids, len(ids))

    def pick(self, item_ids: Sequence[str]) -> Question | None:
        """Question about one of these items, or None if none is left."""
        ids = [id_ for item in item_ids for id_ in self._deck.question_ids(self._deck.items[item])]
        return self._take_first(self.shuffled(ids))

    def pick_flip(self, contrast: Contrast) -> Question | None:
        """Question about a changed fact, which may or may not change the answer."""
        item = self._deck.items[f"{TELL_APART}/{contrast.id}"]
        starts = (f"{item.id}/{FLIP}", f"{item.id}/{STAY}")
        return self._take_first(self.shuffled([id_ for id_ in self._deck.question_ids(item) if id_.startswith(starts)]))

    def _take_first(self, ids: Sequence[str]) -> Question | None:
        fresh = [id_ for id_ in ids if id_ not in self._taken_ids]
        fresh.sort(key=lambda id_: self._questions_seen(id_.rpartition("/")[0]).get(id_, ""))
        for id_ in fresh:
            question = self._deck.question(id_)
            if question is not None:
                self._taken_ids.add(id_)
                return question
        return None


def _estimate_minutes(entry: Entry, steps: Sequence[LessonStep]) -> int:
    """Estimated length in minutes: reading time plus time to answer."""
    pattern = entry.pattern
    texts = [
        pattern.what,
        *(reason.text for reason in pattern.use_when),
        *(reason.text for reason in pattern.avoid_when),
    ]
    texts += [f"{pitfall.text} {pitfall.do}" for pitfall in pattern.pitfalls[:MAX_CONTRASTS]]
    texts += [f"{row.use} {row.why}" for row in pattern.applied.rows] if pattern.applied else []
    texts += [f"{step.contrast.flip.story} {step.contrast.flip.change}" for step in steps if step.contrast]
    texts += [f"{step.question.stem}" for step in steps if step.question]
    words = sum(len(text.split()) for text in texts)
    questions = sum(step.question is not None for step in steps)
    return max(1, round(words / READING_WORDS_PER_MINUTE + questions * SECONDS_PER_QUESTION / 60))

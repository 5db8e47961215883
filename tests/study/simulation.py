"""A learner whose memory follows FSRS's own forgetting curve, and three ways to choose what to ask them.

    python -m tests.study.simulation [--learners 8] [--worth 0.1175 ...]

prints what each way leaves after a fortnight of ten minutes a day and a month's pause, the quiz under each
value of ``WORTH`` of ``study/spacing.py``.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

from patterns_cli.advise.recommend import open_index
from patterns_cli.catalog.catalog import open_catalog
from patterns_cli.packs.cache import NO_CACHE
from patterns_cli.study import interval
from patterns_cli.study.deck import Deck
from patterns_cli.study.log.answer_log import AnswerLog
from patterns_cli.study.progress import is_mastered
from patterns_cli.study.questions.sources import QuestionSources
from patterns_cli.study.schedule import ReviewState, next_state, retrievability_on
from patterns_cli.study.session import DEFAULT_NEW_PER_DAY, LeechExplanation, Session, SessionFilter
from tests.study.answering import MONDAY, SetClock, answered, log_at

DAYS = 14
PAUSE = 30
SECONDS_A_DAY = 600
SECONDS_AN_ANSWER = 20
KNOWN_BEFORE = (0.1, 0.9)
"""How likely a question about something never met is answered right: people know some of it, and of most a little."""

KEPT = 0.7
"""What is still remembered so likely is kept."""

BOXES = (1, 2, 4, 8, 16)
"""After how many days what lies in each Leitner box is asked again."""


class Outcome(NamedTuple):
    """What is left of a fortnight's work after a month's pause."""

    answers: int
    met: int
    mastered: int
    """How many items ``progress`` calls mastered on that day."""
    kept: int
    """How many items are still remembered likely enough."""
    remembered: float
    """How many of the items met are remembered, on average."""

    def __str__(self) -> str:
        return (
            f"{self.answers} answers, {self.met} items met, {self.mastered} mastered, {self.kept} kept, "
            f"{self.remembered:.0f} remembered on average"
        )


class Learner:
    """Answers as memory allows, and learns from each answer."""

    def __init__(self, seed: int) -> None:
        self._chance = Random(seed)
        self.memory: dict[str, ReviewState] = {}
        self.answers = 0

    def answer(self, item: str, when: datetime) -> tuple[bool, str]:
        """Whether it is right, and how sure the learner is of it."""
        state = self.memory.get(item)
        likely = Random(item).uniform(*KNOWN_BEFORE) if state is None else retrievability_on(state, when.date())
        is_right = self._chance.random() < likely
        is_sure = self._chance.random() < likely
        confidence = "guess" if state is None and not is_right else "sure" if is_sure else "think"
        self.memory[item] = next_state(state, answered(item, when=when, is_right=is_right))
        self.answers += 1
        return is_right, confidence

    def after(self, day: date) -> Outcome:
        """What is left on that day."""
        left = [retrievability_on(state, day) for state in self.memory.values()]
        mastered = sum(is_mastered(state, day) for state in self.memory.values())
        return Outcome(self.answers, len(left), mastered, sum(recall >= KEPT for recall in left), sum(left))


def in_sum(outcomes: Iterable[Outcome]) -> Outcome:
    """What several learners keep together."""
    return Outcome(*map(sum, zip(*outcomes, strict=True)))


Plan = Callable[[Learner, datetime], Iterator[None]]
"""Asks the learner on one day, an answer at each step, until there is no more time."""


def studied(plan: Plan, learner: Learner) -> Outcome:
    """Ten minutes a day for a fortnight, then nothing for a month."""
    for day in range(DAYS):
        when = MONDAY + timedelta(days=day)
        for number, _ in enumerate(plan(learner, when), 1):
            if number * SECONDS_AN_ANSWER >= SECONDS_A_DAY:
                break
    return learner.after((MONDAY + timedelta(days=DAYS - 1 + PAUSE)).date())


@contextmanager
def by_the_quiz(deck: Deck, path: Path, seed: int) -> Iterator[Plan]:
    """What ``patterns quiz`` asks: due items first, then new ones, from the real session and log."""
    clock = SetClock()
    chance = Random(seed)

    def plan(learner: Learner, when: datetime) -> Iterator[None]:
        clock.now = when
        session = Session(deck, log, SessionFilter(), when.date(), chance)
        while (showing := session.next()) is not None:
            if isinstance(showing, LeechExplanation):
                continue
            question = showing.question
            is_right, confidence = learner.answer(question.item_id, when)
            log.record(
                answered(
                    question.item_id,
                    when=when,
                    question=question.id,
                    is_right=is_right,
                    confidence=confidence,
                )
            )
            if not is_right and confidence == "sure":
                session.retry(question.item_id)
            yield

    log: AnswerLog
    with log_at(path, clock) as log:
        yield plan


def at_random(deck: Deck, seed: int) -> Plan:
    """Any item, whether it was asked before or not."""
    chance, items = Random(seed), [*deck.items]

    def plan(learner: Learner, when: datetime) -> Iterator[None]:
        while True:
            learner.answer(chance.choice(items), when)
            yield

    return plan


def in_boxes(deck: Deck, seed: int) -> Plan:
    """Leitner's boxes: a right answer moves an item to the next box, a wrong one back to the first."""
    fresh = [*deck.items]
    Random(seed).shuffle(fresh)
    boxes: dict[str, tuple[int, date]] = {}

    def plan(learner: Learner, when: datetime) -> Iterator[None]:
        today = when.date()
        due = sorted((item for item, (_, at) in boxes.items() if at <= today), key=lambda item: boxes[item])
        for item in [*due, *(fresh.pop() for _ in range(min(DEFAULT_NEW_PER_DAY, len(fresh))))]:
            is_right, _ = learner.answer(item, when)
            box = min(boxes[item][0] + 1, len(BOXES) - 1) if is_right and item in boxes else 0
            boxes[item] = (box, today + timedelta(days=BOXES[box]))
            yield

    return plan


def of_the_quiz(deck: Deck, folder: Path, learners: int) -> Outcome:
    """What so many learners keep of what the quiz asked them."""
    found = []
    for seed in range(1, learners + 1):
        with by_the_quiz(deck, folder / f"{seed}.db", seed) as plan:
            found.append(studied(plan, Learner(seed)))
    return in_sum(found)


def of_others(deck: Deck, way: Callable[[Deck, int], Plan], learners: int) -> Outcome:
    """What so many learners keep of what another way asked them."""
    return in_sum(studied(way(deck, seed), Learner(seed)) for seed in range(1, learners + 1))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--learners", type=int, default=8)
    parser.add_argument("--worth", type=float, nargs="+", default=[interval.MIN_GAIN])
    options = parser.parse_args()
    pack = Path(__file__).parent.parent.parent / "content" / "realtime-api"
    catalog = open_catalog([pack])
    deck = Deck(QuestionSources(catalog, [open_index(pack, catalog.packs[0], NO_CACHE)]))
    for name, way in (("boxes", in_boxes), ("random order", at_random)):
        print(f"{name}: {of_others(deck, way, options.learners)}", flush=True)
    for worth in options.worth:
        interval.MIN_GAIN = worth  # type: ignore[misc]
        with tempfile.TemporaryDirectory() as folder:
            print(f"quiz, {worth=}: {of_the_quiz(deck, Path(folder), options.learners)}", flush=True)


if __name__ == "__main__":
    main()

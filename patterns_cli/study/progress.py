"""Learning progress, computed from the answer log and the item states."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import msgspec

from patterns_cli.study.log.events import AnswerEvent, Confidence, LessonStepEvent
from patterns_cli.study.questions.question import TELL_APART, LearningItem
from patterns_cli.study.schedule import (
    ReviewState,
    ScheduledState,
    is_scheduled,
    next_state,
    rating_of,
    retrievability_on,
)
from patterns_cli.study.streak import ONE_DAY, Streak, compute_streak

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from patterns_cli.study.log.answer_log import AnswerLog

MIN_MASTERED_REVIEWS: Final = 3
"""Minimum number of reviews of a mastered item."""

MIN_MASTERED_RETRIEVABILITY: Final = 0.8
"""Minimum retrievability, from 0 to 1, of a mastered item whose last review passed."""

DAYS_PER_WEEK: Final = 7
HISTORY_WEEKS: Final = 53
RECENT_PERIOD: Final = timedelta(days=30)
MAX_ANSWER_MS: Final = 5 * 60_000
"""Maximum time counted per answer, in milliseconds; a longer pause is a break."""


class Mastery(msgspec.Struct, frozen=True):
    """Mastery of a group of items: those about one pattern or one pair.

    ``recall`` is the mean probability, from 0 to 1, that an item is remembered today; an item
    never seen, or missed the last time it was asked, counts as not remembered.
    """

    refs: tuple[str, ...]
    items: int
    seen: int
    mastered: int
    recall: float


class Confusion(msgspec.Struct, frozen=True):
    """Count of answers that chose ``chosen`` when ``right`` was correct.

    ``of`` is how often ``chosen`` was among the options.
    """

    right: str
    chosen: str
    times: int
    of: int


class Retention(msgspec.Struct, frozen=True):
    """Measured retention, and the retention that FSRS predicted.

    Only reviews on a later day count, and a correct guess is not remembering.
    """

    reviews: int
    remembered: int
    measured: float | None
    predicted: float | None


class Calibration(msgspec.Struct, frozen=True):
    """Number of correct answers at one level of confidence."""

    confidence: Confidence
    answers: int
    right: int


class DayActivity(msgspec.Struct, frozen=True):
    """Answers given on one study day, and minutes spent on answers and lessons."""

    day: date
    answers: int
    minutes: float


class DueDay(msgspec.Struct, frozen=True):
    """Number of items due on a day. Today's number includes overdue items."""

    day: date
    items: int


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """Progress as of one study day. ``days`` covers every day of 53 weeks."""

    day: date
    items: int
    seen: int
    mastered: int
    due: tuple[DueDay, ...]
    new_today: int
    streak: Streak
    patterns: tuple[Mastery, ...]
    pairs: tuple[Mastery, ...]
    confusions: tuple[Confusion, ...]
    retention: Retention
    recent_retention: Retention
    calibration: tuple[Calibration, ...]
    days: tuple[DayActivity, ...]
    leeches: tuple[str, ...]
    orphans: tuple[str, ...]

    @property
    def today(self) -> DayActivity:
        """Activity of the study day itself."""
        return self.days[-1]


class Syllabus(msgspec.Struct, frozen=True):
    """Items by id, the refs to report mastery for, and a test for refs."""

    items: Mapping[str, LearningItem]
    progress_refs: tuple[str, ...]
    is_ref: Callable[[str], bool]


def compute_progress(log: AnswerLog, day: date, syllabus: Syllabus) -> Progress:
    """Compute the progress as of a study day.

    ``orphans`` lists the items that were answered but no longer exist.
    """
    answers = [answer for answer in log.answers() if _is_plausible_day(answer.day, day)]
    steps = [step for step in log.lesson_steps() if _is_plausible_day(step.day, day)]
    states = log.states()
    items = syllabus.items
    known = {item: state for item, state in states.items() if item in items}
    reviews = list(_review_outcomes(answers))
    return Progress(
        day=day,
        items=len(items),
        seen=len(known),
        mastered=sum(is_mastered(state, day) for state in known.values()),
        due=due_days(known.values(), day),
        new_today=sum(state.first == day for state in known.values()),
        streak=compute_streak([*answers, *steps], day),
        patterns=_order_by_ref(
            syllabus.progress_refs, _mastery_by_group(items, known, day, lambda item: [(ref,) for ref in item.refs])
        ),
        pairs=_mastery_by_group(items, known, day, _contrasted_pair),
        confusions=count_confusions(answers, syllabus.is_ref),
        retention=_retention(reviews),
        recent_retention=_retention([review for review in reviews if review[0] > day - RECENT_PERIOD]),
        calibration=_calibration(answers),
        days=_daily_activity(answers, steps, day),
        leeches=tuple(_leeches(known)),
        orphans=tuple(sorted(states.keys() - items.keys())),
    )


def is_mastered(state: ReviewState, day: date) -> bool:
    """Whether the item passed its last review and is likely remembered."""
    is_passed = not state.failed and state.reps >= MIN_MASTERED_REVIEWS
    return is_passed and retrievability_on(state, day) >= MIN_MASTERED_RETRIEVABILITY


def due_days(states: Iterable[ScheduledState], day: date) -> tuple[DueDay, ...]:
    """Number of items due today and on each of the next six days."""
    coming = Counter(max(state.due, day) for state in states)
    days = [day + timedelta(days=n) for n in range(min(DAYS_PER_WEEK, (date.max - day).days + 1))]
    return tuple(DueDay(due_day, coming[due_day]) for due_day in days)


def count_confusions(answers: Iterable[AnswerEvent], is_ref: Callable[[str], bool]) -> tuple[Confusion, ...]:
    """Pairs of patterns that were confused, most frequent first."""
    taken: Counter[tuple[str, str]] = Counter()
    offered: Counter[tuple[str, str]] = Counter()
    for answer in answers:
        if not is_ref(answer.right):
            continue
        offered.update((answer.right, other) for other in set(answer.shown) - {answer.right})
        if not answer.is_right and is_ref(answer.chosen):
            taken[answer.right, answer.chosen] += 1
    pairs = sorted(taken, key=lambda pair: (-taken[pair], pair))
    return tuple(Confusion(*pair, taken[pair], max(taken[pair], offered[pair])) for pair in pairs)


def _mastery_by_group(
    items: Mapping[str, LearningItem],
    states: Mapping[str, ScheduledState],
    day: date,
    groups_of: Callable[[LearningItem], list[tuple[str, ...]]],
) -> tuple[Mastery, ...]:
    groups: dict[tuple[str, ...], list[str]] = {}
    for id_, item in sorted(items.items()):
        for refs in groups_of(item):
            groups.setdefault(refs, []).append(id_)
    return tuple(_group_mastery(refs, members, states, day) for refs, members in sorted(groups.items()))


def _group_mastery(
    refs: tuple[str, ...], item_ids: list[str], states: Mapping[str, ScheduledState], day: date
) -> Mastery:
    seen = [states[item] for item in item_ids if item in states]
    recall = sum(retrievability_on(state, day) for state in seen if not state.failed) / len(item_ids)
    return Mastery(refs, len(item_ids), len(seen), sum(is_mastered(state, day) for state in seen), recall)


def _order_by_ref(progress_refs: Sequence[str], mastery: Sequence[Mastery]) -> tuple[Mastery, ...]:
    by_ref = {group.refs[0]: group for group in mastery}
    return tuple(by_ref[ref] for ref in progress_refs if ref in by_ref)


def _contrasted_pair(item: LearningItem) -> list[tuple[str, ...]]:
    """Pair of refs that an item contrasts, as a list; empty for other items."""
    return [tuple(sorted(item.refs))] if item.id.startswith(f"{TELL_APART}/") else []


def _leeches(states: Mapping[str, ScheduledState]) -> list[str]:
    """Ids of the items forgotten too often, most lapses first."""
    leeches = [item for item, state in states.items() if state.is_leech]
    return sorted(leeches, key=lambda item: (-states[item].lapses, item))


def _review_outcomes(answers: Iterable[AnswerEvent]) -> Iterable[tuple[date, bool, float]]:
    """Day, outcome, and predicted retrievability of each review on a later day."""
    memories: dict[str, ReviewState] = {}
    for answer in answers:
        if not is_scheduled(answer):
            continue
        before = memories.get(answer.item)
        after = memories[answer.item] = next_state(before, answer)
        if before is not None and after.last > before.last:
            yield after.last, rating_of(answer) != "again", retrievability_on(before, after.last)


def _retention(outcomes: Sequence[tuple[date, bool, float]]) -> Retention:
    if not outcomes:
        return Retention(0, 0, None, None)
    remembered = sum(is_remembered for _, is_remembered, _ in outcomes)
    predicted = sum(probability for _, _, probability in outcomes) / len(outcomes)
    return Retention(len(outcomes), remembered, remembered / len(outcomes), predicted)


def _calibration(answers: Iterable[AnswerEvent]) -> tuple[Calibration, ...]:
    given = Counter((answer.confidence, answer.is_right) for answer in answers)
    levels: tuple[Confidence, ...] = ("sure", "think", "guess")
    return tuple(Calibration(level, given[level, True] + given[level, False], given[level, True]) for level in levels)


def _daily_activity(
    answers: Iterable[AnswerEvent], steps: Iterable[LessonStepEvent], day: date
) -> tuple[DayActivity, ...]:
    given: Counter[str] = Counter()
    spent: Counter[str] = Counter()
    for answer in answers:
        given[answer.day] += 1
        spent[answer.day] += _cap_answer_ms(answer.milliseconds)
    for step in steps:
        spent[step.day] += _cap_answer_ms(step.milliseconds)
    first = day - timedelta(days=day.weekday() + DAYS_PER_WEEK * (HISTORY_WEEKS - 1))
    days = [first + timedelta(days=n) for n in range((day - first).days + 1)]
    return tuple(
        DayActivity(past_day, given[past_day.isoformat()], round(spent[past_day.isoformat()] / 60_000, 1))
        for past_day in days
    )


def _is_plausible_day(recorded_day: str, day: date) -> bool:
    """Whether a recorded day is a valid date and at most one day ahead."""
    try:
        return date.fromisoformat(recorded_day) <= day + ONE_DAY
    except ValueError:
        return False


def _cap_answer_ms(milliseconds: int) -> int:
    return min(max(milliseconds, 0), MAX_ANSWER_MS)

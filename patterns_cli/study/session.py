"""Study session: choosing the next item, its question, and retries."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Literal, Protocol

import msgspec

from patterns_cli.packs.refs import is_same_or_variant
from patterns_cli.study.course import items_in_course_order
from patterns_cli.study.questions.presentation import PresentedQuestion, present
from patterns_cli.study.questions.question import LearningItem
from patterns_cli.study.schedule import retrievability_on

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date
    from random import Random

    from patterns_cli.study.deck import Deck
    from patterns_cli.study.log.events import LessonStepEvent
    from patterns_cli.study.questions.question import Question
    from patterns_cli.study.schedule import ScheduledState

DEFAULT_NEW_PER_DAY = 15
"""Default maximum of new items per study day."""

LOOKAHEAD_ITEMS = 12
"""Number of upcoming items searched for one easily confused with the last."""

RETRY_AFTER_QUESTIONS = 3
"""Number of other questions before a confident wrong answer is retried."""


class AnswerHistory(Protocol):
    """Past answers, as far as a session needs them."""

    def states(self) -> Mapping[str, ScheduledState]:
        """States of all answered items, by item id."""

    def questions_seen(self, item_id: str) -> Mapping[str, str]:
        """Answered questions of an item, each with its last study day."""

    def reported_questions(self) -> Collection[str]:
        """Ids of the questions that were reported as bad."""

    def lesson_steps(self) -> Sequence[LessonStepEvent]:
        """Completed lesson steps, including leech explanations under their item id."""


class SessionFilter(msgspec.Struct, frozen=True):
    """Filter for the items of a session.

    ``max_new`` is the maximum number of new items. ``refs`` limits the session to patterns and
    variants, and ``system`` to one system; if empty, they set no limit. ``is_cram`` includes
    every matching item, due or not.
    """

    max_new: int = DEFAULT_NEW_PER_DAY
    kind: Literal["", "skill", "fact"] = ""
    refs: tuple[str, ...] = ()
    system: str = ""
    only_due: bool = False
    is_cram: bool = False

    def with_max_new(self, max_new: int) -> SessionFilter:
        """Copy of the filter with another maximum of new items."""
        return msgspec.structs.replace(self, max_new=max_new)

    def matches(self, item: LearningItem) -> bool:
        """Whether an item passes the filter."""
        if self.kind and item.kind != self.kind:
            return False
        if self.system and self.system not in item.systems:
            return False
        return not self.refs or any(is_same_or_variant(item_ref, ref) for item_ref in item.refs for ref in self.refs)


class LeechExplanation(msgspec.Struct, frozen=True):
    """Explanation shown instead of a question for an item forgotten too often."""

    item: LearningItem


class QuestionQueue(Protocol):
    """Queue of questions and explanations to show."""

    deck: Deck

    @property
    def has_undone(self) -> bool:
        """Whether a question whose answer was undone is waiting."""

    def next(self) -> PresentedQuestion | LeechExplanation | None:
        """Next question or explanation, or None if the queue is empty."""

    def retry(self, item_id: str) -> None:
        """Schedule another question about an item."""

    def undo(self, question_id: str) -> None:
        """Ask a question again after its answer was undone."""

    def exclude(self, question_id: str) -> None:
        """Exclude a question from the queue."""


class Session:
    """Study session that shows due items first, then new items."""

    def __init__(
        self, deck: Deck, history: AnswerHistory, session_filter: SessionFilter, today: date, random: Random
    ) -> None:
        self.deck = deck
        self._history = history
        self._random = random
        self._states = history.states()
        self._excluded_ids = history.reported_questions()
        self._explained_ids = {
            step.lesson for step in history.lesson_steps() if self._is_current_explanation(step, today)
        }
        self._retries: list[tuple[int, LearningItem]] = []
        self._undone: deque[Question] = deque()
        self._asked_ids: set[str] = set()
        self._shown_count = 0
        self._last_item: LearningItem | None = None
        due, new = _plan(deck, self._states, session_filter, today)
        if session_filter.is_cram:
            random.shuffle(due)
        self.due_count, self.new_count = len(due), len(new)
        self._due_queue: list[LearningItem] = due
        self._new_queue: list[LearningItem] = new

    @property
    def remaining_count(self) -> int:
        """Number of items left, including retries."""
        return len(self._undone) + len(self._retries) + len(self._due_queue) + len(self._new_queue)

    @property
    def has_undone(self) -> bool:
        """Whether a question whose answer was undone is waiting."""
        return bool(self._undone)

    def next(self) -> PresentedQuestion | LeechExplanation | None:
        """Next question or explanation, or None if the queue is empty."""
        if self._undone:
            undone = self._undone.popleft()
            return self._present(undone, self.deck.items[undone.item_id])
        while True:
            item = self._next_item()
            if item is None:
                return None
            if self._is_leech(item):
                self._explained_ids.add(item.id)
                return LeechExplanation(item)
            question = self._pick_question(item)
            if question is not None:
                return self._present(question, item)

    def retry(self, item_id: str) -> None:
        """Schedule another question about an item later in this session."""
        self._retries.append((self._shown_count + RETRY_AFTER_QUESTIONS, self.deck.items[item_id]))

    def undo(self, question_id: str) -> None:
        """Ask a question again after its answer was undone, latest undo first."""
        question = self.deck.question(question_id)
        if question is not None:
            self._retries = [(at, item) for at, item in self._retries if item.id != question.item_id]
            self._undone.appendleft(question)

    def exclude(self, question_id: str) -> None:
        """Exclude a question for the rest of this session."""
        self._excluded_ids = {*self._excluded_ids, question_id}

    def _present(self, question: Question, item: LearningItem) -> PresentedQuestion:
        self._shown_count += 1
        self._last_item = item
        self._asked_ids.add(question.id)
        return present(question, self._random)

    def _next_item(self) -> LearningItem | None:
        for number, (at, item) in enumerate(self._retries):
            if at <= self._shown_count or not (self._due_queue or self._new_queue):
                del self._retries[number]
                return item
        queue = self._due_queue or self._new_queue
        return queue.pop(_pick_index(self.deck, self._last_item, queue)) if queue else None

    def _pick_question(self, item: LearningItem) -> Question | None:
        """Unseen or least recently seen question, or None if none can be asked."""
        seen = self._history.questions_seen(item.id)
        ids = [id_ for id_ in self.deck.question_ids(item) if id_ not in self._excluded_ids]
        self._random.shuffle(ids)
        ids.sort(key=lambda id_: (id_ in self._asked_ids, seen.get(id_, "")))
        return next((question for id_ in ids if (question := self.deck.question(id_)) is not None), None)

    def _is_leech(self, item: LearningItem) -> bool:
        state = self._states.get(item.id)
        return state is not None and state.is_leech and item.id not in self._explained_ids

    def _is_current_explanation(self, step: LessonStepEvent, today: date) -> bool:
        """Whether the explanation follows the last answer and is from an earlier day.

        Right after an explanation, a correct answer would not show that the item is remembered.
        """
        state = self._states.get(step.lesson)
        return state is not None and state.last.isoformat() <= step.day < today.isoformat()


class ScriptedSession:
    """Session with a fixed list of questions, used by lessons."""

    def __init__(self, deck: Deck, questions: Sequence[Question], random: Random) -> None:
        self.deck = deck
        self._queue = deque(questions)
        self._random = random
        self._undone_count = 0

    @property
    def has_undone(self) -> bool:
        """Whether a question whose answer was undone is waiting."""
        return self._undone_count > 0

    def next(self) -> PresentedQuestion | LeechExplanation | None:
        """Next question or explanation, or None if the queue is empty."""
        self._undone_count = max(0, self._undone_count - 1)
        return present(self._queue.popleft(), self._random) if self._queue else None

    def retry(self, item_id: str) -> None:
        """Do nothing: a lesson never repeats an item; the quiz does."""

    def undo(self, question_id: str) -> None:
        """Ask a question again after its answer was undone."""
        question = self.deck.question(question_id)
        if question is not None:
            self._queue.appendleft(question)
            self._undone_count += 1

    def exclude(self, question_id: str) -> None:
        """Exclude a question for the rest of this session."""
        self._queue = deque(question for question in self._queue if question.id != question_id)


def _plan(
    deck: Deck, states: Mapping[str, ScheduledState], session_filter: SessionFilter, today: date
) -> tuple[list[LearningItem], list[LearningItem]]:
    """Due items, least likely remembered first, and new items that match."""
    wanted = [item for item in deck.items.values() if session_filter.matches(item)]
    if session_filter.is_cram:
        return wanted, []
    due = [item for item in wanted if item.id in states and states[item.id].due <= today]
    due.sort(key=lambda item: (retrievability_on(states[item.id], today), item.id))
    if session_filter.only_due or session_filter.max_new <= 0:
        return due, []
    new = [item for item in items_in_course_order(deck) if session_filter.matches(item) and item.id not in states]
    return due, new[: session_filter.max_new]


def _pick_index(deck: Deck, last_item: LearningItem | None, queue: Sequence[LearningItem]) -> int:
    """Index of the next item, preferably easily confused with the last one."""
    if last_item is None:
        return 0
    near = {partner for ref in last_item.refs for partner in deck.sources.confusable_refs(ref)}
    others = [place for place, item in enumerate(queue[:LOOKAHEAD_ITEMS]) if set(item.refs).isdisjoint(last_item.refs)]
    return next((place for place in others if near & set(queue[place].refs)), others[0] if others else 0)

"""A sitting: which item comes next, which question shows it, and what is asked again."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Literal, Protocol

import msgspec

from patterns_cli.packs.refs import is_or_varies
from patterns_cli.study.course import new_items
from patterns_cli.study.questions.presentation import Showing, shown
from patterns_cli.study.questions.question import Item
from patterns_cli.study.schedule import retrievability

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date
    from random import Random

    from patterns_cli.study.deck import Deck
    from patterns_cli.study.log.events import LoggedStep
    from patterns_cli.study.questions.question import Question
    from patterns_cli.study.schedule import CardState

NEW_A_DAY = 15
"""So many items are met for the first time on one study day, if nothing else is said."""

LOOK_AHEAD = 12
"""Among so many of the next items one is looked for that is easily confused with the last."""

RETRY_AFTER = 3
"""After so many other questions, what a person was sure of and wrong about comes back."""


class Memory(Protocol):
    """What a session needs to know of the answers given so far."""

    def states(self) -> Mapping[str, CardState]:
        """The state of every item that was answered."""

    def questions_seen(self, item: str) -> Mapping[str, str]:
        """The questions of an item that were answered, each with the last study day on which it was."""

    def reported(self) -> Collection[str]:
        """The questions that were reported as bad."""

    def steps(self) -> Sequence[LoggedStep]:
        """The steps of lessons that were done; explaining a leech is one under the id of its item."""


class Wishes(msgspec.Struct, frozen=True):
    """What a person wants of a session.

    ``new`` is how many items may be met for the first time. ``refs`` are the patterns and variants it
    may be about, ``system`` the system; nothing means anything. ``is_cram`` asks for any item, due or
    not.
    """

    new: int = NEW_A_DAY
    kind: Literal["", "skill", "fact"] = ""
    refs: tuple[str, ...] = ()
    system: str = ""
    only_due: bool = False
    is_cram: bool = False

    def with_new(self, new: int) -> Wishes:
        """The same with another number of new items."""
        return msgspec.structs.replace(self, new=new)

    def takes(self, item: Item) -> bool:
        """Whether an item is among what is wanted."""
        if self.kind and item.kind != self.kind:
            return False
        if self.system and self.system not in item.systems:
            return False
        return not self.refs or any(is_or_varies(one, ref) for one in item.about for ref in self.refs)


class LeechCard(msgspec.Struct, frozen=True):
    """That an item was forgotten so often that it is explained this time, not asked."""

    item: Item


class Questions(Protocol):
    """One thing to show after the other."""

    deck: Deck

    @property
    def owes(self) -> bool:
        """Whether a question waits whose answer was taken back."""

    def next(self) -> Showing | LeechCard | None:
        """What to show next; None at the end."""

    def retry(self, item_id: str) -> None:
        """Let an item come back, on another question."""

    def take_back(self, question_id: str) -> None:
        """Ask a question again, whose answer was taken back."""

    def set_aside(self, question_id: str) -> None:
        """Never ask a question again."""


class Session:
    """The items of one sitting, one after the other: what is due first, then what is new."""

    def __init__(self, deck: Deck, memory: Memory, wishes: Wishes, today: date, random: Random) -> None:
        self.deck = deck
        self._memory = memory
        self._random = random
        self._states = memory.states()
        self._reported = memory.reported()
        self._explained = {step.lesson for step in memory.steps() if self._is_fresh(step, today)}
        self._retries: list[tuple[int, Item]] = []
        self._again: deque[Question] = deque()
        self._asked: set[str] = set()
        self._count = 0
        self._last: Item | None = None
        due, new = _planned(deck, self._states, wishes, today)
        if wishes.is_cram:
            random.shuffle(due)
        self.due, self.new = len(due), len(new)
        self._ahead: list[Item] = due
        self._fresh: list[Item] = new

    @property
    def left(self) -> int:
        """How many items are still to come."""
        return len(self._again) + len(self._retries) + len(self._ahead) + len(self._fresh)

    @property
    def owes(self) -> bool:
        """Whether a question waits whose answer was taken back."""
        return bool(self._again)

    def next(self) -> Showing | LeechCard | None:
        """What to show next; None at the end."""
        if self._again:
            taken_back = self._again.popleft()
            return self._show(taken_back, self.deck.items[taken_back.item])
        while True:
            item = self._next_item()
            if item is None:
                return None
            if self._is_leech(item):
                self._explained.add(item.id)
                return LeechCard(item)
            question = self._question(item)
            if question is not None:
                return self._show(question, item)

    def retry(self, item_id: str) -> None:
        """Let an item come back in this session, on another question."""
        self._retries.append((self._count + RETRY_AFTER, self.deck.items[item_id]))

    def take_back(self, question_id: str) -> None:
        """Ask a question again, whose answer was taken back; the last one taken back comes first."""
        question = self.deck.question(question_id)
        if question is not None:
            self._retries = [(at, item) for at, item in self._retries if item.id != question.item]
            self._again.appendleft(question)

    def set_aside(self, question_id: str) -> None:
        """Never ask a question again in this session."""
        self._reported = {*self._reported, question_id}

    def _show(self, question: Question, item: Item) -> Showing:
        self._count += 1
        self._last = item
        self._asked.add(question.id)
        return shown(question, self._random)

    def _next_item(self) -> Item | None:
        for number, (at, item) in enumerate(self._retries):
            if at <= self._count or not (self._ahead or self._fresh):
                del self._retries[number]
                return item
        queue = self._ahead or self._fresh
        return queue.pop(_confusable(self.deck, self._last, queue)) if queue else None

    def _question(self, item: Item) -> Question | None:
        """A question of the item that was not seen before, or the one not seen for longest."""
        seen = self._memory.questions_seen(item.id)
        ids = [id_ for id_ in self.deck.question_ids(item) if id_ not in self._reported]
        self._random.shuffle(ids)
        ids.sort(key=lambda id_: (id_ in self._asked, seen.get(id_, "")))
        return next((question for id_ in ids if (question := self.deck.question(id_)) is not None), None)

    def _is_leech(self, item: Item) -> bool:
        state = self._states.get(item.id)
        return state is not None and state.is_leech and item.id not in self._explained

    def _is_fresh(self, step: LoggedStep, today: date) -> bool:
        """Whether an item was explained after it was last answered, on a day before: right after, it is no memory."""
        state = self._states.get(step.lesson)
        return state is not None and state.last.isoformat() <= step.day < today.isoformat()


class FixedSession:
    """A few questions in a given order, as a lesson asks them."""

    def __init__(self, deck: Deck, questions: Sequence[Question], random: Random) -> None:
        self.deck = deck
        self._ahead = deque(questions)
        self._random = random
        self._owed = 0

    @property
    def owes(self) -> bool:
        """Whether a question waits whose answer was taken back."""
        return self._owed > 0

    def next(self) -> Showing | LeechCard | None:
        """What to show next; None at the end."""
        self._owed = max(0, self._owed - 1)
        return shown(self._ahead.popleft(), self._random) if self._ahead else None

    def retry(self, item_id: str) -> None:
        """A lesson asks nothing twice; the item comes back in the quiz."""

    def take_back(self, question_id: str) -> None:
        """Ask a question again, whose answer was taken back."""
        question = self.deck.question(question_id)
        if question is not None:
            self._ahead.appendleft(question)
            self._owed += 1

    def set_aside(self, question_id: str) -> None:
        """Never ask a question again in this session."""
        self._ahead = deque(question for question in self._ahead if question.id != question_id)


def _planned(deck: Deck, states: Mapping[str, CardState], wishes: Wishes, today: date) -> tuple[list[Item], list[Item]]:
    """What is due, the most urgent first, and what is new, as far as it is wanted."""
    wanted = [item for item in deck.items.values() if wishes.takes(item)]
    if wishes.is_cram:
        return wanted, []
    due = [item for item in wanted if item.id in states and states[item.id].due <= today]
    due.sort(key=lambda item: (retrievability(states[item.id], today), item.id))
    if wishes.only_due or wishes.new <= 0:
        return due, []
    new = [item for item in new_items(deck) if wishes.takes(item) and item.id not in states]
    return due, new[: wishes.new]


def _confusable(deck: Deck, last: Item | None, queue: Sequence[Item]) -> int:
    """The place of the item to take next: one that is easily confused with the last, but not about the same."""
    if last is None:
        return 0
    near = {partner for ref in last.about for partner in deck.material.partners(ref)}
    others = [place for place, item in enumerate(queue[:LOOK_AHEAD]) if set(item.about).isdisjoint(last.about)]
    return next((place for place in others if near & set(queue[place].about)), others[0] if others else 0)

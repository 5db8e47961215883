"""The steps of a diagram, in order."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from patterns_cli.packs.diagram import parse_step_range
from patterns_cli.study.questions.builder import Fact, QuestionIds, cite_card, make_entry_fact
from patterns_cli.study.questions.question import STEP_SEPARATOR, Question, QuizOption
from patterns_cli.text.names import normalize_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from patterns_cli.catalog.catalog import Entry
    from patterns_cli.study.questions.sources import QuestionSources


def step_facts(sources: QuestionSources) -> Iterator[Fact]:
    """Every stretch of a diagram that has but one order; steps that read the same would have two."""
    for entry in sources.catalog.patterns:
        drawing = sources.catalog.diagram_of(entry)
        steps = [step.text for step in drawing.steps] if drawing else []
        for name in entry.pattern.in_order:
            numbers = parse_step_range(name, len(steps))
            part = tuple(steps[number] for number in numbers or ())
            if part and len({normalize_name(step) for step in part}) == len(part):
                makers = {"order": partial(_order_question, sources, entry, part)}
                yield make_entry_fact(sources, entry, f"steps/{name}", f"its steps {name}", makers)


def _order_question(sources: QuestionSources, entry: Entry, steps: tuple[str, ...], ids: QuestionIds) -> Question:
    right = tuple(range(1, len(steps) + 1))
    options = tuple(
        QuizOption(
            order_id(order),
            " / ".join(steps[number - 1] for number in order),
            order == right,
            order_feedback(steps, order),
        )
        for order in (right, *_adjacent_swaps(right))
    )
    ask = f"{entry.short_name}: in which order does this happen?"
    return Question(
        ids.question_id, ids.item_id, "order", ask, options, *cite_card(sources, entry, "diagram"), steps=steps
    )


def _adjacent_swaps(right_order: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """The order with two neighboring steps in each other's place."""
    for at in range(1, len(right_order)):
        yield (*right_order[: at - 1], right_order[at], right_order[at - 1], *right_order[at + 1 :])


def order_id(order: Sequence[int]) -> str:
    """The id of an order of steps."""
    return STEP_SEPARATOR.join(map(str, order))


def order_feedback(steps: Sequence[str], order: Sequence[int]) -> str:
    """What is wrong with an order: the first step that comes too early. Of the right one, how it begins and ends."""
    for place, number in enumerate(order, 1):
        if number != place:
            return f"Before “{steps[number - 1]}” comes “{steps[place - 1]}”."
    return f"It begins with “{steps[0]}” and ends with “{steps[-1]}”."

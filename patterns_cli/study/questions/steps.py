"""The steps of a diagram, in order."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from patterns_cli.packs.step_range import stretch
from patterns_cli.study.questions.builder import Fact, Ids, card_of, fact_of
from patterns_cli.study.questions.question import STEP_MARK, Question, QuizOption
from patterns_cli.text.names import normalized

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from patterns_cli.catalog.catalog import Entry
    from patterns_cli.study.questions.sources import Material


def step_facts(material: Material) -> Iterator[Fact]:
    """Every stretch of a diagram that has but one order; steps that read the same would have two."""
    for entry in material.catalog.patterns:
        drawing = material.catalog.drawing_of(entry)
        steps = [step.text for step in drawing.steps] if drawing else []
        for name in entry.pattern.in_order:
            numbers = stretch(name, len(steps))
            part = tuple(steps[number] for number in numbers or ())
            if part and len({normalized(step) for step in part}) == len(part):
                makers = {"order": partial(_order, material, entry, part)}
                yield fact_of(material, entry, f"steps/{name}", f"its steps {name}", makers)


def _order(material: Material, entry: Entry, steps: tuple[str, ...], ids: Ids) -> Question:
    right = tuple(range(1, len(steps) + 1))
    options = tuple(
        QuizOption(
            order_id(order), " / ".join(steps[number - 1] for number in order), order == right, why_order(steps, order)
        )
        for order in (right, *_swapped(right))
    )
    ask = f"{entry.short_name}: in which order does this happen?"
    return Question(ids.question, ids.item, "order", ask, options, *card_of(material, entry, "diagram"), steps=steps)


def _swapped(right: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """The order with two neighboring steps in each other's place."""
    for at in range(1, len(right)):
        yield (*right[: at - 1], right[at], right[at - 1], *right[at + 1 :])


def order_id(order: Sequence[int]) -> str:
    """The id of an order of steps."""
    return STEP_MARK.join(map(str, order))


def why_order(steps: Sequence[str], order: Sequence[int]) -> str:
    """What is wrong with an order: the first step that comes too early. Of the right one, how it begins and ends."""
    for place, number in enumerate(order, 1):
        if number != place:
            return f"Before “{steps[number - 1]}” comes “{steps[place - 1]}”."
    return f"It begins with “{steps[0]}” and ends with “{steps[-1]}”."

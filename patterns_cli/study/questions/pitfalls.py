"""What goes wrong in production, and what to do about it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from patterns_cli.study.questions.builder import Asked, Fact, Ids, Maker, card_of, choice, fact_of, yes_or_no
from patterns_cli.study.questions.distractors import in_scattered_order, scattered
from patterns_cli.study.questions.feedback import sentence
from patterns_cli.study.questions.question import Question, QuizOption

if TYPE_CHECKING:
    from collections.abc import Iterator

    from patterns_cli.catalog.catalog import Entry
    from patterns_cli.packs.model import Pitfall
    from patterns_cli.study.questions.sources import Material


def pitfall_facts(material: Material) -> Iterator[Fact]:
    """Every pitfall of every pattern."""
    for entry in material.catalog.patterns:
        for pitfall in entry.pattern.pitfalls:
            makers: dict[str, Maker] = {
                "remedy": partial(_remedy, material, entry, pitfall),
                "guards": partial(_guards, material, entry, pitfall),
                "helps": partial(_helps, material, entry, pitfall, pitfall),
            }
            # Remedies of one pattern may help against more than one of its pitfalls; those of another do not.
            others = [
                one for other in material.catalog.patterns if other is not entry for one in other.pattern.pitfalls
            ]
            if others:
                other = others[scattered(pitfall.id) % len(others)]
                makers["helps-not"] = partial(_helps, material, entry, pitfall, other)
            yield fact_of(material, entry, f"pitfall/{pitfall.id}", "a pitfall", makers)


def _remedy(material: Material, entry: Entry, pitfall: Pitfall, ids: Ids) -> Question | None:
    """Asks what helps against it."""
    right = QuizOption(pitfall.id, pitfall.do, is_right=True, why=sentence(pitfall.text))
    wrong = [_other_remedy(one, "here") for one in entry.pattern.pitfalls if one is not pitfall]
    spare = [
        _other_remedy(one, f"with {other.short_name}")
        for other in material.catalog.patterns
        if other.ref != entry.ref
        for one in other.pattern.pitfalls
    ]
    ask = f"{entry.short_name}: {sentence(pitfall.title)} What do you do?"
    origin = card_of(material, entry, "pitfalls")
    return choice(Asked(ids, ask, origin), right, wrong, in_scattered_order(ids.question, spare))


def _other_remedy(pitfall: Pitfall, where: str) -> QuizOption:
    why = f"That helps against another trouble {where}: {sentence(pitfall.title)}"
    return QuizOption(pitfall.id, pitfall.do, is_right=False, why=why)


def _guards(material: Material, entry: Entry, pitfall: Pitfall, ids: Ids) -> Question | None:
    """Asks what it helps against."""
    right = QuizOption(pitfall.id, pitfall.title, is_right=True, why=sentence(pitfall.text))
    wrong = [
        QuizOption(one.id, one.title, is_right=False, why=f"Against that you do something else: {one.do}")
        for one in entry.pattern.pitfalls
        if one is not pitfall
    ]
    ask = f"{entry.short_name}: which trouble is this for?"
    return choice(Asked(ids, ask, card_of(material, entry, "pitfalls"), pitfall.do), right, wrong)


def _helps(material: Material, entry: Entry, pitfall: Pitfall, of: Pitfall, ids: Ids) -> Question:
    """Asks whether this, which is the remedy of one pitfall, helps against another."""
    is_own = of is pitfall
    why = (
        sentence(pitfall.text)
        if is_own
        else f"It is the remedy for this: {sentence(of.title)} Here you do something else: {pitfall.do}"
    )
    told = f"{sentence(pitfall.title)}\n\n{of.do}"
    ask = f"{entry.short_name}: does the second help against the first?"
    return yes_or_no(Asked(ids, ask, card_of(material, entry, "pitfalls"), told), why, is_yes=is_own)

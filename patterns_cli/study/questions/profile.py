"""The lines of a pattern's profile: what it keeps on the server, what breaks it, what it costs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from patterns_cli.catalog.lookup import names_of
from patterns_cli.packs.refs import is_or_varies
from patterns_cli.study.questions.builder import (
    Asked,
    Fact,
    Ids,
    Maker,
    card_of,
    choice,
    fact_of,
    names_itself,
    yes_or_no,
)
from patterns_cli.study.questions.distractors import in_scattered_order
from patterns_cli.study.questions.feedback import sentence
from patterns_cli.study.questions.question import Question, QuizOption

if TYPE_CHECKING:
    from collections.abc import Iterator

    from patterns_cli.catalog.catalog import Entry
    from patterns_cli.packs.model import Attribute
    from patterns_cli.study.questions.sources import Material


def profile_facts(material: Material) -> Iterator[Fact]:
    """Every line of every profile; of a variant, those in which it differs."""
    for entry in material.catalog.entries_in_order():
        own = entry.variant.profile if entry.variant else entry.pattern.profile
        for attribute in entry.pack.info.profile:
            if attribute.id in own:
                makers: dict[str, Maker] = {
                    "line": partial(_line, material, entry, attribute),
                    "whose": partial(_whose, material, entry, attribute),
                    "own": partial(_is_it, material, entry, attribute, True),
                    "other": partial(_is_it, material, entry, attribute, False),
                }
                yield fact_of(material, entry, f"profile/{attribute.id}", attribute.label.lower(), makers)


def _line(material: Material, entry: Entry, attribute: Attribute, ids: Ids) -> Question | None:
    """Asks which line goes with the pattern."""

    def option(one: Entry) -> QuizOption:
        why = sentence(one.summary) if one is entry else f"That is {one.short_name}. {sentence(one.summary)}"
        return QuizOption(one.ref, one.profile[attribute.id], is_right=one is entry, why=why)

    ask = f"{attribute.label}: which of these goes with {entry.short_name}?"
    wrong = [option(one) for one in _others(material, entry, attribute, ids.question)]
    return choice(Asked(ids, ask, card_of(material, entry, "profile")), option(entry), wrong)


def _whose(material: Material, entry: Entry, attribute: Attribute, ids: Ids) -> Question | None:
    """Asks which pattern goes with the line."""
    line = entry.profile[attribute.id]
    others = _others(material, entry, attribute, ids.question)
    if names_itself(line, names_of(entry)) or any(one.profile[attribute.id] == line for one in others):
        return None

    def option(one: Entry) -> QuizOption:
        text = f"{attribute.label}: {one.profile[attribute.id]}"
        why = sentence(one.summary) if one is entry else f"Its profile says: {sentence(text)}"
        return QuizOption(one.ref, one.short_name, is_right=one is entry, why=why)

    wrong = [option(one) for one in others]
    told = f"{attribute.label}: {sentence(line)}"
    asked = Asked(ids, "Whose profile says this?", card_of(material, entry, "profile"), told)
    return choice(asked, option(entry), wrong)


def _is_it(material: Material, entry: Entry, attribute: Attribute, is_own: bool, ids: Ids) -> Question | None:
    """Asks whether a line is its own; it may be another pattern's."""
    own = entry.profile[attribute.id]
    other = next(
        (one for one in _others(material, entry, attribute, ids.question) if one.profile[attribute.id] != own), None
    )
    if other is None:
        return None
    whose = entry if is_own else other
    why = f"The line stands in the profile of {whose.short_name}. {sentence(whose.summary)}"
    told = f"{attribute.label}: {sentence(whose.profile[attribute.id])}"
    asked = Asked(ids, f"Does this line belong to {entry.short_name}?", card_of(material, entry, "profile"), told)
    return yes_or_no(asked, why, is_yes=is_own)


def _others(material: Material, entry: Entry, attribute: Attribute, seed: str) -> list[Entry]:
    """Patterns with such a line, those first that this one is confused with."""
    near = [material.entry(ref) for ref in material.partners(entry.ref)]
    shuffled = in_scattered_order(
        seed, [QuizOption(one.ref, "", is_right=False, why="") for one in material.catalog.patterns]
    )
    far = [material.entry(option.id) for option in shuffled]
    found = {one.ref: one for one in (*near, *far) if one is not None and attribute.id in one.profile}
    return [one for ref, one in found.items() if not is_or_varies(ref, entry.ref) and not is_or_varies(entry.ref, ref)]

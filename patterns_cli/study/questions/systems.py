"""Which pattern a system uses for what, and why it did not take another."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from patterns_cli.catalog.lookup import names_of
from patterns_cli.packs.model import Neighbour
from patterns_cli.packs.refs import same_family
from patterns_cli.study.questions.builder import (
    Asked,
    Fact,
    Ids,
    Maker,
    Origin,
    choice,
    names_itself,
    plain,
    with_ids,
    yes_or_no,
)
from patterns_cli.study.questions.distractors import in_scattered_order, scattered
from patterns_cli.study.questions.feedback import sentence, wrong_ref
from patterns_cli.study.questions.question import FACT, Item, Question, QuizOption

if TYPE_CHECKING:
    from collections.abc import Iterator

    from patterns_cli.catalog.catalog import Use
    from patterns_cli.study.questions.sources import Material

DOES_WITHOUT = "rejected"


def system_facts(material: Material) -> Iterator[Fact]:
    """Every row of every applied table."""
    for use in material.catalog.uses():
        name, system = material.name(use.ref), material.catalog.system_name(use.row.system)
        item = Item(
            f"{FACT}/{use.pattern_ref}/applied/{use.row.system}",
            "fact",
            f"{system} and {name}",
            (use.ref,),
            (use.row.system,),
        )
        makers: dict[str, Maker] = {"why": partial(_why, material, use)}
        if use.row.role != DOES_WITHOUT:
            makers["which"] = partial(_which, material, use)
            makers["who"] = partial(_who, material, use)
            makers["right"] = partial(_fits, material, use, use)
            other = _elsewhere(material, use)
            if other is not None:
                makers["wrong"] = partial(_fits, material, use, other)
        for ref in use.row.instead_of:
            makers[f"why-not-{ref.replace('/', '-')}"] = partial(_why_not, material, use, ref)
        yield with_ids(item, makers)


def _origin(material: Material, use: Use) -> Origin:
    system = material.catalog.system_name(use.row.system)
    return Origin(f"the row of {system} on the card of {material.name(use.pattern.id)}", use.ref)


def _which(material: Material, use: Use, ids: Ids) -> Question | None:
    """Asks which pattern the system uses for this."""
    system, subject = material.catalog.system_name(use.row.system), use.ref
    entry = material.entry(subject)
    told = sentence(plain(use.row.use))
    if entry is None or names_itself(told, names_of(entry)):
        return None
    right = QuizOption(subject, material.name(subject), is_right=True, why=plain(use.row.why))
    also = {one.ref for one in material.catalog.uses() if one.row.system == use.row.system}
    others = dict.fromkeys((*material.partners(subject), *material.choices))
    row = f"{use.row.use} {use.row.why}"
    rivals = [
        ref for ref in others if ref not in also and not same_family(ref, subject) and not _is_named(material, ref, row)
    ]
    wrong = [wrong_ref(material, subject, ref) for ref in rivals]
    ask = f"Which pattern does {system} use for this?"
    return choice(Asked(ids, ask, _origin(material, use), told), right, wrong)


def _is_named(material: Material, ref: str, text: str) -> bool:
    """Whether a text speaks of what a ref names, which may then be true of it as well."""
    entry = material.entry(ref)
    return entry is not None and names_itself(text, names_of(entry))


def _who(material: Material, use: Use, ids: Ids) -> Question | None:
    """Asks which system has this reason."""
    catalog = material.catalog
    system = catalog.system_name(use.row.system)
    told = sentence(plain(use.row.why))
    if names_itself(told, (system,)):
        return None
    right = QuizOption(use.row.system, system, is_right=True, why=sentence(plain(use.row.use)))
    using = {one.row.system for one in catalog.uses() if same_family(one.ref, use.ref)}
    wrong = []
    for one in catalog.uses():
        if one.row.system not in using:
            name = catalog.system_name(one.row.system)
            why = f"{name} has {material.name(one.ref)} for this: {sentence(plain(one.row.use))}"
            wrong.append(QuizOption(one.row.system, name, is_right=False, why=why))
    ask = f"{material.name(use.ref)}: whose reason is this?"
    return choice(Asked(ids, ask, _origin(material, use), told), right, in_scattered_order(ids.question, wrong))


def _elsewhere(material: Material, use: Use) -> Use | None:
    """A row of another system about another pattern."""
    others = [
        one
        for one in material.catalog.uses()
        if one.row.system != use.row.system and not same_family(one.ref, use.ref) and one.row.role != DOES_WITHOUT
    ]
    return others[scattered(use.pattern.id, use.row.system) % len(others)] if others else None


def _fits(material: Material, use: Use, reason: Use, ids: Ids) -> Question:
    """Asks whether this reason, which is that of one row, is the reason of another."""
    system, name = material.catalog.system_name(use.row.system), material.name(use.ref)
    is_own = reason is use
    whose, which = material.catalog.system_name(reason.row.system), material.name(reason.ref)
    why = f"It is why {whose} has {which} for this: {sentence(plain(reason.row.use))}"
    ask = f"Is this why {system} uses {name}?"
    return yes_or_no(Asked(ids, ask, _origin(material, use), plain(reason.row.why)), why, is_yes=is_own)


def _why(material: Material, use: Use, ids: Ids) -> Question | None:
    """Asks why the system uses the pattern, or does without it."""
    system, name = material.catalog.system_name(use.row.system), material.name(use.ref)
    verb = "do without" if use.row.role == DOES_WITHOUT else "use"
    return _reason_question(material, use, ids, f"Why does {system} {verb} {name} there?")


def _why_not(material: Material, use: Use, ref: str, ids: Ids) -> Question | None:
    """Asks why the system did not take another."""
    system, name = material.catalog.system_name(use.row.system), material.name(use.ref)
    ask = f"{system} has {name} here. Why not {material.name(ref)}?"
    return _reason_question(material, use, ids, ask)


def _reason_question(material: Material, use: Use, ids: Ids, ask: str) -> Question | None:
    right = QuizOption(
        f"{use.pattern.id}:{use.row.system}", plain(use.row.why), is_right=True, why=sentence(plain(use.row.use))
    )
    near: list[QuizOption] = []
    far: list[QuizOption] = []
    for other in material.catalog.uses():
        if other.row.system == use.row.system or other.row.why == use.row.why:
            continue
        system, name = material.catalog.system_name(other.row.system), material.name(other.ref)
        verb = "does without" if other.row.role == DOES_WITHOUT else "uses"
        why = f"That is why {system} {verb} {name}: {sentence(plain(other.row.use))}"
        option = QuizOption(f"{other.pattern.id}:{other.row.system}", plain(other.row.why), is_right=False, why=why)
        (near if same_family(other.ref, use.ref) else far).append(option)
    wrong, spare = (
        in_scattered_order(ids.question, near)[:1],
        [*in_scattered_order(ids.question, far), *_true_of_others(material)],
    )
    return choice(Asked(ids, ask, _origin(material, use)), right, wrong, spare)


def _true_of_others(material: Material) -> Iterator[QuizOption]:
    """What tells neighbours apart: true, and about something else."""
    for entry in material.catalog.neighbours:
        if isinstance(entry.item, Neighbour):
            why = f"True, but it is about {entry.short_name}, which is not the question here."
            yield QuizOption(entry.ref, entry.item.tell_apart, is_right=False, why=why)

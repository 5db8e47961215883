"""What speaks for a pattern and what against it, as its card says."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from patterns_cli.packs.refs import is_or_varies, pattern_of, same_family
from patterns_cli.study.questions.builder import Asked, Fact, Ids, Maker, card_of, choice, fact_of, one_of_two
from patterns_cli.study.questions.feedback import sentence, wrong_ref
from patterns_cli.study.questions.question import Question, QuizOption

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from patterns_cli.catalog.catalog import Entry
    from patterns_cli.study.questions.sources import Material

FOR, AGAINST = "for", "against"
_TITLES = {FOR: "when to choose it", AGAINST: "when not to"}
_ADVICE = re.compile(r"\s*\([^()]*\b(?:use|return|push|let|simpler|page over|naturally|adds)\b[^()]*\)")
"""What a line says in parentheses about the better choice, which would give the answer away."""


class Reason(NamedTuple):
    """A line of a card, which side it is on, and what serves better then."""

    side: str
    id: str
    text: str
    instead: Sequence[str] = ()

    @property
    def bare(self) -> str:
        """The line without what it advises."""
        return sentence(_ADVICE.sub("", self.text).rstrip(". "))


def reason_facts(material: Material) -> Iterator[Fact]:
    """Every reason for and against every pattern and variant."""
    for entry in material.catalog.entries_in_order():
        one = entry.variant or entry.pattern
        reasons = [Reason(FOR, condition.id, condition.text) for condition in one.use_when]
        reasons += [Reason(AGAINST, caution.id, caution.text, caution.instead) for caution in one.avoid_when]
        for reason in reasons:
            makers: dict[str, Maker] = {
                "side": partial(_side, material, entry, reason),
                "pick": partial(_pick, material, entry, reason, reasons),
            }
            if len(reason.instead) == 1 and reason.instead[0] in material.choices:
                makers["instead"] = partial(_instead, material, entry, reason)
            yield fact_of(material, entry, f"{reason.side}/{reason.id}", _TITLES[reason.side], makers)


def _why(material: Material, name: str, reason: Reason) -> str:
    if reason.side == FOR:
        return f"This speaks for {name}: the card lists it under “use when”."
    better = " or ".join(material.name(ref) for ref in reason.instead)
    tail = f" Better then: {better}." if better else ""
    return f"This speaks against {name}: the card lists it under “avoid when”.{tail}"


def _side(material: Material, entry: Entry, reason: Reason, ids: Ids) -> Question:
    name, why = entry.short_name, _why(material, entry.short_name, reason)
    options = tuple(
        QuizOption(side, text, is_right=side == reason.side, why=why)
        for side, text in ((FOR, "To choose it"), (AGAINST, "Not to"))
    )
    ask = f"Is this a reason to choose {name}, or not to?"
    return one_of_two(Asked(ids, ask, card_of(material, entry), reason.bare), options)


def _pick(material: Material, entry: Entry, reason: Reason, reasons: Sequence[Reason], ids: Ids) -> Question | None:
    """One line on one side among lines on the other side."""

    def option(one: Reason) -> QuizOption:
        why = _why(material, entry.short_name, one)
        return QuizOption(f"{one.side}:{one.id}", one.bare, is_right=one is reason, why=why)

    ask = f"Which of these speaks {reason.side} {entry.short_name}?"
    wrong = [option(one) for one in reasons if one.side != reason.side]
    return choice(Asked(ids, ask, card_of(material, entry)), option(reason), wrong)


def _instead(material: Material, entry: Entry, reason: Reason, ids: Ids) -> Question | None:
    better = next(ref for ref in reason.instead if ref in material.choices)
    contrast = material.contrast(better, entry.ref)
    because = (
        next((one.because for one in contrast.choices if is_or_varies(better, one.choose)), "") if contrast else ""
    )
    why = because or f"The card of {entry.short_name} names it: {sentence(reason.text)}"
    right = QuizOption(better, material.name(better), is_right=True, why=why)
    taken = {*reason.instead, entry.ref, pattern_of(entry.ref)}
    others = [ref for ref in (*material.partners(better), *material.choices) if ref not in taken]
    wrong = [wrong_ref(material, better, ref) for ref in dict.fromkeys(others) if not same_family(ref, better)]
    ask = f"This speaks against {entry.short_name}. What serves better?"
    return choice(Asked(ids, ask, card_of(material, entry), reason.bare), right, wrong)

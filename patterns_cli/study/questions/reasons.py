"""Facts about reasons for and against a pattern, from its card."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from patterns_cli.packs.refs import is_same_or_variant, is_same_pattern, pattern_of
from patterns_cli.study.questions.builder import (
    Fact,
    QuestionDraft,
    QuestionFactory,
    QuestionIds,
    choice_question,
    cite_card,
    make_entry_fact,
    two_option_question,
)
from patterns_cli.study.questions.feedback import distractor_for, sentence
from patterns_cli.study.questions.question import Question, QuizOption

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from patterns_cli.catalog.catalog import Entry
    from patterns_cli.study.questions.sources import QuestionSources

FOR, AGAINST = "for", "against"
_TITLES = {FOR: "when to choose it", AGAINST: "when not to"}
_ADVICE_IN_PARENTHESES = re.compile(r"\s*\([^()]*\b(?:use|return|push|let|simpler|page over|naturally|adds)\b[^()]*\)")
"""Advice in parentheses about the better choice, which would give the answer away."""


class Reason(NamedTuple):
    """A reason from a card, its side, and better alternatives."""

    side: str
    id: str
    text: str
    instead: Sequence[str] = ()

    @property
    def text_without_advice(self) -> str:
        """The text without its advice in parentheses."""
        return sentence(_ADVICE_IN_PARENTHESES.sub("", self.text).rstrip(". "))


def reason_facts(sources: QuestionSources) -> Iterator[Fact]:
    """Facts for every reason for and against a pattern or variant."""
    for entry in sources.catalog.patterns_with_variants():
        card = entry.variant or entry.pattern
        reasons = [Reason(FOR, condition.id, condition.text) for condition in card.use_when]
        reasons += [Reason(AGAINST, caution.id, caution.text, caution.instead) for caution in card.avoid_when]
        for reason in reasons:
            makers: dict[str, QuestionFactory] = {
                "side": partial(_side_question, sources, entry, reason),
                "pick": partial(_pick_question, sources, entry, reason, reasons),
            }
            if len(reason.instead) == 1 and reason.instead[0] in sources.answerable_refs:
                makers["instead"] = partial(_alternative_question, sources, entry, reason)
            yield make_entry_fact(sources, entry, f"{reason.side}/{reason.id}", _TITLES[reason.side], makers)


def _feedback(sources: QuestionSources, name: str, reason: Reason) -> str:
    if reason.side == FOR:
        return f"This speaks for {name}: the card lists it under “use when”."
    better = " or ".join(sources.name_of(ref) for ref in reason.instead)
    tail = f" Better then: {better}." if better else ""
    return f"This speaks against {name}: the card lists it under “avoid when”.{tail}"


def _side_question(sources: QuestionSources, entry: Entry, reason: Reason, ids: QuestionIds) -> Question:
    name, why = entry.short_name, _feedback(sources, entry.short_name, reason)
    options = tuple(
        QuizOption(side, text, is_right=side == reason.side, feedback=why)
        for side, text in ((FOR, "To choose it"), (AGAINST, "Not to"))
    )
    ask = f"Is this a reason to choose {name}, or not to?"
    return two_option_question(QuestionDraft(ids, ask, cite_card(sources, entry), reason.text_without_advice), options)


def _pick_question(
    sources: QuestionSources, entry: Entry, reason: Reason, reasons: Sequence[Reason], ids: QuestionIds
) -> Question | None:
    """Ask for the one reason on the given side."""

    def option(candidate: Reason) -> QuizOption:
        why = _feedback(sources, entry.short_name, candidate)
        return QuizOption(
            f"{candidate.side}:{candidate.id}",
            candidate.text_without_advice,
            is_right=candidate is reason,
            feedback=why,
        )

    ask = f"Which of these speaks {reason.side} {entry.short_name}?"
    wrong = [option(candidate) for candidate in reasons if candidate.side != reason.side]
    return choice_question(QuestionDraft(ids, ask, cite_card(sources, entry)), option(reason), wrong)


def _alternative_question(sources: QuestionSources, entry: Entry, reason: Reason, ids: QuestionIds) -> Question | None:
    better = next(ref for ref in reason.instead if ref in sources.answerable_refs)
    contrast = sources.contrast_between(better, entry.ref)
    because = (
        next((choice.because for choice in contrast.choices if is_same_or_variant(better, choice.choose)), "")
        if contrast
        else ""
    )
    why = because or f"The card of {entry.short_name} names it: {sentence(reason.text)}"
    right = QuizOption(better, sources.name_of(better), is_right=True, feedback=why)
    taken = {*reason.instead, entry.ref, pattern_of(entry.ref)}
    others = [ref for ref in (*sources.confusable_refs(better), *sources.answerable_refs) if ref not in taken]
    wrong = [distractor_for(sources, better, ref) for ref in dict.fromkeys(others) if not is_same_pattern(ref, better)]
    ask = f"This speaks against {entry.short_name}. What serves better?"
    return choice_question(QuestionDraft(ids, ask, cite_card(sources, entry), reason.text_without_advice), right, wrong)

"""Facts about production pitfalls and their remedies."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from patterns_cli.study.questions.builder import (
    Fact,
    QuestionDraft,
    QuestionFactory,
    QuestionIds,
    choice_question,
    cite_card,
    make_entry_fact,
    yes_no_question,
)
from patterns_cli.study.questions.distractors import stable_percent, stable_shuffle
from patterns_cli.study.questions.feedback import sentence
from patterns_cli.study.questions.question import Question, QuizOption

if TYPE_CHECKING:
    from collections.abc import Iterator

    from patterns_cli.catalog.catalog import Entry
    from patterns_cli.packs.model import Pitfall
    from patterns_cli.study.questions.sources import QuestionSources


def pitfall_facts(sources: QuestionSources) -> Iterator[Fact]:
    """Facts for every pitfall of every pattern."""
    for entry in sources.catalog.patterns:
        for pitfall in entry.pattern.pitfalls:
            makers: dict[str, QuestionFactory] = {
                "remedy": partial(_remedy_question, sources, entry, pitfall),
                "guards": partial(_pitfall_question, sources, entry, pitfall),
                "helps": partial(_helps_question, sources, entry, pitfall, pitfall),
            }
            # Remedies of one pattern may help against more than one of its pitfalls; those of another do not.
            others = [
                other_pitfall
                for other in sources.catalog.patterns
                if other is not entry
                for other_pitfall in other.pattern.pitfalls
            ]
            if others:
                other = others[stable_percent(pitfall.id) % len(others)]
                makers["helps-not"] = partial(_helps_question, sources, entry, pitfall, other)
            yield make_entry_fact(sources, entry, f"pitfall/{pitfall.id}", "a pitfall", makers)


def _remedy_question(sources: QuestionSources, entry: Entry, pitfall: Pitfall, ids: QuestionIds) -> Question | None:
    """Ask for the remedy of a pitfall."""
    right = QuizOption(pitfall.id, pitfall.do, is_right=True, feedback=sentence(pitfall.text))
    wrong = [
        _remedy_distractor(other_pitfall, "here")
        for other_pitfall in entry.pattern.pitfalls
        if other_pitfall is not pitfall
    ]
    spare = [
        _remedy_distractor(other_pitfall, f"with {other.short_name}")
        for other in sources.catalog.patterns
        if other.ref != entry.ref
        for other_pitfall in other.pattern.pitfalls
    ]
    ask = f"{entry.short_name}: {sentence(pitfall.title)} What do you do?"
    origin = cite_card(sources, entry, "pitfalls")
    return choice_question(QuestionDraft(ids, ask, origin), right, wrong, stable_shuffle(ids.question_id, spare))


def _remedy_distractor(pitfall: Pitfall, where: str) -> QuizOption:
    why = f"That helps against another trouble {where}: {sentence(pitfall.title)}"
    return QuizOption(pitfall.id, pitfall.do, is_right=False, feedback=why)


def _pitfall_question(sources: QuestionSources, entry: Entry, pitfall: Pitfall, ids: QuestionIds) -> Question | None:
    """Ask which pitfall a remedy is for."""
    right = QuizOption(pitfall.id, pitfall.title, is_right=True, feedback=sentence(pitfall.text))
    wrong = [
        QuizOption(
            other_pitfall.id,
            other_pitfall.title,
            is_right=False,
            feedback=f"Against that you do something else: {other_pitfall.do}",
        )
        for other_pitfall in entry.pattern.pitfalls
        if other_pitfall is not pitfall
    ]
    ask = f"{entry.short_name}: which trouble is this for?"
    return choice_question(QuestionDraft(ids, ask, cite_card(sources, entry, "pitfalls"), pitfall.do), right, wrong)


def _helps_question(
    sources: QuestionSources, entry: Entry, pitfall: Pitfall, remedied_pitfall: Pitfall, ids: QuestionIds
) -> Question:
    """Ask whether a remedy helps against a given pitfall."""
    is_own = remedied_pitfall is pitfall
    why = (
        sentence(pitfall.text)
        if is_own
        else f"It is the remedy for this: {sentence(remedied_pitfall.title)} Here you do something else: {pitfall.do}"
    )
    context = f"{sentence(pitfall.title)}\n\n{remedied_pitfall.do}"
    ask = f"{entry.short_name}: does the second help against the first?"
    return yes_no_question(QuestionDraft(ids, ask, cite_card(sources, entry, "pitfalls"), context), why, is_yes=is_own)

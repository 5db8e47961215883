"""Facts about pattern profiles: server state, failure modes, and costs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from patterns_cli.catalog.lookup import names_of
from patterns_cli.packs.refs import is_same_or_variant
from patterns_cli.study.questions.builder import (
    Fact,
    QuestionDraft,
    QuestionFactory,
    QuestionIds,
    choice_question,
    cite_card,
    contains_name,
    make_entry_fact,
    yes_no_question,
)
from patterns_cli.study.questions.distractors import stable_shuffle
from patterns_cli.study.questions.feedback import sentence
from patterns_cli.study.questions.question import Question, QuizOption

if TYPE_CHECKING:
    from collections.abc import Iterator

    from patterns_cli.catalog.catalog import Entry
    from patterns_cli.packs.model import ProfileAttribute
    from patterns_cli.study.questions.sources import QuestionSources


def profile_facts(sources: QuestionSources) -> Iterator[Fact]:
    """Facts for every profile line; for variants, only the lines that differ."""
    for entry in sources.catalog.patterns_with_variants():
        own = entry.variant.profile if entry.variant else entry.pattern.profile
        for attribute in entry.pack.info.profile:
            if attribute.id in own:
                makers: dict[str, QuestionFactory] = {
                    "line": partial(_line_question, sources, entry, attribute),
                    "whose": partial(_owner_question, sources, entry, attribute),
                    "own": partial(_belongs_question, sources, entry, attribute, True),
                    "other": partial(_belongs_question, sources, entry, attribute, False),
                }
                yield make_entry_fact(sources, entry, f"profile/{attribute.id}", attribute.label.lower(), makers)


def _line_question(
    sources: QuestionSources, entry: Entry, attribute: ProfileAttribute, ids: QuestionIds
) -> Question | None:
    """Ask which line belongs to the pattern."""

    def option(candidate: Entry) -> QuizOption:
        why = (
            sentence(candidate.summary)
            if candidate is entry
            else f"That is {candidate.short_name}. {sentence(candidate.summary)}"
        )
        return QuizOption(candidate.ref, candidate.profile[attribute.id], is_right=candidate is entry, feedback=why)

    ask = f"{attribute.label}: which of these goes with {entry.short_name}?"
    wrong = [option(candidate) for candidate in _other_entries(sources, entry, attribute, ids.question_id)]
    return choice_question(QuestionDraft(ids, ask, cite_card(sources, entry, "profile")), option(entry), wrong)


def _owner_question(
    sources: QuestionSources, entry: Entry, attribute: ProfileAttribute, ids: QuestionIds
) -> Question | None:
    """Ask which pattern the line belongs to."""
    line = entry.profile[attribute.id]
    others = _other_entries(sources, entry, attribute, ids.question_id)
    if contains_name(line, names_of(entry)) or any(candidate.profile[attribute.id] == line for candidate in others):
        return None

    def option(candidate: Entry) -> QuizOption:
        text = f"{attribute.label}: {candidate.profile[attribute.id]}"
        why = sentence(candidate.summary) if candidate is entry else f"Its profile says: {sentence(text)}"
        return QuizOption(candidate.ref, candidate.short_name, is_right=candidate is entry, feedback=why)

    wrong = [option(candidate) for candidate in others]
    context = f"{attribute.label}: {sentence(line)}"
    asked = QuestionDraft(ids, "Whose profile says this?", cite_card(sources, entry, "profile"), context)
    return choice_question(asked, option(entry), wrong)


def _belongs_question(
    sources: QuestionSources, entry: Entry, attribute: ProfileAttribute, is_own: bool, ids: QuestionIds
) -> Question | None:
    """Ask whether a line belongs to this pattern or to another one."""
    own = entry.profile[attribute.id]
    other = next(
        (
            candidate
            for candidate in _other_entries(sources, entry, attribute, ids.question_id)
            if candidate.profile[attribute.id] != own
        ),
        None,
    )
    if other is None:
        return None
    whose = entry if is_own else other
    why = f"This line is from the profile of {whose.short_name}. {sentence(whose.summary)}"
    context = f"{attribute.label}: {sentence(whose.profile[attribute.id])}"
    asked = QuestionDraft(
        ids, f"Does this line belong to {entry.short_name}?", cite_card(sources, entry, "profile"), context
    )
    return yes_no_question(asked, why, is_yes=is_own)


def _other_entries(sources: QuestionSources, entry: Entry, attribute: ProfileAttribute, seed: str) -> list[Entry]:
    """Patterns with this attribute, starting with those often confused with the entry."""
    near = [sources.entry(ref) for ref in sources.confusable_refs(entry.ref)]
    shuffled = stable_shuffle(
        seed, [QuizOption(candidate.ref, "", is_right=False, feedback="") for candidate in sources.catalog.patterns]
    )
    far = [sources.entry(option.id) for option in shuffled]
    found = {
        candidate.ref: candidate
        for candidate in (*near, *far)
        if candidate is not None and attribute.id in candidate.profile
    }
    return [
        candidate
        for ref, candidate in found.items()
        if not is_same_or_variant(ref, entry.ref) and not is_same_or_variant(entry.ref, ref)
    ]

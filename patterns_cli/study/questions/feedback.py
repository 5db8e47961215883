"""Feedback: why an answer fails, and when it would be right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from patterns_cli.advise.advice import need_sentence, why_not_by_purpose
from patterns_cli.packs.model import OUTSIDE, Contrast, ContrastChoice
from patterns_cli.packs.refs import is_same_or_variant, pattern_of
from patterns_cli.study.questions.question import QuizOption
from patterns_cli.text.words import capitalize, condition_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from patterns_cli.advise.index import IndexedScenario
    from patterns_cli.study.questions.sources import QuestionSources


def sentence(text: str) -> str:
    """A reason as a sentence: with a capital letter, unless it starts with code or a name, and a full stop."""
    text = text.strip()
    if not text:
        return ""
    if text.rstrip("\"'”’)`")[-1:] not in tuple(".!?…"):
        text += "."
    return capitalize(text)


def distractor_for(
    sources: QuestionSources, right_ref: str, wrong_ref: str, scenario: IndexedScenario | None = None
) -> QuizOption:
    """Build a wrong option; the scenario's own reason comes first."""
    name = sources.name_of(wrong_ref)
    if wrong_ref == OUTSIDE:
        fits = sentence(scenario.why) if scenario else ""
        return QuizOption(
            OUTSIDE,
            name,
            is_right=False,
            feedback=f"One of them does fit: {sources.name_of(right_ref)}. {fits}".strip(),
        )
    contrast = sources.contrast_between(right_ref, wrong_ref)
    theirs = _choice_for(contrast, wrong_ref) if contrast else None
    said = sentence(scenario.but_not.get(wrong_ref, "")) if scenario else ""
    fails = sentence(theirs.fails) if theirs else why_not_by_purpose(sources.catalog, right_ref, wrong_ref)
    why = f"{said} {fails}".strip()
    if not why:
        why = (
            sentence(_choice_for(contrast, right_ref).because)
            if contrast
            else _default_feedback(sources, right_ref, wrong_ref)
        )
    right_when = sentence(condition_text(theirs.when)) if theirs else _default_right_when(sources, wrong_ref)
    return QuizOption(wrong_ref, name, is_right=False, feedback=why, right_when=right_when)


def explain_verdict(sources: QuestionSources, scenario: IndexedScenario) -> str:
    """Why the verdict of a story is right: what in it decides, and what the verdict does about that."""
    if scenario.verdict == OUTSIDE:
        name, entry = sources.name_of(scenario.neighbor), sources.entry(scenario.neighbor)
        purpose = sentence(entry.summary) if entry else ""
        return f"{sentence(scenario.why)} What it asks for is: {name}. {purpose}".strip()
    entry = sources.entry(scenario.verdict)
    solves = entry.job.solves if entry and entry.job else ""
    return f"{sentence(scenario.why)} {solves}".strip()


def with_feedback_sentences(options: Iterable[QuizOption]) -> tuple[QuizOption, ...]:
    """The options with their feedback formatted as sentences."""
    return tuple(
        msgspec.structs.replace(option, feedback=sentence(option.feedback), right_when=sentence(option.right_when))
        for option in options
    )


def _default_right_when(sources: QuestionSources, ref: str) -> str:
    """When a ref without a contrast would have been right."""
    entry, needed = sources.entry(ref), need_sentence(sources.catalog, ref)
    if not needed and entry is not None and entry.kind == "neighbour":
        return f"You need this: {sentence(entry.summary)}"
    return needed or sentence(sources.reason_to_choose(ref))


def _default_feedback(sources: QuestionSources, right_ref: str, wrong_ref: str) -> str:
    """Why a ref without a contrast is wrong."""
    name, other = sources.name_of(wrong_ref), sources.name_of(right_ref)
    entry = sources.entry(wrong_ref)
    if is_same_or_variant(right_ref, wrong_ref):
        return f"{name} is the pattern as a whole; {other} is one way of doing it."
    if is_same_or_variant(wrong_ref, right_ref):
        return f"{name} is one way of doing it; {other} is the pattern as a whole."
    return f"It does another job: {sentence(entry.summary)}" if entry else "It does another job."


def _choice_for(contrast: Contrast, ref: str) -> ContrastChoice:
    return next(choice for choice in contrast.choices if choice.choose in (ref, pattern_of(ref)))

"""Why an answer fails, and when it would have been right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from patterns_cli.advise.advice import needed_for, other_job
from patterns_cli.advise.features import capitalized, condition
from patterns_cli.packs.model import OUTSIDE, Choice, Contrast
from patterns_cli.packs.refs import is_or_varies, pattern_of
from patterns_cli.study.questions.question import QuizOption

if TYPE_CHECKING:
    from collections.abc import Iterable

    from patterns_cli.advise.index import Story
    from patterns_cli.study.questions.sources import Material


def sentence(text: str) -> str:
    """A reason as a sentence: with a capital letter, unless it starts with code or a name, and a full stop."""
    text = text.strip()
    if not text:
        return ""
    if text.rstrip("\"'”’)`")[-1:] not in tuple(".!?…"):
        text += "."
    return capitalized(text)


def wrong_ref(material: Material, right: str, wrong: str, story: Story | None = None) -> QuizOption:
    """A ref as a wrong option where another is right; what the story itself says of it comes first."""
    name = material.name(wrong)
    if wrong == OUTSIDE:
        fits = sentence(story.why) if story else ""
        return QuizOption(
            OUTSIDE, name, is_right=False, why=f"One of them does fit: {material.name(right)}. {fits}".strip()
        )
    contrast = material.contrast(right, wrong)
    theirs = _side(contrast, wrong) if contrast else None
    said = sentence(story.but_not.get(wrong, "")) if story else ""
    fails = sentence(theirs.fails) if theirs else other_job(material.catalog, right, wrong)
    why = f"{said} {fails}".strip()
    if not why:
        why = sentence(_side(contrast, right).because) if contrast else _what_it_is(material, right, wrong)
    right_when = sentence(condition(theirs.when)) if theirs else _right_when(material, wrong)
    return QuizOption(wrong, name, is_right=False, why=why, right_when=right_when)


def why_right(material: Material, story: Story) -> str:
    """Why the verdict of a story is right: what in it decides, and what the verdict does about that."""
    if story.verdict == OUTSIDE:
        name, entry = material.name(story.neighbour), material.entry(story.neighbour)
        purpose = sentence(entry.summary) if entry else ""
        return f"{sentence(story.why)} What it asks for is: {name}. {purpose}".strip()
    entry = material.entry(story.verdict)
    solves = entry.job.solves if entry and entry.job else ""
    return f"{sentence(story.why)} {solves}".strip()


def with_whole_reasons(options: Iterable[QuizOption]) -> tuple[QuizOption, ...]:
    """The options, each with what is said of it in sentences."""
    return tuple(
        msgspec.structs.replace(option, why=sentence(option.why), right_when=sentence(option.right_when))
        for option in options
    )


def _right_when(material: Material, ref: str) -> str:
    """When a ref would have been right that no contrast tells from the right one."""
    entry, needed = material.entry(ref), needed_for(material.catalog, ref)
    if not needed and entry is not None and entry.kind == "neighbour":
        return f"You need this: {sentence(entry.summary)}"
    return needed or sentence(material.use_when(ref))


def _what_it_is(material: Material, right: str, wrong: str) -> str:
    """Why a ref is wrong of which nothing is said beside the right one."""
    name, other = material.name(wrong), material.name(right)
    entry = material.entry(wrong)
    if is_or_varies(right, wrong):
        return f"{name} is the pattern as a whole; {other} is one way of doing it."
    if is_or_varies(wrong, right):
        return f"{name} is one way of doing it; {other} is the pattern as a whole."
    return f"It does another job: {sentence(entry.summary)}" if entry else "It does another job."


def _side(contrast: Contrast, ref: str) -> Choice:
    return next(one for one in contrast.choices if one.choose in (ref, pattern_of(ref)))

"""Facts about which patterns systems use, and why."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from patterns_cli.catalog.lookup import names_of
from patterns_cli.packs.model import Neighbor
from patterns_cli.packs.refs import is_same_pattern
from patterns_cli.study.questions.builder import (
    Citation,
    Fact,
    QuestionDraft,
    QuestionFactory,
    QuestionIds,
    choice_question,
    contains_name,
    make_fact,
    strip_bold,
    yes_no_question,
)
from patterns_cli.study.questions.distractors import stable_percent, stable_shuffle
from patterns_cli.study.questions.feedback import distractor_for, sentence
from patterns_cli.study.questions.question import FACT, LearningItem, Question, QuizOption

if TYPE_CHECKING:
    from collections.abc import Iterator

    from patterns_cli.catalog.catalog import Usage
    from patterns_cli.study.questions.sources import QuestionSources

REJECTED = "rejected"


def system_facts(sources: QuestionSources) -> Iterator[Fact]:
    """Every row of every applied table."""
    for use in sources.catalog.usages():
        name, system = sources.name_of(use.ref), sources.catalog.system_name(use.row.system)
        item = LearningItem(
            f"{FACT}/{use.pattern_ref}/applied/{use.row.system}",
            "fact",
            f"{system} and {name}",
            (use.ref,),
            (use.row.system,),
        )
        makers: dict[str, QuestionFactory] = {"why": partial(_why_question, sources, use)}
        if use.row.role != REJECTED:
            makers["which"] = partial(_which_pattern_question, sources, use)
            makers["who"] = partial(_which_system_question, sources, use)
            makers["right"] = partial(_reason_fits_question, sources, use, use)
            other = _unrelated_usage(sources, use)
            if other is not None:
                makers["wrong"] = partial(_reason_fits_question, sources, use, other)
        for ref in use.row.instead_of:
            makers[f"why-not-{ref.replace('/', '-')}"] = partial(_why_not_question, sources, use, ref)
        yield make_fact(item, makers)


def _cite_usage(sources: QuestionSources, usage: Usage) -> Citation:
    system = sources.catalog.system_name(usage.row.system)
    return Citation(f"the row of {system} on the card of {sources.name_of(usage.pattern.id)}", usage.ref)


def _which_pattern_question(sources: QuestionSources, usage: Usage, ids: QuestionIds) -> Question | None:
    """Asks which pattern the system uses for this."""
    system, subject = sources.catalog.system_name(usage.row.system), usage.ref
    entry = sources.entry(subject)
    context = sentence(strip_bold(usage.row.use))
    if entry is None or contains_name(context, names_of(entry)):
        return None
    right = QuizOption(subject, sources.name_of(subject), is_right=True, feedback=strip_bold(usage.row.why))
    also = {other.ref for other in sources.catalog.usages() if other.row.system == usage.row.system}
    others = dict.fromkeys((*sources.confusable_refs(subject), *sources.answerable_refs))
    row = f"{usage.row.use} {usage.row.why}"
    rivals = [
        ref
        for ref in others
        if ref not in also and not is_same_pattern(ref, subject) and not _mentions(sources, ref, row)
    ]
    wrong = [distractor_for(sources, subject, ref) for ref in rivals]
    ask = f"Which pattern does {system} use for this?"
    return choice_question(QuestionDraft(ids, ask, _cite_usage(sources, usage), context), right, wrong)


def _mentions(sources: QuestionSources, ref: str, text: str) -> bool:
    """Whether a text speaks of what a ref names, which may then be true of it as well."""
    entry = sources.entry(ref)
    return entry is not None and contains_name(text, names_of(entry))


def _which_system_question(sources: QuestionSources, usage: Usage, ids: QuestionIds) -> Question | None:
    """Asks which system has this reason."""
    catalog = sources.catalog
    system = catalog.system_name(usage.row.system)
    context = sentence(strip_bold(usage.row.why))
    if contains_name(context, (system,)):
        return None
    right = QuizOption(usage.row.system, system, is_right=True, feedback=sentence(strip_bold(usage.row.use)))
    using = {other.row.system for other in catalog.usages() if is_same_pattern(other.ref, usage.ref)}
    wrong = []
    for other in catalog.usages():
        if other.row.system not in using:
            name = catalog.system_name(other.row.system)
            why = f"{name} has {sources.name_of(other.ref)} for this: {sentence(strip_bold(other.row.use))}"
            wrong.append(QuizOption(other.row.system, name, is_right=False, feedback=why))
    ask = f"{sources.name_of(usage.ref)}: whose reason is this?"
    return choice_question(
        QuestionDraft(ids, ask, _cite_usage(sources, usage), context), right, stable_shuffle(ids.question_id, wrong)
    )


def _unrelated_usage(sources: QuestionSources, usage: Usage) -> Usage | None:
    """A row of another system about another pattern."""
    others = [
        other
        for other in sources.catalog.usages()
        if other.row.system != usage.row.system
        and not is_same_pattern(other.ref, usage.ref)
        and other.row.role != REJECTED
    ]
    return others[stable_percent(usage.pattern.id, usage.row.system) % len(others)] if others else None


def _reason_fits_question(sources: QuestionSources, usage: Usage, reason_usage: Usage, ids: QuestionIds) -> Question:
    """Ask whether the reason from one row explains another row."""
    system, name = sources.catalog.system_name(usage.row.system), sources.name_of(usage.ref)
    is_own = reason_usage is usage
    whose, which = sources.catalog.system_name(reason_usage.row.system), sources.name_of(reason_usage.ref)
    why = f"It is why {whose} has {which} for this: {sentence(strip_bold(reason_usage.row.use))}"
    ask = f"Is this why {system} uses {name}?"
    return yes_no_question(
        QuestionDraft(ids, ask, _cite_usage(sources, usage), strip_bold(reason_usage.row.why)), why, is_yes=is_own
    )


def _why_question(sources: QuestionSources, usage: Usage, ids: QuestionIds) -> Question | None:
    """Asks why the system uses the pattern, or does without it."""
    system, name = sources.catalog.system_name(usage.row.system), sources.name_of(usage.ref)
    verb = "do without" if usage.row.role == REJECTED else "use"
    return _reason_question(sources, usage, ids, f"Why does {system} {verb} {name} there?")


def _why_not_question(sources: QuestionSources, usage: Usage, ref: str, ids: QuestionIds) -> Question | None:
    """Asks why the system did not take another."""
    system, name = sources.catalog.system_name(usage.row.system), sources.name_of(usage.ref)
    ask = f"{system} has {name} here. Why not {sources.name_of(ref)}?"
    return _reason_question(sources, usage, ids, ask)


def _reason_question(sources: QuestionSources, usage: Usage, ids: QuestionIds, prompt: str) -> Question | None:
    right = QuizOption(
        f"{usage.pattern.id}:{usage.row.system}",
        strip_bold(usage.row.why),
        is_right=True,
        feedback=sentence(strip_bold(usage.row.use)),
    )
    near: list[QuizOption] = []
    far: list[QuizOption] = []
    for other in sources.catalog.usages():
        if other.row.system == usage.row.system or other.row.why == usage.row.why:
            continue
        system, name = sources.catalog.system_name(other.row.system), sources.name_of(other.ref)
        verb = "does without" if other.row.role == REJECTED else "uses"
        why = f"That is why {system} {verb} {name}: {sentence(strip_bold(other.row.use))}"
        option = QuizOption(
            f"{other.pattern.id}:{other.row.system}", strip_bold(other.row.why), is_right=False, feedback=why
        )
        (near if is_same_pattern(other.ref, usage.ref) else far).append(option)
    wrong, spare = (
        stable_shuffle(ids.question_id, near)[:1],
        [*stable_shuffle(ids.question_id, far), *_neighbor_distractors(sources)],
    )
    return choice_question(QuestionDraft(ids, prompt, _cite_usage(sources, usage)), right, wrong, spare)


def _neighbor_distractors(sources: QuestionSources) -> Iterator[QuizOption]:
    """Distractors that are true, but about a neighbor."""
    for entry in sources.catalog.neighbors:
        if isinstance(entry.record, Neighbor):
            why = f"True, but it is about {entry.short_name}, which is not the question here."
            yield QuizOption(entry.ref, entry.record.tell_apart, is_right=False, feedback=why)

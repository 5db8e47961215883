"""Build questions from facts of every kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from patterns_cli.study.questions.distractors import pick_options
from patterns_cli.study.questions.question import FACT, NO, YES, LearningItem, Question, QuestionForm, QuizOption
from patterns_cli.text.names import normalize_name

if TYPE_CHECKING:
    from patterns_cli.catalog.catalog import Entry
    from patterns_cli.study.questions.sources import QuestionSources


class QuestionIds(NamedTuple):
    """The ids of a question and of the item that it belongs to."""

    item_id: str
    question_id: str


QuestionFactory = Callable[[QuestionIds], Question | None]
"""Builds one question about a fact, or None if no fair question is possible."""

_MIN_NAME_CHARS = 3
_BOLD = re.compile(r"\*\*([^*]+)\*\*")


class Fact(NamedTuple):
    """A fact to learn, with a question factory for each question id."""

    item: LearningItem
    factories: Mapping[str, QuestionFactory]


class Citation(NamedTuple):
    """Where an answer is documented, in words and as an argument to ``patterns show``."""

    text: str
    show_ref: str


def cite_card(sources: QuestionSources, entry: Entry, section: str = "card") -> Citation:
    """Cite a section of a pattern's card."""
    return Citation(f"the {section} of {entry.short_name}", sources.catalog.ref_of(entry))


def make_entry_fact(
    sources: QuestionSources, entry: Entry, fact_id: str, title: str, factories: Mapping[str, QuestionFactory]
) -> Fact:
    """Build a fact about a pattern or variant."""
    ref = sources.catalog.ref_of(entry)
    item = LearningItem(f"{FACT}/{ref}/{fact_id}", "fact", f"{entry.short_name}: {title}", (ref,))
    return make_fact(item, factories)


def make_fact(item: LearningItem, factories: Mapping[str, QuestionFactory]) -> Fact:
    """Build a fact whose question ids start with its item id."""
    return Fact(item, {f"{item.id}/{part}": maker for part, maker in factories.items()})


class QuestionDraft(NamedTuple):
    """A prompt, the citation for its answer, and optional context."""

    ids: QuestionIds
    prompt: str
    citation: Citation
    context: str = ""


def choice_question(
    draft: QuestionDraft, right: QuizOption, wrong: Sequence[QuizOption], fallback: Sequence[QuizOption] = ()
) -> Question | None:
    """Build a four-option question, or None if it would not be fair."""
    options = pick_options(draft.ids.question_id, f"{draft.context} {draft.prompt}", right, wrong, fallback)
    return _build_question(draft, "choice", options) if options else None


def yes_no_question(draft: QuestionDraft, feedback: str, *, is_yes: bool) -> Question:
    """Build a yes-or-no question with the same feedback for both answers."""
    yes = QuizOption(YES, "Yes", is_right=is_yes, feedback=feedback)
    no = QuizOption(NO, "No", is_right=not is_yes, feedback=feedback)
    return _build_question(draft, "yes-no", (yes, no))


def two_option_question(draft: QuestionDraft, options: Sequence[QuizOption]) -> Question:
    """Build a two-option question."""
    return _build_question(draft, "yes-no", tuple(options))


def _build_question(draft: QuestionDraft, form: QuestionForm, options: tuple[QuizOption, ...]) -> Question:
    ids, prompt, citation, context = draft
    return Question(ids.question_id, ids.item_id, form, prompt, options, *citation, context=context)


def contains_name(text: str, names: Iterable[str]) -> bool:
    """Whether a text contains one of the names, ignoring spelling variations."""
    letters = normalize_name(text)
    return any(len(name) >= _MIN_NAME_CHARS and normalize_name(name) in letters for name in names)


def strip_bold(text: str) -> str:
    """Remove the bold markers that tables use for labels."""
    return _BOLD.sub(r"\1", text)

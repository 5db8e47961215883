"""Cards for quiz questions, feedback and session summaries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from patterns_cli.render.cards.entry import contrast_item
from patterns_cli.render.document import Block, BulletList, Document, Heading, LabeledRows, ListItem, Paragraph, Section
from patterns_cli.render.text_layout import pluralize

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from patterns_cli.study.questions.presentation import GradedAnswer, PresentedQuestion
    from patterns_cli.study.questions.question import LearningItem, Question, QuizOption
    from patterns_cli.study.questions.sources import QuestionSources

MAX_CONTRASTS = 3


def opening_card(due: int, new: int, *, is_cram: bool) -> Document:
    """The number of items in the session that is about to start."""
    if is_cram:
        text = f"{pluralize(due, 'item')} to practice, which changes nothing about when they are due."
    else:
        parts = [f"{due} due"] * bool(due) + [f"{new} new"] * bool(new)
        text = f"{' and '.join(parts)}. Every answer is kept at once."
    return Document(None, [Section("ahead", "", [Paragraph(text)])])


def question_card(number: int, presented: PresentedQuestion) -> Document:
    """The question without its options: a scenario, or steps to order."""
    question = presented.question
    blocks: list[Block] = [Paragraph(part) for part in question.context.split("\n\n") if part]
    if presented.step_order:
        blocks.append(Paragraph(question.prompt))
        blocks.append(BulletList([ListItem(question.steps[step - 1]) for step in presented.step_order], "1"))
    elif question.form == "recall":
        blocks.append(Paragraph(question.prompt))
    return Document(None, [Section("question", f"Question {number}", blocks)])


def feedback_card(sources: QuestionSources, result: GradedAnswer, *, is_confident: bool) -> Document:
    """The result of an answer: right or wrong, the reason, the source."""
    question = result.question
    right = question.right_option
    sections = [Section("why", "Why", _right_order_blocks(question) or [Paragraph(right.feedback)])]
    if not result.is_right and result.feedback:
        # A yes-or-no question has a single reason, which is already shown above.
        facts = [("It fails here", result.feedback)] if result.feedback != right.feedback else []
        if result.right_when:
            facts.append(("Right when", result.right_when))
        title = "Your order" if question.form == "order" else f"You said: {result.text}"
        if facts:
            sections.append(Section("chosen", title, [LabeledRows(facts)]))
    if is_confident and not result.is_right:
        contrast = sources.contrast_between(right.id, result.ref) if result.ref else None
        if contrast is not None:
            item = contrast_item(sources.catalog, contrast)
            sections.append(Section("contrast", "What tells them apart", [BulletList([item])]))
    if result.note:
        sections.append(Section("note", "", [Paragraph(result.note)]))
    sections.append(Section("source", "", [LabeledRows([("From", question.citation), ("Question", question.id)])]))
    return Document(_result_heading(result), sections, [(f"patterns show {question.show_ref}", "the whole card")])


def _result_heading(result: GradedAnswer) -> Heading:
    if result.is_right:
        return Heading("Right.")
    if result.question.form == "order":
        return Heading("Not quite.", "The right order is below.")
    return Heading("Not quite.", f"Right is: {result.question.right_option.text}")


def _right_order_blocks(question: Question) -> Sequence[Block]:
    return [BulletList([ListItem(step) for step in question.steps], "1")] if question.steps else ()


def leech_card(sources: QuestionSources, item: LearningItem, fact: Question | None) -> Document:
    """An explanation to read instead of a question that was forgotten repeatedly.

    A fact is shown with its answer. The contrasts between the patterns of the item follow.
    """
    about = item.refs
    heading = Heading("This one keeps slipping away.", "Read it once more; it is asked again another day.")
    contrasts = [contrast for contrast in sources.catalog.contrasts() if set(contrast.between) == set(about)]
    if not contrasts:
        contrasts = [contrast for ref in about for contrast in sources.catalog.contrasts_of(ref)][:MAX_CONTRASTS]
    items = [contrast_item(sources.catalog, contrast) for contrast in contrasts]
    blocks: list[Block] = [BulletList(items)] if items else []
    cards = [ref for ref in about if sources.entry(ref) is not None]
    facts = [(sources.name_of(ref), entry.summary) for ref in cards if (entry := sources.entry(ref))]
    fact_blocks: list[Block] = []
    if fact is not None:
        fact_blocks = [Paragraph(part) for part in fact.stem.split("\n\n")]
        fact_blocks.append(LabeledRows([("Right is", fact.right_option.text), ("Why", fact.right_option.feedback)]))
    sections = [Section("leech", item.title, [*fact_blocks, *([LabeledRows(facts)] if facts else []), *blocks])]
    return Document(heading, sections, [(f"patterns show {ref}", "the whole card") for ref in cards[:2]])


def summary_card(results: Sequence[GradedAnswer], minutes: float, due_tomorrow: int) -> Document:
    """The results of a session: the score and the missed questions."""
    right = sum(graded.is_right for graded in results)
    spent = "less than a minute" if minutes < 1 else pluralize(round(minutes), "minute")
    heading = Heading(f"{right} of {pluralize(len(results), 'answer')} right", spent)
    missed = [
        (graded.question.right_option.text, graded.question.right_option.feedback)
        for graded in results
        if not graded.is_right
    ]
    sections = []
    if missed:
        items = [ListItem(why, title=text.removesuffix(".")) for text, why in dict(missed).items()]
        sections.append(Section("missed", "To look at again", [BulletList(items)]))
    sections.append(Section("ahead", "", [LabeledRows([("Due tomorrow", str(due_tomorrow))])]))
    steps = [
        ("patterns progress", "what you know, and what you mix up"),
        ("patterns progress undo", "take the last answer back"),
    ]
    return Document(heading, sections, steps)


def nothing_due_card(next_due: date | None) -> Document:
    """The message for a day with no due or new items left."""
    detail = (
        f"The next is due on {next_due:%A, %d %B}." if next_due else "Answer a few, and they come back when it is time."
    )
    steps = [
        ("patterns quiz --new 20", "more new ones today"),
        ("patterns quiz --cram", "practice anyway; changes nothing about when they are due"),
        ("patterns learn", "the next lesson"),
    ]
    return Document(Heading("Nothing to ask just now.", detail), [], steps)


def answer_key_card(presented_questions: Sequence[PresentedQuestion]) -> Document:
    """The questions with their answers, to read or print."""
    sections = [
        answer_key_section(f"{number}.", presented.question, presented.options)
        for number, presented in enumerate(presented_questions, 1)
    ]
    return Document(None, sections)


def answer_key_section(title: str, question: Question, options: Sequence[QuizOption] = ()) -> Section:
    """A question with its options and its answer."""
    blocks: list[Block] = [Paragraph(part) for part in question.stem.split("\n\n")]
    if question.form != "recall":
        blocks.append(BulletList([ListItem(option.text) for option in options or question.options], "1"))
    blocks.append(
        LabeledRows(
            [
                ("Right is", question.right_option.text),
                ("Why", question.right_option.feedback),
                ("Question", question.id),
            ]
        )
    )
    return Section("question", title, blocks)


def graded_answers_card(results: Sequence[GradedAnswer]) -> Document:
    """The grades of all answers in a file."""
    right = sum(result.is_right for result in results)
    return Document(Heading(f"{right} of {pluralize(len(results), 'answer')} right"), list(_graded_sections(results)))


def _graded_sections(results: Sequence[GradedAnswer]) -> Iterator[Section]:
    for number, graded in enumerate(results, 1):
        facts = [("Question", graded.question.stem.replace("\n\n", " ")), ("Answer", graded.text)]
        if not graded.is_right:
            facts += [("It fails here", graded.feedback)] if graded.feedback else []
            facts += [("Right when", graded.right_when)] if graded.right_when else []
            facts.append(("Right is", graded.question.right_option.text))
        facts.append(("Why", graded.question.right_option.feedback))
        yield Section(f"answer-{number}", f"{number}. {'Right' if graded.is_right else 'Wrong'}", [LabeledRows(facts)])

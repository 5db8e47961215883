"""Cards for the steps of a lesson and for the course."""

from __future__ import annotations

from typing import TYPE_CHECKING

from patterns_cli.packs.refs import pattern_of
from patterns_cli.render.cards.entry import contrast_item, entry_card
from patterns_cli.render.cards.quiz import answer_key_section
from patterns_cli.render.document import (
    Block,
    BulletList,
    DiagramBlock,
    Document,
    Heading,
    LabeledRows,
    ListItem,
    Paragraph,
    Section,
)
from patterns_cli.render.text_layout import pluralize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from patterns_cli.catalog.catalog import Catalog, Entry
    from patterns_cli.packs.model import Contrast, DiagramStep
    from patterns_cli.study.lesson import Lesson, LessonStep
    from patterns_cli.study.questions.sources import QuestionSources

PART_SECTIONS = {"what": ("what", "use", "avoid", "variants"), "systems": ("applied",), "pitfalls": ("pitfalls",)}
"""Sections of the pattern's card to show, by part of the lesson."""

MAX_PITFALLS = 3


def lesson_heading(catalog: Catalog, lesson: Lesson, number: int, total: int, start_step: int) -> Document:
    """The title and duration of a lesson, and where it resumes."""
    place = f"Lesson {number} of {total}: " if number else ""
    entry = catalog.entries[lesson.ref]
    resumed = f" Going on at step {start_step} of {len(lesson.steps)}." if start_step > 1 else ""
    return Document(
        Heading(f"{place}{lesson.name}", f"{entry.summary} About {pluralize(lesson.minutes, 'minute')}.{resumed}")
    )


def step_card(catalog: Catalog, lesson: Lesson, step: LessonStep) -> Document:
    """The card of a lesson step."""
    entry = catalog.entries[lesson.ref]
    if step.contrast is not None:
        return Document(None, [Section("contrast", step.title, _contrast_blocks(catalog, step.contrast))])
    if step.diagram is not None:
        return Document(None, [Section("how", step.title, [DiagramBlock(step.diagram)])])
    if step.part == "remember":
        return _recap_card(catalog, entry, step)
    return Document(None, [Section("title", step.title, []), *_pattern_card_sections(catalog, entry, step.part)])


def diagram_step_card(number: int, step: DiagramStep) -> Document:
    """A single step of a diagram, with its enclosing loops and branches."""
    within = f" ({', '.join(step.within)})" if step.within else ""
    return Document(None, [Section("step", "", [Paragraph(f"{number}. {step.text}{within}")])])


def full_lesson_card(sources: QuestionSources, lesson: Lesson) -> Document:
    """A complete lesson to print, with the answers to its questions."""
    catalog = sources.catalog
    sections: list[Section] = []
    for step in lesson.steps:
        if step.question is not None:
            sections.append(answer_key_section(step.title, step.question))
        else:
            card = step_card(catalog, lesson, step)
            sections += card.sections
    entry = catalog.entries[lesson.ref]
    heading = Heading(lesson.name, f"{entry.summary} About {pluralize(lesson.minutes, 'minute')}.")
    return Document(heading, sections, [("patterns learn", "take it step by step, in a terminal")])


def _pattern_card_sections(catalog: Catalog, entry: Entry, part: str) -> list[Section]:
    wanted = PART_SECTIONS.get(part, ())
    sections = [section for section in entry_card(catalog, entry).sections if section.id in wanted]
    return [_limit_pitfalls(section) for section in sections]


def _limit_pitfalls(section: Section) -> Section:
    """The section, cut to the first few entries if it lists pitfalls."""
    if section.id != "pitfalls":
        return section
    blocks = [
        BulletList(block.items[:MAX_PITFALLS], block.marker) if isinstance(block, BulletList) else block
        for block in section.blocks
    ]
    return Section(section.id, "", blocks)


def _contrast_blocks(catalog: Catalog, contrast: Contrast) -> Sequence[Block]:
    flip = contrast.flip
    return [
        BulletList([contrast_item(catalog, contrast)]),
        LabeledRows(
            [
                ("A story", flip.story),
                (f"Answer: {catalog.name_of(flip.answer)}", _reason_for(contrast, flip.answer)),
                ("Then one thing changes", flip.change),
                (f"Now it is {catalog.name_of(flip.then)}", flip.because),
            ]
        ),
    ]


def _reason_for(contrast: Contrast, ref: str) -> str:
    return next(choice.because for choice in contrast.choices if choice.choose == ref)


def _recap_card(catalog: Catalog, entry: Entry, step: LessonStep) -> Document:
    pattern = entry.pattern
    blocks: list[Block] = [
        Paragraph(entry.summary),
        BulletList([ListItem(condition.text) for condition in pattern.use_when], "+"),
        BulletList([ListItem(caution.text) for caution in pattern.avoid_when], "-"),
    ]
    contrasts = [
        (catalog.name_of(choice.choose), f"{contrast.question} {choice.when}")
        for contrast in catalog.contrasts_of(catalog.ref_of(entry))[:3]
        for choice in contrast.choices
        if pattern_of(choice.choose) != entry.ref
    ]
    if contrasts:
        blocks.append(LabeledRows([("Not it when", "")] + [(f"  {name}", when) for name, when in contrasts]))
    steps = [("patterns learn", "the next lesson"), ("patterns quiz", "what is due, and what is new")]
    return Document(None, [Section("remember", step.title, blocks)], steps)


def course_card(catalog: Catalog, lessons: Sequence[tuple[str, int, int]]) -> Document:
    """The lessons of the course, each with its progress."""
    items = [ListItem(_lesson_status(done, steps), title=catalog.name_of(ref)) for ref, done, steps in lessons]
    finished = sum(bool(steps) and done >= steps for _, done, steps in lessons)
    heading = Heading("The course", f"{finished} of {pluralize(len(lessons), 'lesson')} done.")
    return Document(heading, [Section("course", "", [BulletList(items, "1")])], [("patterns learn", "the next one")])


def _lesson_status(done: int, steps: int) -> str:
    if steps and done >= steps:
        return "done"
    return f"at step {done} of {steps}" if done else "not begun"

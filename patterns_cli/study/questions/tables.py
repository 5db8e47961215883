"""Facts from the comparison tables and the quick decision table."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from patterns_cli.catalog.lookup import names_of
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
    two_option_question,
    yes_no_question,
)
from patterns_cli.study.questions.distractors import stable_percent, stable_shuffle
from patterns_cli.study.questions.feedback import distractor_for, sentence
from patterns_cli.study.questions.question import FACT, LearningItem, Question, QuizOption, cell_item_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from patterns_cli.packs.model import Table, TableRow
    from patterns_cli.study.questions.sources import QuestionSources

EXAMPLE_LABEL = "example"
MIN_COLUMNS = 2
"""Minimum number of pattern columns for asking about single cells."""


class TableLine(NamedTuple):
    """A table line: its label, and the cell of each ref."""

    title: str
    label: str
    cells: Mapping[str, str]
    footnoted_phrases: tuple[str, ...] = ()
    """Phrases of the table that a footnote qualifies."""

    def labeled_cell(self, ref: str) -> str:
        """Format a ref's cell with the label of the line."""
        return f"{self.label}: {sentence(self.cells[ref])}"

    def citation(self, ref: str) -> Citation:
        """Cite the table that contains the cell."""
        return Citation(f"the table “{self.title}”", ref)


def table_facts(sources: QuestionSources) -> Iterator[Fact]:
    """Facts for every cell that belongs to a pattern, by column or row."""
    for table in sources.catalog.tables():
        if sum(bool(column.about) for column in table.columns) >= MIN_COLUMNS:
            for row in table.rows:
                yield from _column_facts(sources, table, row)
        else:
            yield from _row_facts(sources, table)


def _column_facts(sources: QuestionSources, table: Table, row: TableRow) -> Iterator[Fact]:
    contested = tuple(note.quote for note in table.footnotes)
    cells = {
        column.about: strip_bold(cell) for column, cell in zip(table.columns, row.cells, strict=True) if column.about
    }
    line = TableLine(table.title, strip_bold(row.cells[0]), cells, contested)
    for ref in cells:
        if _is_unique_cell(line, ref):
            id_ = cell_item_id(table.id, row.id, ref)
            item = LearningItem(id_, "fact", f"{sources.name_of(ref)}: {line.label.lower()}", (ref,))
            yield make_fact(
                item, {"whose": partial(_owner_question, sources, line, ref), **_belongs_factories(sources, line, ref)}
            )


def _row_facts(sources: QuestionSources, table: Table) -> Iterator[Fact]:
    rows = {row.about[0]: row for row in table.rows if len(row.about) == 1}
    lines = [
        TableLine(table.title, column.label, {ref: strip_bold(row.cells[number]) for ref, row in rows.items()})
        for number, column in enumerate(table.columns)
    ]
    for ref, row in rows.items():
        makers: dict[str, QuestionFactory] = {}
        for number, line in enumerate(lines, 1):
            if line.label.casefold() == EXAMPLE_LABEL:  # more than one pattern may have the same example
                continue
            entry = sources.entry(ref)
            if entry and _is_unique_cell(line, ref) and not contains_name(line.cells[ref], names_of(entry)):
                asked: dict[str, QuestionFactory] = {
                    "whose": partial(_owner_question, sources, line, ref),
                    **_belongs_factories(sources, line, ref),
                }
                makers |= {f"{part}-{number}": maker for part, maker in asked.items()}
        if makers:
            title = f"{sources.name_of(ref)}: {table.title}"
            yield make_fact(LearningItem(f"{FACT}/table/{table.id}/{row.id}", "fact", title, (ref,)), makers)


def _is_unique_cell(line: TableLine, ref: str) -> bool:
    """Whether a cell is nonempty and differs from all other cells."""
    cell = line.cells[ref]
    return bool(cell) and list(line.cells.values()).count(cell) == 1


def _owner_question(sources: QuestionSources, line: TableLine, ref: str, ids: QuestionIds) -> Question | None:
    entry = sources.entry(ref)
    if entry is None or contains_name(line.cells[ref], names_of(entry)):
        return None
    right = QuizOption(ref, sources.name_of(ref), is_right=True, feedback=f"So says the table “{line.title}”.")
    near = set(sources.confusable_refs(ref))
    others = sorted((other for other in line.cells if other != ref), key=lambda other: other not in near)
    wrong = [
        QuizOption(
            other, sources.name_of(other), is_right=False, feedback=f"There it says: {sentence(line.cells[other])}"
        )
        for other in others
    ]
    asked = QuestionDraft(ids, "Which one is it?", line.citation(ref), line.labeled_cell(ref))
    if len(line.cells) == MIN_COLUMNS:
        return two_option_question(asked, (right, *wrong))
    spare = [
        distractor_for(sources, ref, other)
        for other in sources.confusable_refs(ref)
        if other not in line.cells and not is_same_pattern(other, ref)
    ]
    return choice_question(asked, right, wrong, stable_shuffle(ids.question_id, spare))


def _belongs_factories(sources: QuestionSources, line: TableLine, ref: str) -> dict[str, QuestionFactory]:
    """Factories that ask whether a cell belongs to the ref."""
    others = [other for other, cell in line.cells.items() if other != ref and cell != line.cells[ref]]
    others = [other for other in others if not any(quote in line.cells[other] for quote in line.footnoted_phrases)]
    makers: dict[str, QuestionFactory] = {"own": partial(_belongs_question, sources, line, ref, ref)}
    if others:
        other = others[stable_percent(line.title, line.label, ref) % len(others)]
        makers["other"] = partial(_belongs_question, sources, line, ref, other)
    return makers


def _belongs_question(sources: QuestionSources, line: TableLine, ref: str, cell_ref: str, ids: QuestionIds) -> Question:
    why = f"In the table “{line.title}” this line belongs to {sources.name_of(cell_ref)}."
    asked = QuestionDraft(
        ids, f"Does this line belong to {sources.name_of(ref)}?", line.citation(ref), line.labeled_cell(cell_ref)
    )
    return yes_no_question(asked, why, is_yes=cell_ref == ref)

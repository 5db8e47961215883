"""What the comparison tables and the quick decision table say."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from patterns_cli.catalog.lookup import names_of
from patterns_cli.packs.refs import same_family
from patterns_cli.study.questions.builder import (
    Asked,
    Fact,
    Ids,
    Maker,
    Origin,
    choice,
    names_itself,
    one_of_two,
    plain,
    with_ids,
    yes_or_no,
)
from patterns_cli.study.questions.distractors import in_scattered_order, scattered
from patterns_cli.study.questions.feedback import sentence, wrong_ref
from patterns_cli.study.questions.question import FACT, Item, Question, QuizOption, cell_item

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from patterns_cli.packs.model import Row, Table
    from patterns_cli.study.questions.sources import Material

EXAMPLE = "example"
FEWEST_COLUMNS = 2
"""So many patterns must stand side by side for a cell to be asked for."""


class Line(NamedTuple):
    """A line of a table across all that it compares: what it is about, and the cell of each ref."""

    title: str
    label: str
    cells: Mapping[str, str]
    contested: tuple[str, ...] = ()
    """Words of the table on which a footnote has more to say."""

    def told(self, ref: str) -> str:
        """A ref's cell under the label of the line."""
        return f"{self.label}: {sentence(self.cells[ref])}"

    def origin(self, ref: str) -> Origin:
        """Where the cell stands."""
        return Origin(f"the table “{self.title}”", ref)


def table_facts(material: Material) -> Iterator[Fact]:
    """Every cell that belongs to a pattern: by the column it stands in, or by what its row is about."""
    for table in material.catalog.tables():
        if sum(bool(column.about) for column in table.columns) >= FEWEST_COLUMNS:
            for row in table.rows:
                yield from _by_column(material, table, row)
        else:
            yield from _by_row(material, table)


def _by_column(material: Material, table: Table, row: Row) -> Iterator[Fact]:
    contested = tuple(note.quote for note in table.footnotes)
    cells = {column.about: plain(cell) for column, cell in zip(table.columns, row.cells, strict=True) if column.about}
    line = Line(table.title, plain(row.cells[0]), cells, contested)
    for ref in cells:
        if _is_its_own(line, ref):
            id_ = cell_item(table.id, row.id, ref)
            item = Item(id_, "fact", f"{material.name(ref)}: {line.label.lower()}", (ref,))
            yield with_ids(item, {"whose": partial(_whose, material, line, ref), **_is_it_makers(material, line, ref)})


def _by_row(material: Material, table: Table) -> Iterator[Fact]:
    rows = {row.about[0]: row for row in table.rows if len(row.about) == 1}
    lines = [
        Line(table.title, column.label, {ref: plain(row.cells[number]) for ref, row in rows.items()})
        for number, column in enumerate(table.columns)
    ]
    for ref, row in rows.items():
        makers: dict[str, Maker] = {}
        for number, line in enumerate(lines, 1):
            if line.label.casefold() == EXAMPLE:  # more than one pattern may have the same example
                continue
            entry = material.entry(ref)
            if entry and _is_its_own(line, ref) and not names_itself(line.cells[ref], names_of(entry)):
                asked: dict[str, Maker] = {
                    "whose": partial(_whose, material, line, ref),
                    **_is_it_makers(material, line, ref),
                }
                makers |= {f"{part}-{number}": maker for part, maker in asked.items()}
        if makers:
            title = f"{material.name(ref)}: {table.title}"
            yield with_ids(Item(f"{FACT}/table/{table.id}/{row.id}", "fact", title, (ref,)), makers)


def _is_its_own(line: Line, ref: str) -> bool:
    """Whether a cell says something, and nothing that another one says, too."""
    cell = line.cells[ref]
    return bool(cell) and list(line.cells.values()).count(cell) == 1


def _whose(material: Material, line: Line, ref: str, ids: Ids) -> Question | None:
    entry = material.entry(ref)
    if entry is None or names_itself(line.cells[ref], names_of(entry)):
        return None
    right = QuizOption(ref, material.name(ref), is_right=True, why=f"So says the table “{line.title}”.")
    near = set(material.partners(ref))
    others = sorted((other for other in line.cells if other != ref), key=lambda other: other not in near)
    wrong = [
        QuizOption(other, material.name(other), is_right=False, why=f"There it says: {sentence(line.cells[other])}")
        for other in others
    ]
    asked = Asked(ids, "Which one is it?", line.origin(ref), line.told(ref))
    if len(line.cells) == FEWEST_COLUMNS:
        return one_of_two(asked, (right, *wrong))
    spare = [
        wrong_ref(material, ref, other)
        for other in material.partners(ref)
        if other not in line.cells and not same_family(other, ref)
    ]
    return choice(asked, right, wrong, in_scattered_order(ids.question, spare))


def _is_it_makers(material: Material, line: Line, ref: str) -> dict[str, Maker]:
    """Is this cell the ref's? Asked of its own, and of another one."""
    others = [other for other, cell in line.cells.items() if other != ref and cell != line.cells[ref]]
    others = [other for other in others if not any(quote in line.cells[other] for quote in line.contested)]
    makers: dict[str, Maker] = {"own": partial(_is_it, material, line, ref, ref)}
    if others:
        other = others[scattered(line.title, line.label, ref) % len(others)]
        makers["other"] = partial(_is_it, material, line, ref, other)
    return makers


def _is_it(material: Material, line: Line, ref: str, whose: str, ids: Ids) -> Question:
    why = f"In the table “{line.title}” it stands with {material.name(whose)}."
    asked = Asked(ids, f"Does this line belong to {material.name(ref)}?", line.origin(ref), line.told(whose))
    return yes_or_no(asked, why, is_yes=whose == ref)

"""The tables of a cheat sheet as tables of a pack, with the patterns that their headers and cells name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from patterns_cli.packs.install.slugs import UniqueSlugs, slugify
from patterns_cli.packs.model import Table, TableColumn, TableRow
from patterns_cli.text.names import normalize_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from patterns_cli.exchange.cheat_sheet.pattern_section import TitledTable

MIN_COMPARED = 2
"""Minimum number of patterns in the header of a table that compares patterns."""


def default_table_title(columns: Sequence[str], owner_title: str) -> str:
    """The title of a table without one: from its columns, or the title of the section it is in."""
    named = [column for column in columns if column]
    if len(named) > MIN_COMPARED and columns[0]:
        return " vs ".join(named[1:])
    return " / ".join(named) or owner_title


class TableRegistry:
    """The tables of a cheat sheet, each with an id of its own."""

    def __init__(self, pattern_names: PatternNames) -> None:
        self.tables: list[Table] = []
        self._pattern_names = pattern_names
        self._slugs = UniqueSlugs()

    def add_to_owner(self, table: TitledTable, owner_id: str, owner_title: str, patterns: tuple[str, ...] = ()) -> str:
        """Add a table of a pattern or chapter and return its id, which starts with the owner's id."""
        title = table.title or default_table_title(table.block.columns, owner_title)
        return self.add(f"{owner_id}-{slugify(title, 'table')}", title, table, patterns)

    def add(self, wanted_id: str, title: str, table: TitledTable, patterns: tuple[str, ...] = ()) -> str:
        """Add a table and return its id; without ``patterns``, it is about those that its header compares."""
        id_ = self._slugs.assign(wanted_id, "table")
        first, *others = table.block.columns
        columns = (
            TableColumn(label=first),
            *(TableColumn(label=label, about=self._pattern_names.find_id(label)) for label in others),
        )
        compared = tuple(dict.fromkeys(column.about for column in columns if column.about))
        row_slugs = UniqueSlugs()
        rows = tuple(
            TableRow(id=row_slugs.assign(cells[0], "row"), cells=cells, about=self._patterns_named_in(cells))
            for cells in table.block.rows
        )
        about = patterns or (compared if len(compared) >= MIN_COMPARED else ())
        self.tables.append(Table(id=id_, title=title, patterns=about, columns=columns, rows=rows))
        return id_

    def _patterns_named_in(self, cells: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(filter(None, map(self._pattern_names.find_id, cells))))


class PatternNames:
    """Finds the patterns of a cheat sheet by name, with or without the part in parentheses, also in the plural."""

    def __init__(self, patterns: Iterable[tuple[str, str]]) -> None:
        """Index patterns by name, given their ids and names."""
        ids_by_name: dict[str, set[str]] = {}
        for id_, name in patterns:
            short_name, _, inside = name.partition(" (")
            for known_name in (name, short_name, inside.rstrip(")")):
                ids_by_name.setdefault(normalize_name(known_name), set()).add(id_)
        self._id_by_name = {name: next(iter(ids)) for name, ids in ids_by_name.items() if name and len(ids) == 1}

    def find_id(self, text: str) -> str:
        """The id of the pattern with this name, or an empty string if there is no such pattern or several."""
        for name in (normalize_name(text), normalize_name(text.partition(" (")[0])):
            for form in (name, f"{name}s", name.removesuffix("s")):
                if form in self._id_by_name:
                    return self._id_by_name[form]
        return ""

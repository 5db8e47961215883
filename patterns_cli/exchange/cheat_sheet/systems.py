"""The systems of a sheet, gathered from the rows of its applied tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from patterns_cli.exchange.cheat_sheet.pattern_section import system_column_index
from patterns_cli.exchange.markdown.blocks import ImportRemark
from patterns_cli.exchange.markdown.lines import format_link, parse_link
from patterns_cli.packs.install.slugs import UniqueSlugs
from patterns_cli.packs.model import System, UsageRow, UsageTable
from patterns_cli.text.names import normalize_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from patterns_cli.exchange.cheat_sheet.pattern_section import TitledTable

_USE_COLUMN, _WHY_COLUMN, _FIRST_EXTRA_COLUMN = 1, 2, 3


@dataclass
class _KnownSystem:
    id: str
    name: str
    link: str = ""


@dataclass
class SystemRegistry:
    """Every system once, in the order in which the sheet tells of them."""

    remarks: list[ImportRemark] = field(default_factory=list)
    _by_name: dict[str, _KnownSystem] = field(default_factory=dict)
    _slugs: UniqueSlugs = field(default_factory=UniqueSlugs)

    def build_usage_table(self, table: TitledTable) -> UsageTable:
        """An applied table with the systems of its rows."""
        first = system_column_index(table.block)
        columns = _move_to_front(table.block.columns, first)
        rows = [
            self._build_row(_move_to_front(row, first), table.line + 2 + number)
            for number, row in enumerate(table.block.rows)
        ]
        return UsageTable(title=table.title, columns=columns, rows=tuple(rows))

    def all_systems(self) -> tuple[System, ...]:
        """The systems."""
        return tuple(System(id=one.id, name=one.name, summary="", link=one.link) for one in self._by_name.values())

    def _build_row(self, cells: tuple[str, ...], line: int) -> UsageRow:
        words, link = parse_link(cells[0]) or (cells[0], "")
        known = self._register(words, link, line)
        known.link = known.link or link
        return UsageRow(
            system=known.id,
            use="".join(cells[_USE_COLUMN:_WHY_COLUMN]),
            why="".join(cells[_WHY_COLUMN:_FIRST_EXTRA_COLUMN]),
            more=cells[_FIRST_EXTRA_COLUMN:],
            link=link if link != known.link else "",
        )

    def _register(self, name: str, link: str, line: int) -> _KnownSystem:
        key = normalize_name(name) or name
        if key not in self._by_name:
            self._by_name[key] = _KnownSystem(self._slugs.assign(name, "system"), name)
        known = self._by_name[key]
        if link and not parse_link(format_link(known.name, link)):
            self.remarks.append(ImportRemark(line, f"the system is called {name}, as its link needs", known.name))
            known.name = name
        elif known.name != name:
            self.remarks.append(ImportRemark(line, f"the system is taken for {known.name}", name))
        return known


def _move_to_front(cells: Sequence[str], index: int) -> tuple[str, ...]:
    return (cells[index], *cells[:index], *cells[index + 1 :])

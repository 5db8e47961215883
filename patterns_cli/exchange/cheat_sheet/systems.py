"""The systems of a cheat sheet, collected from the rows of its usage tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from patterns_cli.exchange.cheat_sheet.pattern_section import system_column_index
from patterns_cli.exchange.markdown.blocks import ImportRemark
from patterns_cli.exchange.markdown.inline import format_link, parse_link
from patterns_cli.packs.install.slugs import UniqueSlugs
from patterns_cli.packs.model import System, UsageRow, UsageTable
from patterns_cli.text.names import normalize_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from patterns_cli.exchange.cheat_sheet.pattern_section import TitledTable


@dataclass
class _KnownSystem:
    id: str
    name: str
    link: str = ""


@dataclass
class SystemRegistry:
    """The distinct systems of a cheat sheet, in the order in which they first occur."""

    remarks: list[ImportRemark] = field(default_factory=list)
    """Receives a remark for each name that is not kept as it is written."""
    _by_name: dict[str, _KnownSystem] = field(default_factory=dict)
    _slugs: UniqueSlugs = field(default_factory=UniqueSlugs)

    def build_usage_table(self, table: TitledTable) -> UsageTable:
        """Build a usage table and register the systems in its rows."""
        system_column = system_column_index(table.block)
        first_row_line = table.line + 2
        rows = [
            self._build_row(_move_to_front(cells, system_column), line)
            for line, cells in enumerate(table.block.rows, first_row_line)
        ]
        columns = _move_to_front(table.block.columns, system_column)
        return UsageTable(title=table.title, columns=columns, rows=tuple(rows))

    def all_systems(self) -> tuple[System, ...]:
        """All systems registered so far."""
        return tuple(
            System(id=system.id, name=system.name, summary="", link=system.link) for system in self._by_name.values()
        )

    def _build_row(self, cells: tuple[str, ...], line: int) -> UsageRow:
        name, link = parse_link(cells[0]) or (cells[0], "")
        system = self._register(name, link, line)
        system.link = system.link or link
        use, why = (*cells[1:3], "", "")[:2]
        return UsageRow(system=system.id, use=use, why=why, more=cells[3:], link=link if link != system.link else "")

    def _register(self, name: str, link: str, line: int) -> _KnownSystem:
        key = normalize_name(name) or name
        if key not in self._by_name:
            self._by_name[key] = _KnownSystem(self._slugs.assign(name, "system"), name)
        system = self._by_name[key]
        if link and not parse_link(format_link(system.name, link)):
            message = f"the system is imported as {name}, because its first spelling cannot be written as a link"
            self.remarks.append(ImportRemark(line, message, system.name))
            system.name = name
        elif system.name != name:
            message = f"the system is imported as {system.name}, because only case, accents or punctuation differ"
            self.remarks.append(ImportRemark(line, message, name))
        return system


def _move_to_front(cells: Sequence[str], index: int) -> tuple[str, ...]:
    return (cells[index], *cells[:index], *cells[index + 1 :])

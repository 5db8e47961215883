"""The systems of a sheet, gathered from the rows of its applied tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from patterns_cli.exchange.cheat_sheet.pattern_section import system_column
from patterns_cli.exchange.markdown.blocks import Remark
from patterns_cli.exchange.markdown.lines import link_of, written_link
from patterns_cli.packs.install.slugs import Ids
from patterns_cli.packs.model import Application, Applied, System
from patterns_cli.text.names import normalized

if TYPE_CHECKING:
    from collections.abc import Sequence

    from patterns_cli.exchange.cheat_sheet.pattern_section import Titled

_USE, _WHY, _MORE = 1, 2, 3


@dataclass
class _Known:
    id: str
    name: str
    link: str = ""


@dataclass
class Systems:
    """Every system once, in the order in which the sheet tells of them."""

    remarks: list[Remark] = field(default_factory=list)
    _known: dict[str, _Known] = field(default_factory=dict)
    _ids: Ids = field(default_factory=Ids)

    def applied(self, table: Titled) -> Applied:
        """An applied table with the systems of its rows."""
        first = system_column(table.grid)
        columns = _first(table.grid.columns, first)
        rows = [self._row(_first(row, first), table.line + 2 + number) for number, row in enumerate(table.grid.rows)]
        return Applied(title=table.title, columns=columns, rows=tuple(rows))

    def all(self) -> tuple[System, ...]:
        """The systems."""
        return tuple(System(id=one.id, name=one.name, summary="", link=one.link) for one in self._known.values())

    def _row(self, cells: tuple[str, ...], line: int) -> Application:
        words, link = link_of(cells[0]) or (cells[0], "")
        known = self._system(words, link, line)
        known.link = known.link or link
        return Application(
            system=known.id,
            use="".join(cells[_USE:_WHY]),
            why="".join(cells[_WHY:_MORE]),
            more=cells[_MORE:],
            link=link if link != known.link else "",
        )

    def _system(self, name: str, link: str, line: int) -> _Known:
        key = normalized(name) or name
        if key not in self._known:
            self._known[key] = _Known(self._ids.give(name, "system"), name)
        known = self._known[key]
        if link and not link_of(written_link(known.name, link)):
            self.remarks.append(Remark(line, f"the system is called {name}, as its link needs", known.name))
            known.name = name
        elif known.name != name:
            self.remarks.append(Remark(line, f"the system is taken for {known.name}", name))
        return known


def _first(cells: Sequence[str], at: int) -> tuple[str, ...]:
    return (cells[at], *cells[:at], *cells[at + 1 :])

"""Renderer for terminals: color, tables and diagrams that fit the window."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from patterns_cli.render.cards.steps import numbered_steps
from patterns_cli.render.document import (
    BarChart,
    Block,
    BulletList,
    CodeBlock,
    DiagramBlock,
    Document,
    Grid,
    HeatMap,
    LabeledRows,
    ListItem,
    Matrix,
    Paragraph,
    Section,
)
from patterns_cli.render.text_layout import (
    as_label,
    escape_control,
    highlight,
    highlight_pattern,
    inline_runs,
    longest_word_width,
    strip_bold,
    transliterate,
    wrap,
    wrap_code,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

MAX_PROSE_WIDTH = 100
"""Maximum line length of prose, in cells; longer lines are hard to read."""

MAX_TABLE_WIDTH = 140
MIN_PROSE_COLUMN_WIDTH = 14
"""Minimum width of a prose column, in cells; below it, labeled lines read better."""

INDENT = 2
_WHITESPACE = re.compile(r"\s+")
_EXTRA_SPACES = re.compile(r"(?<=\s)\s+")
MIN_INDENTED_WIDTH = 40
"""Minimum width for indentation, in cells."""

STYLES = {
    "heading": "bold cyan",
    "section": "bold",
    "label": "cyan",
    "code": "cyan",
    "strong": "bold",
    "mark": "bold yellow",
    "+": "green",
    "-": "red",
}


class RichRenderer:
    """Renders documents for the width, color support and encoding of a terminal."""

    def __init__(self, width: int, *, color: bool, encoding: str) -> None:
        self.width = width
        self.color = color
        self.encoding = encoding
        self.unicode = _can_encode(encoding, "─│┼→●")

    def render(self, document: Document) -> str:
        """Render the document as text with ANSI color codes."""
        console = self.create_console()
        with console.capture() as capture:
            self.print(console, document)
        return "\n".join(line.rstrip() for line in capture.get().split("\n"))

    def create_console(self, **settings: Any) -> Console:
        """Create a console of this width that does not interpret markup."""
        return Console(
            width=self.width,
            height=1,  # if unset, Rich ignores the width on a dumb terminal and uses 80 columns
            force_terminal=True,
            color_system="standard" if self.color else None,
            no_color=not self.color,
            legacy_windows=False,
            highlight=False,
            markup=False,
            emoji=False,
            safe_box=not self.unicode,
            **settings,
        )

    def print(self, console: Console, document: Document) -> None:
        """Print the document to a console."""
        for number, part in enumerate(self._parts(document)):
            if number:
                console.print()
            for is_text, run in groupby(part, lambda renderable: isinstance(renderable, Text)):
                if is_text:
                    # These lines are already wrapped; a single print call is several times faster.
                    console.print(Text("\n").join(line for line in run if isinstance(line, Text)), soft_wrap=True)
                else:
                    console.print(*run)

    @property
    def indent(self) -> int:
        """Indentation of blocks below their section's title, in cells."""
        return INDENT if self.width >= MIN_INDENTED_WIDTH else 0

    @property
    def prose_width(self) -> int:
        """Maximum width of running text, in cells."""
        return min(self.width, MAX_PROSE_WIDTH)

    def _parts(self, document: Document) -> Iterator[list[RenderableType]]:
        heading = document.heading
        if heading:
            lines = self._wrapped_lines(self._styled_text(heading.text, "heading"))
            if heading.detail:
                lines += self._wrapped_lines(self._text(heading.detail))
            yield lines
        for section in document.sections:
            yield list(self._section(section))
        if document.next_steps:
            yield self._next_steps(document.next_steps)

    def _next_steps(self, steps: Sequence[tuple[str, str]]) -> list[RenderableType]:
        lines = self._wrapped_lines(self._styled_text("Next", "section"))
        column = max(cell_len(command) for command, _ in steps) + 2
        beside = column + self.indent + MIN_INDENTED_WIDTH // 2 <= self.prose_width
        for command, what in steps:
            shown = self._styled_text(command, "label")
            if beside:
                lead = self._margin(self.indent).append_text(shown)
                lead.append(" " * (column - cell_len(command)))
                lines += self._wrapped_lines(self._text(what), lead, self.indent + column)
            else:
                lines += self._wrapped_lines(shown, self._margin(self.indent), self.indent)
                lines += self._wrapped_lines(self._text(what), self._margin(self.indent * 2), self.indent * 2)
        return lines

    def _section(self, section: Section) -> Iterator[RenderableType]:
        indent = self.indent if section.title else 0
        if section.title:
            yield from self._wrapped_lines(self._styled_text(section.title, "section"))
        for number, block in enumerate(section.blocks):
            if number:
                yield Text("")
            yield from self._block(block, indent)

    def _block(self, block: Block, indent: int) -> Iterator[RenderableType]:
        match block:
            case Paragraph():
                yield from self._wrapped_lines(self._text(block.text, block.highlights), self._margin(indent), indent)
            case BulletList():
                for number, item in enumerate(block.items, 1):
                    yield from self._item(item, block.marker, number, indent)
            case LabeledRows():
                yield from self._labeled_rows(block.rows, indent)
            case Grid():
                yield from self._grid(block, indent)
            case Matrix():
                yield from self._matrix(block, indent)
            case BarChart() | HeatMap():
                yield from self._chart(block, indent)
            case DiagramBlock():
                yield from self._diagram(block, indent)
            case CodeBlock():
                for line in block.text.rstrip("\n").split("\n"):
                    for piece in wrap_code(self._clean(line), self.width - indent):
                        yield Text(" " * indent + piece, STYLES["code"])

    def _item(self, item: ListItem, marker: str, number: int, indent: int) -> Iterator[RenderableType]:
        bullet = f"{number}." if marker == "1" else marker or ("•" if self.unicode else "*")
        lead = self._margin(indent).append(f"{bullet} ", STYLES.get(marker, ""))
        shown = self._styled_text(as_label(item.title), "strong") if item.title else Text()
        shown.append_text(self._text(item.text, item.highlights))
        deeper = indent + len(bullet) + 1
        yield from self._wrapped_lines(shown, lead, deeper)
        for label, detail in item.details:
            yield from self._labeled_lines(label, detail, deeper)

    def _labeled_lines(self, label: str, text: str, indent: int) -> Iterator[RenderableType]:
        shown = self._styled_text(as_label(label), "label") if label else Text()
        shown.append_text(self._text(text))
        yield from self._wrapped_lines(shown, self._margin(indent), indent + self.indent)

    def _labeled_rows(self, rows: Sequence[tuple[str, str]], indent: int) -> Iterator[RenderableType]:
        column = max((cell_len(label) for label, _ in rows), default=0) + 2
        if self.prose_width - indent - column < MIN_INDENTED_WIDTH:
            for label, text in rows:
                yield from self._labeled_lines(label, text, indent)
            return
        for label, text in rows:
            lead = self._margin(indent).append_text(self._styled_text(label, "label"))
            lead.append(" " * (column - cell_len(label)))
            yield from self._wrapped_lines(self._text(text), lead, indent + column)

    def _grid(self, grid: Grid, indent: int) -> Iterator[RenderableType]:
        if grid.title:
            yield from self._wrapped_lines(self._styled_text(grid.title, "strong"), self._margin(indent), indent)
        prose = any(cell_len(cell) > MIN_PROSE_COLUMN_WIDTH for row in grid.rows for cell in row)
        table = self._table(grid.columns, grid.rows, indent, is_prose=prose)
        if table is not None:
            yield table
            return
        for number, row in enumerate(grid.rows):
            if number:
                yield Text("")
            for column, cell in zip(grid.columns, row, strict=True):
                if cell:
                    yield from self._labeled_lines(column, cell, indent)

    def _matrix(self, matrix: Matrix, indent: int) -> Iterator[RenderableType]:
        rows = [(label, *cells) for label, cells in matrix.rows]
        table = self._table((matrix.corner, *matrix.columns), rows, indent, is_prose=False)
        if table is not None:
            yield table
        else:
            yield from self._labeled_rows(matrix.as_rows(), indent)

    def _chart(self, chart: BarChart | HeatMap, indent: int) -> Iterator[RenderableType]:
        from patterns_cli.render.charts import EIGHTHS, SHADES, draw_bar_chart, draw_heat_map, heat_map_legend

        if isinstance(chart, HeatMap):
            unicode = _can_encode(self.encoding, SHADES)
            for line in draw_heat_map(chart, self.width - indent, unicode=unicode):
                yield self._margin(indent).append(self._clean(line))
            yield from self._wrapped_lines(
                self._text(heat_map_legend(chart, unicode=unicode)), self._margin(indent), indent
            )
            return
        rows = [(self._clean(label), self._clean(text)) for label, text in chart.as_rows()]
        lines = draw_bar_chart(chart, rows, self.prose_width - indent, unicode=_can_encode(self.encoding, EIGHTHS))
        if lines is None:
            yield from self._labeled_rows(rows, indent)
            return
        for line, (label, _) in zip(lines, rows, strict=True):
            yield self._margin(indent).append(line[: len(label)], STYLES["label"]).append(line[len(label) :])

    def _table(
        self, columns: Sequence[str], rows: Sequence[Sequence[str]], indent: int, *, is_prose: bool
    ) -> RenderableType | None:
        """A table without broken words, or None if it does not fit."""
        heads = [self._styled_text(column, "label") for column in columns]
        cells = [[self._text(cell) for cell in row] for row in rows]
        stacks = list(zip(heads, *cells, strict=True))
        min_widths = [max(longest_word_width(text.plain) for text in stack) for stack in stacks]
        max_widths = [max(cell_len(text.plain) for text in stack) for stack in stacks]
        room = min(self.width, MAX_TABLE_WIDTH) - indent - 3 * len(stacks) - 1
        if sum(min_widths) > room or (is_prose and room / len(stacks) < MIN_PROSE_COLUMN_WIDTH):
            return None
        from rich import box
        from rich.padding import Padding
        from rich.table import Table

        table = Table(
            box=box.ROUNDED if self.unicode else box.ASCII,
            show_lines=is_prose,
            border_style="bright_black" if self.color else "",
        )
        for head, width in zip(heads, distribute_width(room, min_widths, max_widths), strict=True):
            table.add_column(head, overflow="fold", width=width)
        for row in cells:
            table.add_row(*row)
        return Padding(table, (0, 0, 0, indent), expand=False) if indent else table

    def _diagram(self, block: DiagramBlock, indent: int) -> Iterator[RenderableType]:
        for picture in block.diagram.renderings:
            if picture.width + indent <= self.width:
                for line in picture.lines if self.unicode else picture.ascii_lines:
                    yield Text(" " * indent + self._clean(line))
                return
        for step in numbered_steps(block.diagram):
            yield from self._wrapped_lines(self._text(step), self._margin(indent), indent + 3)

    def _wrapped_lines(
        self, text: Text, prefix: Text | None = None, subsequent_indent: int = 0
    ) -> list[RenderableType]:
        """Wrap text to the prose width.

        The first line follows ``prefix``; the other lines are indented.
        """
        prefix = prefix or Text()
        first = cell_len(prefix.plain)
        subsequent_indent = subsequent_indent if self.prose_width - subsequent_indent >= MIN_INDENTED_WIDTH // 4 else 0
        lines: list[RenderableType] = []
        for line in _wrap_styled(text, max(1, self.prose_width - max(first, subsequent_indent))):
            lines.append((self._margin(subsequent_indent) if lines else prefix).append_text(line))
        return lines

    def _margin(self, indent: int) -> Text:
        return Text(" " * indent)

    def _styled_text(self, content: str, style: str) -> Text:
        # Style a run, not the whole text, so that text appended later keeps its own style.
        return Text().append(_WHITESPACE.sub(" ", self._clean(content)), STYLES[style])

    def _text(self, content: str, highlights: Sequence[str] = ()) -> Text:
        content = " ".join(self._clean(content).split())
        if not self.color:
            return Text(highlight(strip_bold(content), highlights))
        text = Text()
        for run, kind in inline_runs(content):
            text.append(run, STYLES.get(kind, ""))
        pattern = highlight_pattern(highlights)
        for match in pattern.finditer(text.plain) if pattern else ():
            text.stylize(STYLES["mark"], match.start(), match.end())
        return text

    def _clean(self, text: str) -> str:
        return transliterate(escape_control(text), self.encoding)


def distribute_width(total_width: int, min_widths: Sequence[int], max_widths: Sequence[int]) -> list[int]:
    """Column widths that share the total width in proportion to demand.

    Each width is at least its ``min_widths`` and at most its ``max_widths``. Rich itself would ignore
    the longest word and cut the table off at the edge of the window.
    """
    spare = total_width - sum(min_widths)
    demands = [maximum - minimum for minimum, maximum in zip(min_widths, max_widths, strict=True)]
    if spare >= sum(demands):
        return list(max_widths)
    widths = [minimum + spare * demand // sum(demands) for minimum, demand in zip(min_widths, demands, strict=True)]
    for column in sorted(range(len(widths)), key=lambda n: widths[n] - max_widths[n])[: total_width - sum(widths)]:
        widths[column] += 1
    return widths


def _wrap_styled(text: Text, width: int) -> list[Text]:
    """Wrap a styled text exactly where unstyled text would be wrapped."""
    text = _collapse_spaces(text)
    ends: list[int] = []
    at = 0
    for line in wrap(text.plain, width):
        start = text.plain.index(line, at)
        at = start + len(line)
        ends += (start, at)
    return list(text.divide(ends))[1::2] if at else [Text()]


def _collapse_spaces(text: Text) -> Text:
    """The text with runs of spaces, left over from inline markup, collapsed."""
    ends = [end for match in _EXTRA_SPACES.finditer(text.plain) for end in match.span()]
    return Text().join(list(text.divide(ends))[::2]) if ends else text


def _can_encode(encoding: str, characters: str) -> bool:
    try:
        characters.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True

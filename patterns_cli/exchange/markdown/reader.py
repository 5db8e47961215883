"""A Markdown text as blocks, each with its line; nothing of it is lost in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from markdown_it import MarkdownIt

from patterns_cli.exchange.markdown.blocks import (
    AS_WRITTEN,
    BETWEEN_LISTS,
    Block,
    Code,
    Grid,
    Heading,
    Placed,
    Points,
    Quote,
    Raw,
    Remark,
    Text,
)
from patterns_cli.exchange.markdown.inline import Inline
from patterns_cli.exchange.markdown.tables import cells_of, fitted, is_rule
from patterns_cli.exchange.markdown.writer import written
from patterns_cli.text.control_chars import first_acting, name_of, written_out

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

MOST_FRONT_MATTER = 60
"""Lines of settings that may stand between dashes before the text."""

_FENCES = ("```", "~~~")


class Reading(msgspec.Struct, frozen=True):
    """What a Markdown text holds, and what of it could not be kept as it was written."""

    blocks: tuple[Placed, ...]
    remarks: tuple[Remark, ...]


def read_markdown(text: str) -> Reading:
    """The blocks of a Markdown text. Whatever has no block of its own kind is kept in its own lines."""
    reader = _Reader(text)
    blocks = tuple(reader.stable())
    return Reading(blocks, tuple(sorted(reader.remarks)))


def blocks_of(text: str) -> list[Block]:
    """The blocks of a Markdown text as they are read at first sight."""
    return [placed.block for placed in _Reader(text).blocks()]


def reads_back(block: Block) -> bool:
    """Whether a block that is written is read as the same block."""
    return blocks_of(written([block])) == [block]


class _Reader:
    def __init__(self, text: str) -> None:
        self.remarks: list[Remark] = []
        whole = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n")
        self._lines = [self._speakable(number, line) for number, line in enumerate(whole)]
        self._drop_front_matter()
        environment: dict[str, Any] = {}
        parser = MarkdownIt("commonmark").enable("table")
        parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
        self._tokens = parser.parse("\n".join(self._lines), environment)
        self._inline = Inline(parser, environment.get("references", {}))

    def stable(self) -> Iterator[Placed]:
        """The blocks; one that would be read as something else when written again is kept in its lines."""
        for start, end, placed in self._found():
            if all(isinstance(one.block, Raw) or reads_back(one.block) for one in placed):
                yield from placed
            elif raw := self._raw(start, end):
                yield raw

    def blocks(self) -> Iterator[Placed]:
        """The blocks as they are found."""
        for _, _, placed in self._found():
            yield from placed

    def _found(self) -> Iterator[tuple[int, int, list[Placed]]]:
        """The blocks between each pair of lines. What the parser passes over is kept as it is written."""
        at = 0
        for tokens in _top_level(self._tokens):
            start, end = tokens[0].map or (at, at)
            yield from self._passed_over(at, start)
            yield start, end, list(self._block(tokens, start, end))
            at = max(at, end)
        yield from self._passed_over(at, len(self._lines))

    def _passed_over(self, start: int, end: int) -> Iterator[tuple[int, int, list[Placed]]]:
        raw = self._raw(start, end)
        if raw is not None:
            yield start, end, [raw]

    def _raw(self, start: int, end: int) -> Placed | None:
        lines = self._lines[start:end]
        while lines and not lines[-1].strip():
            lines.pop()
        while lines and not lines[0].strip():
            lines.pop(0)
            start += 1
        return Placed(start + 1, Raw("\n".join(line.rstrip() for line in lines))) if lines else None

    def _block(self, tokens: Sequence[Token], start: int, end: int) -> Iterator[Placed]:
        first = tokens[0]
        match first.type:
            case "hr":
                return
            case "heading_open":
                yield from self._heading(tokens, start)
            case "paragraph_open":
                yield from self._paragraph(tokens[1].content, start)
            case "table_open":
                yield self._table(start, end)
            case "fence" if first.info.strip() == AS_WRITTEN:
                yield Placed(start + 1, Raw(first.content.removesuffix("\n")))
            case "fence" | "code_block" if first.content.strip():
                self._tell_of_unclosed(first, start, end)
                yield Placed(start + 1, Code(first.content.rstrip("\n") + "\n", first.info.strip()))
            case "html_block" if first.content.strip() == BETWEEN_LISTS:
                return
            case _:
                simple = _list(tokens) or _quote(tokens)
                placed = Placed(start + 1, simple) if simple else self._raw(start, end)
                if placed:
                    yield placed

    def _heading(self, tokens: Sequence[Token], start: int) -> Iterator[Placed]:
        text = " ".join(line.strip() for line in tokens[1].content.split("\n"))
        if text:
            yield Placed(start + 1, Heading(int(tokens[0].tag[1:]), text))
        else:
            self._remark(start, "a heading without words")

    def _paragraph(self, content: str, start: int) -> Iterator[Placed]:
        lines = content.split("\n")
        if len(lines) > 1 and all(line.lstrip().startswith("|") for line in lines):
            self._remark(start, "a table without a line |---| below its heads")
            yield Placed(start + 1, _headless(lines))
            return
        for label, text in self._inline.parts(content):
            yield Placed(start + 1, Text(label, text))

    def _table(self, start: int, end: int) -> Placed:
        head, _, *rows = self._lines[start:end]
        columns = [cell.strip() for cell in cells_of(head)]
        for number, row in enumerate(rows, start + 2):
            found = len(cells_of(row))
            if found > len(columns):
                self._remark(number, f"{found} cells under {len(columns)} columns; a | in a cell is written \\|")
        found_rows = [fitted(cells_of(row), len(columns)) for row in rows if row.strip()]
        return Placed(
            start + 1, Grid(tuple(columns), tuple(tuple(map(self._inline.spelled_out, row)) for row in found_rows))
        )

    def _tell_of_unclosed(self, token: Token, start: int, end: int) -> None:
        if token.type != "fence":
            return
        last = self._lines[end - 1].strip()
        closed = end - start > 1 and last.startswith(token.markup) and not last.strip(token.markup[0])
        if not closed:
            self._remark(start, "this code block is never closed, and takes all that follows")

    def _speakable(self, number: int, line: str) -> str:
        acting = first_acting(line)
        while acting is not None:
            self._remark_on(number, f"{name_of(acting[0])}, which terminals act upon, is written out", line)
            line = line.replace(acting[0], written_out(acting[0]))
            acting = first_acting(line)
        return line

    def _drop_front_matter(self) -> None:
        lines = self._lines
        if lines[0].rstrip() != "---" or len(lines) == 1:
            return
        for number, line in enumerate(lines[1:MOST_FRONT_MATTER], 1):
            if line.rstrip() == "---" and number > 1:
                for at in range(1, number):
                    self._remark(at, "a setting before the text is not kept")
                self._lines = ["", *[""] * number, *lines[number + 1 :]]
                return
            if not line.strip() or line.startswith("#"):
                return

    def _remark(self, number: int, message: str) -> None:
        self._remark_on(number, message, self._lines[number])

    def _remark_on(self, number: int, message: str, line: str) -> None:
        self.remarks.append(Remark(number + 1, message, "".join(map(_visible, line.strip()))))


def _visible(character: str) -> str:
    return written_out(character) if first_acting(character) else character


def _top_level(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    start = 0
    for number, token in enumerate(tokens):
        if token.level == 0 and token.nesting <= 0:
            yield tokens[start : number + 1]
            start = number + 1


def _list(tokens: Sequence[Token]) -> Points | None:
    """A list whose entries are one paragraph each, if it is such a one."""
    first = tokens[0]
    if first.type not in ("bullet_list_open", "ordered_list_open") or first.attrs.get("start", 1) != 1:
        return None
    item = ["list_item_open", "paragraph_open", "inline", "paragraph_close", "list_item_close"]
    inner = tokens[1:-1]
    if [token.type for token in inner] != item * (len(inner) // len(item)):
        return None
    texts = tuple(" ".join(map(str.strip, token.content.split("\n"))) for token in inner if token.type == "inline")
    return Points(texts, first.type == "ordered_list_open")


def _quote(tokens: Sequence[Token]) -> Quote | None:
    """A quote of one paragraph, if it is such a one."""
    kinds = [token.type for token in tokens]
    if kinds != ["blockquote_open", "paragraph_open", "inline", "paragraph_close", "blockquote_close"]:
        return None
    return Quote(" ".join(map(str.strip, tokens[2].content.split("\n"))))


def _headless(lines: Sequence[str]) -> Grid:
    rows = [cells_of(line) for line in lines if not is_rule(line)]
    count = max((len(row) for row in rows), default=1) or 1
    has_heads = len(lines) > 1 and is_rule(lines[1]) and not is_rule(lines[0])
    columns = fitted(rows[0], count) if has_heads else ("",) * count
    return Grid(columns, tuple(fitted(row, count) for row in rows[has_heads:]))

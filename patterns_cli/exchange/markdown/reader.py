"""A Markdown text as blocks, each with its line; nothing of it is lost in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from markdown_it import MarkdownIt

from patterns_cli.exchange.markdown.blocks import (
    LIST_SEPARATOR,
    RAW_INFO_STRING,
    Block,
    CodeBlock,
    Heading,
    ImportRemark,
    ListBlock,
    Paragraph,
    PositionedBlock,
    QuoteBlock,
    RawBlock,
    TableBlock,
)
from patterns_cli.exchange.markdown.inline import InlineReader
from patterns_cli.exchange.markdown.tables import fit_cells, is_delimiter_row, split_cells
from patterns_cli.exchange.markdown.writer import render_blocks
from patterns_cli.text.control_chars import describe_char, escape_char, find_unsafe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

MAX_FRONT_MATTER_LINES = 60
"""Lines of settings that may stand between dashes before the text."""

_FENCES = ("```", "~~~")


class MarkdownDocument(msgspec.Struct, frozen=True):
    """What a Markdown text holds, and what of it could not be kept as it was written."""

    blocks: tuple[PositionedBlock, ...]
    remarks: tuple[ImportRemark, ...]


def read_markdown(text: str) -> MarkdownDocument:
    """The blocks of a Markdown text. Whatever has no block of its own kind is kept in its own lines."""
    reader = _Reader(text)
    blocks = tuple(reader.stable_blocks())
    return MarkdownDocument(blocks, tuple(sorted(reader.remarks)))


def parse_blocks(text: str) -> list[Block]:
    """The blocks of a Markdown text as they are read at first sight."""
    return [placed.block for placed in _Reader(text).blocks()]


def is_round_trip_safe(block: Block) -> bool:
    """Whether a block that is written is read as the same block."""
    return parse_blocks(render_blocks([block])) == [block]


class _Reader:
    def __init__(self, text: str) -> None:
        self.remarks: list[ImportRemark] = []
        whole = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n")
        self._lines = [self._escape_control_chars(number, line) for number, line in enumerate(whole)]
        self._drop_front_matter()
        environment: dict[str, Any] = {}
        parser = MarkdownIt("commonmark").enable("table")
        parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
        self._tokens = parser.parse("\n".join(self._lines), environment)
        self._inline = InlineReader(parser, environment.get("references", {}))

    def stable_blocks(self) -> Iterator[PositionedBlock]:
        """The blocks; one that would be read as something else when written again is kept in its lines."""
        for start, end, placed in self._block_groups():
            if all(isinstance(one.block, RawBlock) or is_round_trip_safe(one.block) for one in placed):
                yield from placed
            elif raw := self._raw_block(start, end):
                yield raw

    def blocks(self) -> Iterator[PositionedBlock]:
        """The blocks as they are found."""
        for _, _, placed in self._block_groups():
            yield from placed

    def _block_groups(self) -> Iterator[tuple[int, int, list[PositionedBlock]]]:
        """The blocks between each pair of lines. What the parser passes over is kept as it is written."""
        at = 0
        for tokens in _top_level_groups(self._tokens):
            start, end = tokens[0].map or (at, at)
            yield from self._skipped_lines(at, start)
            yield start, end, list(self._blocks_from_tokens(tokens, start, end))
            at = max(at, end)
        yield from self._skipped_lines(at, len(self._lines))

    def _skipped_lines(self, start: int, end: int) -> Iterator[tuple[int, int, list[PositionedBlock]]]:
        raw = self._raw_block(start, end)
        if raw is not None:
            yield start, end, [raw]

    def _raw_block(self, start: int, end: int) -> PositionedBlock | None:
        lines = self._lines[start:end]
        while lines and not lines[-1].strip():
            lines.pop()
        while lines and not lines[0].strip():
            lines.pop(0)
            start += 1
        return PositionedBlock(start + 1, RawBlock("\n".join(line.rstrip() for line in lines))) if lines else None

    def _blocks_from_tokens(self, tokens: Sequence[Token], start: int, end: int) -> Iterator[PositionedBlock]:
        first = tokens[0]
        match first.type:
            case "hr":
                return
            case "heading_open":
                yield from self._read_heading(tokens, start)
            case "paragraph_open":
                yield from self._read_paragraph(tokens[1].content, start)
            case "table_open":
                yield self._read_table(start, end)
            case "fence" if first.info.strip() == RAW_INFO_STRING:
                yield PositionedBlock(start + 1, RawBlock(first.content.removesuffix("\n")))
            case "fence" | "code_block" if first.content.strip():
                self._check_fence_is_closed(first, start, end)
                yield PositionedBlock(start + 1, CodeBlock(first.content.rstrip("\n") + "\n", first.info.strip()))
            case "html_block" if first.content.strip() == LIST_SEPARATOR:
                return
            case _:
                simple = _simple_list(tokens) or _simple_quote(tokens)
                placed = PositionedBlock(start + 1, simple) if simple else self._raw_block(start, end)
                if placed:
                    yield placed

    def _read_heading(self, tokens: Sequence[Token], start: int) -> Iterator[PositionedBlock]:
        text = " ".join(line.strip() for line in tokens[1].content.split("\n"))
        if text:
            yield PositionedBlock(start + 1, Heading(int(tokens[0].tag[1:]), text))
        else:
            self._add_remark(start, "a heading without words")

    def _read_paragraph(self, content: str, start: int) -> Iterator[PositionedBlock]:
        lines = content.split("\n")
        if len(lines) > 1 and all(line.lstrip().startswith("|") for line in lines):
            self._add_remark(start, "a table without a line |---| below its heads")
            yield PositionedBlock(start + 1, _table_without_delimiter(lines))
            return
        for label, text in self._inline.labeled_parts(content):
            yield PositionedBlock(start + 1, Paragraph(label, text))

    def _read_table(self, start: int, end: int) -> PositionedBlock:
        head, _, *rows = self._lines[start:end]
        columns = [cell.strip() for cell in split_cells(head)]
        for number, row in enumerate(rows, start + 2):
            found = len(split_cells(row))
            if found > len(columns):
                self._add_remark(number, f"{found} cells under {len(columns)} columns; a | in a cell is written \\|")
        found_rows = [fit_cells(split_cells(row), len(columns)) for row in rows if row.strip()]
        return PositionedBlock(
            start + 1,
            TableBlock(
                tuple(columns), tuple(tuple(map(self._inline.expand_reference_link, row)) for row in found_rows)
            ),
        )

    def _check_fence_is_closed(self, token: Token, start: int, end: int) -> None:
        if token.type != "fence":
            return
        last = self._lines[end - 1].strip()
        closed = end - start > 1 and last.startswith(token.markup) and not last.strip(token.markup[0])
        if not closed:
            self._add_remark(start, "this code block is never closed, and takes all that follows")

    def _escape_control_chars(self, line_index: int, line: str) -> str:
        acting = find_unsafe(line)
        while acting is not None:
            self._add_remark_on_line(
                line_index, f"{describe_char(acting[0])}, which terminals act upon, is written out", line
            )
            line = line.replace(acting[0], escape_char(acting[0]))
            acting = find_unsafe(line)
        return line

    def _drop_front_matter(self) -> None:
        lines = self._lines
        if lines[0].rstrip() != "---" or len(lines) == 1:
            return
        for number, line in enumerate(lines[1:MAX_FRONT_MATTER_LINES], 1):
            if line.rstrip() == "---" and number > 1:
                for at in range(1, number):
                    self._add_remark(at, "a setting before the text is not kept")
                self._lines = ["", *[""] * number, *lines[number + 1 :]]
                return
            if not line.strip() or line.startswith("#"):
                return

    def _add_remark(self, line_index: int, message: str) -> None:
        self._add_remark_on_line(line_index, message, self._lines[line_index])

    def _add_remark_on_line(self, line_index: int, message: str, line: str) -> None:
        self.remarks.append(ImportRemark(line_index + 1, message, "".join(map(_escape_if_unsafe, line.strip()))))


def _escape_if_unsafe(character: str) -> str:
    return escape_char(character) if find_unsafe(character) else character


def _top_level_groups(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    start = 0
    for number, token in enumerate(tokens):
        if token.level == 0 and token.nesting <= 0:
            yield tokens[start : number + 1]
            start = number + 1


def _simple_list(tokens: Sequence[Token]) -> ListBlock | None:
    """A list whose entries are one paragraph each, if it is such a one."""
    first = tokens[0]
    if first.type not in ("bullet_list_open", "ordered_list_open") or first.attrs.get("start", 1) != 1:
        return None
    item = ["list_item_open", "paragraph_open", "inline", "paragraph_close", "list_item_close"]
    inner = tokens[1:-1]
    if [token.type for token in inner] != item * (len(inner) // len(item)):
        return None
    texts = tuple(" ".join(map(str.strip, token.content.split("\n"))) for token in inner if token.type == "inline")
    return ListBlock(texts, first.type == "ordered_list_open")


def _simple_quote(tokens: Sequence[Token]) -> QuoteBlock | None:
    """A quote of one paragraph, if it is such a one."""
    kinds = [token.type for token in tokens]
    if kinds != ["blockquote_open", "paragraph_open", "inline", "paragraph_close", "blockquote_close"]:
        return None
    return QuoteBlock(" ".join(map(str.strip, tokens[2].content.split("\n"))))


def _table_without_delimiter(lines: Sequence[str]) -> TableBlock:
    rows = [split_cells(line) for line in lines if not is_delimiter_row(line)]
    count = max((len(row) for row in rows), default=1) or 1
    has_heads = len(lines) > 1 and is_delimiter_row(lines[1]) and not is_delimiter_row(lines[0])
    columns = fit_cells(rows[0], count) if has_heads else ("",) * count
    return TableBlock(columns, tuple(fit_cells(row, count) for row in rows[has_heads:]))

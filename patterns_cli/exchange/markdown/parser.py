"""A Markdown text parsed into blocks, with a remark for each line that is not kept as it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from patterns_cli.exchange.markdown.blocks import (
    LIST_SEPARATOR,
    RAW_INFO_STRING,
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
from patterns_cli.exchange.markdown.inline import InlineReader, new_parser
from patterns_cli.exchange.markdown.tables import fit_cells, split_cells, table_without_delimiter
from patterns_cli.text.control_chars import describe_char, escape_char, find_unsafe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

MAX_FRONT_MATTER_LINES = 60
"""Maximum length of the front matter, in lines."""


class BlockGroup(NamedTuple):
    """The blocks that were parsed from a range of lines."""

    start: int
    """Index of the first line, from 0."""
    end: int
    """Index after the last line."""
    blocks: list[PositionedBlock]


class MarkdownParser:
    """Parses one Markdown text."""

    def __init__(self, text: str) -> None:
        self.remarks: list[ImportRemark] = []
        """Complete once :meth:`block_groups` is exhausted."""
        lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n")
        self._lines = [self._escape_control_chars(index, line) for index, line in enumerate(lines)]
        self._drop_front_matter()
        environment: dict[str, Any] = {}
        parser = new_parser()
        self._tokens = parser.parse("\n".join(self._lines), environment)
        self._inline = InlineReader(parser, environment.get("references", {}))

    def block_groups(self) -> Iterator[BlockGroup]:
        """The blocks of each range of lines; lines that give no tokens, such as link definitions, are raw blocks."""
        position = 0
        for tokens in _top_level_groups(self._tokens):
            start, end = tokens[0].map or (position, position)
            yield from self._skipped_lines(position, start)
            yield BlockGroup(start, end, list(self._blocks_from_tokens(tokens, start, end)))
            position = max(position, end)
        yield from self._skipped_lines(position, len(self._lines))

    def raw_block(self, start: int, end: int) -> PositionedBlock | None:
        """A range of lines without blank lines around it, or None if all of them are blank."""
        lines = self._lines[start:end]
        while lines and not lines[-1].strip():
            lines.pop()
        while lines and not lines[0].strip():
            lines.pop(0)
            start += 1
        return PositionedBlock(start + 1, RawBlock("\n".join(line.rstrip() for line in lines))) if lines else None

    def _skipped_lines(self, start: int, end: int) -> Iterator[BlockGroup]:
        raw = self.raw_block(start, end)
        if raw is not None:
            yield BlockGroup(start, end, [raw])

    def _blocks_from_tokens(self, tokens: Sequence[Token], start: int, end: int) -> Iterator[PositionedBlock]:
        first = tokens[0]
        match first.type:
            case "hr":
                return
            case "heading_open":
                text = _join_lines(tokens[1].content)
                if text:
                    yield PositionedBlock(start + 1, Heading(int(first.tag[1:]), text))
                else:
                    self._add_remark(start, "the heading has no text, so it is left out")
            case "paragraph_open":
                yield from self._read_paragraph(tokens[1].content, start)
            case "table_open":
                yield PositionedBlock(start + 1, self._read_table(start, end))
            case "fence" if first.info.strip() == RAW_INFO_STRING:
                yield PositionedBlock(start + 1, RawBlock(first.content.removesuffix("\n")))
            case "fence" | "code_block" if first.content.strip():
                if first.type == "fence" and not self._is_fence_closed(first, start, end):
                    message = "this code block is never closed, so everything after it is read as code"
                    self._add_remark(start, message)
                yield PositionedBlock(start + 1, CodeBlock(first.content.rstrip("\n") + "\n", first.info.strip()))
            case "html_block" if first.content.strip() == LIST_SEPARATOR:
                return
            case _:
                simple = _simple_list(tokens) or _simple_quote(tokens)
                positioned = PositionedBlock(start + 1, simple) if simple else self.raw_block(start, end)
                if positioned:
                    yield positioned

    def _read_paragraph(self, content: str, start: int) -> Iterator[PositionedBlock]:
        lines = content.split("\n")
        if len(lines) > 1 and all(line.lstrip().startswith("|") for line in lines):
            self._add_remark(start, "the table has no header; add a line |---| below the first row")
            yield PositionedBlock(start + 1, table_without_delimiter(lines))
            return
        for label, text in self._inline.labeled_parts(content):
            yield PositionedBlock(start + 1, Paragraph(label, text))

    def _read_table(self, start: int, end: int) -> TableBlock:
        header, _, *row_lines = self._lines[start:end]
        columns = tuple(cell.strip() for cell in split_cells(header))
        rows = []
        for index, line in enumerate(row_lines, start + 2):
            cells = split_cells(line)
            if len(cells) > len(columns):
                message = f"the row has {len(cells)} cells, the header {len(columns)}; write a | in a cell as \\|"
                self._add_remark(index, message)
            if line.strip():
                rows.append(tuple(map(self._inline.expand_reference_link, fit_cells(cells, len(columns)))))
        return TableBlock(columns, tuple(rows))

    def _is_fence_closed(self, token: Token, start: int, end: int) -> bool:
        last = self._lines[end - 1].strip()
        return end - start > 1 and last.startswith(token.markup) and not last.strip(token.markup[0])

    def _escape_control_chars(self, line_index: int, line: str) -> str:
        while unsafe := find_unsafe(line):
            character, escaped = unsafe[0], escape_char(unsafe[0])
            message = f"{describe_char(character)} could control the terminal, so it is imported as {escaped}"
            self._add_remark(line_index, message, line)
            line = line.replace(character, escaped)
        return line

    def _drop_front_matter(self) -> None:
        lines = self._lines
        if lines[0].rstrip() != "---" or len(lines) == 1:
            return
        for index, line in enumerate(lines[1:MAX_FRONT_MATTER_LINES], 1):
            if line.rstrip() == "---" and index > 1:
                for setting in range(1, index):
                    self._add_remark(setting, "front matter is not imported")
                self._lines = ["", *[""] * index, *lines[index + 1 :]]
                return
            if not line.strip() or line.startswith("#"):
                return

    def _add_remark(self, line_index: int, message: str, line: str | None = None) -> None:
        text = (self._lines[line_index] if line is None else line).strip()
        safe_text = "".join(escape_char(character) if find_unsafe(character) else character for character in text)
        self.remarks.append(ImportRemark(line_index + 1, message, safe_text))


def _top_level_groups(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    start = 0
    for index, token in enumerate(tokens):
        if token.level == 0 and token.nesting <= 0:
            yield tokens[start : index + 1]
            start = index + 1


def _simple_list(tokens: Sequence[Token]) -> ListBlock | None:
    """The list if every item is a single paragraph and its numbers start at 1, else None."""
    first = tokens[0]
    if first.type not in ("bullet_list_open", "ordered_list_open") or first.attrs.get("start", 1) != 1:
        return None
    item_types = ["list_item_open", "paragraph_open", "inline", "paragraph_close", "list_item_close"]
    inner = tokens[1:-1]
    if [token.type for token in inner] != item_types * (len(inner) // len(item_types)):
        return None
    items = tuple(_join_lines(token.content) for token in inner if token.type == "inline")
    return ListBlock(items, first.type == "ordered_list_open")


def _simple_quote(tokens: Sequence[Token]) -> QuoteBlock | None:
    """The block quote if it is a single paragraph, else None."""
    types = [token.type for token in tokens]
    if types != ["blockquote_open", "paragraph_open", "inline", "paragraph_close", "blockquote_close"]:
        return None
    return QuoteBlock(_join_lines(tokens[2].content))


def _join_lines(content: str) -> str:
    return " ".join(line.strip() for line in content.split("\n"))

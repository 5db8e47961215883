"""Inline Markdown: labels at the start of a line, line breaks, and links."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from markdown_it.token import Token

_BOLD_MARKERS = ("**", "__")
_COLONS = (":", "：")
_SENTENCE_ENDS = (".", "!", "?")

CONTEXT_LINES = 8
"""Maximum number of lines before and after a label that are searched for code and links that span it."""


def new_parser() -> MarkdownIt:
    """A CommonMark parser with tables that keeps URLs as they are written."""
    parser = MarkdownIt("commonmark").enable("table")
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return parser


def parse_link(text: str) -> tuple[str, str] | None:
    """The text and URL of an inline link, or None if there is anything else in ``text``."""
    link = _default_reader().single_link(text)
    return link if link and text == format_link(*link) else None


def format_link(link_text: str, url: str) -> str:
    """An inline link as Markdown, or only its text if ``url`` is empty."""
    return f"[{link_text}]({url})" if url else link_text


def split_label(line: str) -> tuple[str, str] | None:
    """The bold label at the start of a line and the text after it, or None if there is no label."""
    return _default_reader().split_label(line)


class InlineReader:
    """Reads inline Markdown, given the link reference definitions of its document."""

    def __init__(self, parser: MarkdownIt, link_definitions: dict[str, Any]) -> None:
        self._parser = parser
        self._link_definitions = link_definitions

    def labeled_parts(self, content: str) -> list[tuple[str, str]]:
        """The (label, text) parts of a paragraph; each line that starts with a bold label starts a part."""
        lines = content.split("\n")
        parts: list[tuple[str, list[str]]] = []
        for index, line in enumerate(lines):
            label = self.split_label(line.strip())
            if label and index and not self._is_part_boundary(parts[-1][1], lines[index : index + CONTEXT_LINES], line):
                label = None
            if label is None and index:
                parts[-1][1].append(line)
            else:
                parts.append((label[0], [label[1]]) if label else ("", [line]))
        return [(label, self._join_lines(part_lines)) for label, part_lines in parts]

    def split_label(self, line: str) -> tuple[str, str] | None:
        """The bold label at the start of a line and the text after it, or None if there is no label.

        The colon may be inside or outside the bold text. It may be missing if nothing follows the label.
        """
        marker = line[:2]
        if marker not in _BOLD_MARKERS:
            return None
        end = line.find(marker, 2)
        label, rest = line[2:end].strip(), line[end + 2 :].lstrip()
        if end < 0 or not label or not self._is_single_bold(line[: end + 2]):
            return None
        if label.endswith(_COLONS):
            return (label[:-1].rstrip(), rest) if label[:-1].rstrip() else None
        if rest.startswith(_COLONS):
            return label, rest[1:].strip()
        return (label, "") if not rest and not label.endswith(_SENTENCE_ENDS) else None

    def single_link(self, text: str) -> tuple[str, str] | None:
        """The text and URL of a link, or None if there is anything else in ``text``."""
        tokens = self._non_empty_tokens(text)
        if [token.type for token in tokens] != ["link_open", "text", "link_close"] or "title" in tokens[0].attrs:
            return None
        link_text, url = tokens[1].content, str(tokens[0].attrs["href"])
        return (link_text, url) if self._is_plain_link(link_text, url) else None

    def expand_reference_link(self, text: str) -> str:
        """The text, as an inline link if it is a single reference link."""
        if not text.startswith("[") or not text.endswith("]"):
            return text
        link = self.single_link(text)
        return format_link(*link) if link else text

    def _is_plain_link(self, link_text: str, url: str) -> bool:
        """Whether a link with this text and URL is parsed as the same text and URL."""
        match self._parse_inline(f"[{link_text}]({url})"):
            case [opening, inner, _]:
                return inner.content == link_text and opening.attrs == {"href": url} and bool(link_text.strip())
            case _:
                return False

    def _is_single_bold(self, text: str) -> bool:
        kinds = [token.type for token in self._non_empty_tokens(text)]
        return kinds[:1] == ["strong_open"] and kinds[-1] == "strong_close" and kinds.count("strong_close") == 1

    def _is_part_boundary(self, part_lines: list[str], next_lines: list[str], line: str) -> bool:
        """Whether a part can end before a line without cutting a code span or a link in two."""
        before = "\n".join(part_lines[-CONTEXT_LINES:]).rstrip()
        after = "\n".join([line, *next_lines[1:]]).lstrip()
        joined_tokens = self._token_signatures(f"{before}\n{after}")
        tokens_before = self._token_signatures(before.removesuffix("\\"))
        tokens_after = self._token_signatures(after)
        # In the joined text, a line break is between the two parts.
        return (
            len(joined_tokens) == len(tokens_before) + 1 + len(tokens_after)
            and joined_tokens[: len(tokens_before)] == tokens_before
            and joined_tokens[len(tokens_before) + 1 :] == tokens_after
        )

    def _join_lines(self, lines: list[str]) -> str:
        """The lines as a single line, without the backslashes of hard line breaks."""
        stripped = [line.strip() for line in lines]
        joined = " ".join(stripped).strip()
        if not any(line.endswith("\\") for line in stripped[:-1]):
            return joined
        without_breaks = [line.removesuffix("\\").rstrip() for line in stripped[:-1]]
        plain = " ".join([*without_breaks, stripped[-1]]).strip()
        # A backslash in a code span is not a line break.
        return plain if "`" not in plain else joined

    def _token_signatures(self, text: str) -> list[tuple[str, str, str]]:
        return [(token.type, token.content, str(token.attrs)) for token in self._parse_inline(text)]

    def _non_empty_tokens(self, text: str) -> list[Token]:
        return [token for token in self._parse_inline(text) if token.content or token.type != "text"]

    def _parse_inline(self, text: str) -> list[Token]:
        [inline] = self._parser.parseInline(text, {"references": self._link_definitions})
        return inline.children or []


@cache
def _default_reader() -> InlineReader:
    return InlineReader(new_parser(), {})

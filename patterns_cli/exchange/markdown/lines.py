"""Lines that are one plain link, or start with a label."""

from __future__ import annotations

from functools import cache

from markdown_it import MarkdownIt

from patterns_cli.exchange.markdown.inline import InlineReader


@cache
def _inline_reader() -> InlineReader:
    parser = MarkdownIt("commonmark")
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return InlineReader(parser, {})


def parse_link(text: str) -> tuple[str, str] | None:
    """The words and the address of a text that is one plain link and nothing else."""
    found = _inline_reader().single_link(text)
    return found if found and text == format_link(*found) else None


def format_link(link_text: str, url: str) -> str:
    """A link as Markdown writes it."""
    return f"[{link_text}]({url})" if url else link_text


def split_label(line: str) -> tuple[str, str] | None:
    """The bold label at the start of a line and what comes after it, or None."""
    return _inline_reader().split_label(line)

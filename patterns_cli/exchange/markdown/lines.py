"""Lines that are one plain link, or start with a label."""

from __future__ import annotations

from functools import cache

from markdown_it import MarkdownIt

from patterns_cli.exchange.markdown.inline import Inline


@cache
def _inline() -> Inline:
    parser = MarkdownIt("commonmark")
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return Inline(parser, {})


def link_of(text: str) -> tuple[str, str] | None:
    """The words and the address of a text that is one plain link and nothing else."""
    found = _inline().lone_link(text)
    return found if found and text == written_link(*found) else None


def written_link(words: str, address: str) -> str:
    """A link as Markdown writes it."""
    return f"[{words}]({address})" if address else words


def labelled(line: str) -> tuple[str, str] | None:
    """The bold label at the start of a line and what comes after it, or None."""
    return _inline().label(line)

"""How help is laid out: within the window, however narrow, and with nothing cut."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from typer._click import Context, HelpFormatter

from patterns_cli.cli.app_context import AppContext
from patterns_cli.render.text_layout import transliterate, wrap
from patterns_cli.terminal import DEFAULT_WIDTH

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from patterns_cli.terminal import Terminal

INDENT = "  "
NO_REWRAP = "\b"
"""Alone on the first line of a paragraph, it says that its lines are examples and keep their breaks."""

MIN_TWO_COLUMN_WIDTH = 60
"""Below this width, an option stands above what it means, not beside it."""

MAX_TERM_WIDTH = 30
_COLUMN_GAP = re.compile(r"\s{2,}")


class WrappingHelpFormatter(HelpFormatter):
    """Help as wide as the window, and not wider than is good to read."""

    def __init__(self, terminal: Terminal) -> None:
        window = terminal.width
        super().__init__(width=min(window or DEFAULT_WIDTH, DEFAULT_WIDTH))
        self.window_width = window
        self.encoding = terminal.encoding

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line that says how the command is called."""
        self._write_lines(_wrap_hanging(f"{prefix or 'Usage: '}{prog} {args}", self.width, "", INDENT * 2))

    def write_text(self, text: str) -> None:
        """Write paragraphs and examples."""
        for number, paragraph in enumerate(text.split("\n\n")):
            if number:
                self.write("\n")
            first, _, rest = paragraph.partition("\n")
            if first.strip() == NO_REWRAP:
                for line in rest.split("\n"):
                    self._write_lines(self._example_lines(line.rstrip()))
            else:
                self._write_lines(_wrap_hanging(paragraph, self.width, self._margin, self._margin))

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = MAX_TERM_WIDTH, col_spacing: int = 2) -> None:
        """Write terms and what they mean, side by side where there is room."""
        beside = min(max((len(term) for term, _ in rows), default=0), col_max) + col_spacing
        for term, meaning in rows:
            if self.width < MIN_TWO_COLUMN_WIDTH:
                self._write_lines(_wrap_hanging(term, self.width, "", INDENT))
                self._write_lines(_wrap_hanging(meaning, self.width, INDENT, INDENT))
                continue
            margin = self._margin + " " * beside
            lead = f"{self._margin}{term:<{beside}}"
            if len(lead) > len(margin):
                self._write_lines(_wrap_hanging(term, self.width, self._margin, self._margin))
                lead = margin
            self._write_lines(_wrap_hanging(meaning, self.width, lead, margin))

    def getvalue(self) -> str:
        """The help, in characters that the terminal has."""
        return transliterate(super().getvalue(), self.encoding)

    @property
    def _margin(self) -> str:
        return " " * (self.current_indent if self.width >= MIN_TWO_COLUMN_WIDTH else 0)

    def _example_lines(self, line: str) -> Iterator[str]:
        """An example as it is where the window lets it, else its parts below each other."""
        if self.window_width is None or len(self._margin + line) <= self.window_width:
            yield self._margin + line
            return
        indent = self._margin
        for part in _COLUMN_GAP.split(line.strip()):
            yield from _wrap_hanging(part, self.window_width, indent, indent + INDENT)
            indent += INDENT

    def _write_lines(self, lines: Iterator[str]) -> None:
        for line in lines:
            self.write(f"{line.rstrip()}\n")


class HelpContext(Context):
    """The state of a command whose help fits the window."""

    def make_formatter(self) -> HelpFormatter:
        """What lays out the help."""
        return WrappingHelpFormatter(self.find_root().ensure_object(AppContext).terminal)


class HelpMixin:
    """A command or group whose help is laid out here; for its place in a list, its first paragraph is given whole."""

    context_class: type[Context] = HelpContext
    help: Any

    def get_short_help_str(self, limit: int = 0) -> str:  # noqa: ARG002
        """What it does, in a sentence."""
        return " ".join((self.help or "").partition("\n\n")[0].split())


def _wrap_hanging(text: str, width: int, initial_indent: str, subsequent_indent: str) -> Iterator[str]:
    """Wrapped lines, the first after ``first`` and the others after ``rest``."""
    for number, line in enumerate(wrap(text, width - max(len(initial_indent), len(subsequent_indent)))):
        yield (subsequent_indent if number else initial_indent) + line

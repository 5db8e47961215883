"""How help is laid out: within the window, however narrow, and with nothing cut."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from typer._click import Context, HelpFormatter

from patterns_cli.cli.app_context import Run
from patterns_cli.render.text_layout import fit_encoding, wrap
from patterns_cli.terminal import DEFAULT_WIDTH

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from patterns_cli.terminal import Terminal

INDENT = "  "
AS_IT_IS = "\b"
"""Alone on the first line of a paragraph, it says that its lines are examples and keep their breaks."""

NARROW = 60
"""Below this width, an option stands above what it means, not beside it."""

WIDEST_TERM = 30
_GAP = re.compile(r"\s{2,}")


class HelpText(HelpFormatter):
    """Help as wide as the window, and not wider than is good to read."""

    def __init__(self, terminal: Terminal) -> None:
        window = terminal.width
        super().__init__(width=min(window or DEFAULT_WIDTH, DEFAULT_WIDTH))
        self.window = window
        self.encoding = terminal.encoding

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line that says how the command is called."""
        self._write(_hung(f"{prefix or 'Usage: '}{prog} {args}", self.width, "", INDENT * 2))

    def write_text(self, text: str) -> None:
        """Write paragraphs and examples."""
        for number, paragraph in enumerate(text.split("\n\n")):
            if number:
                self.write("\n")
            first, _, rest = paragraph.partition("\n")
            if first.strip() == AS_IT_IS:
                for line in rest.split("\n"):
                    self._write(self._example(line.rstrip()))
            else:
                self._write(_hung(paragraph, self.width, self._margin, self._margin))

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = WIDEST_TERM, col_spacing: int = 2) -> None:
        """Write terms and what they mean, side by side where there is room."""
        beside = min(max((len(term) for term, _ in rows), default=0), col_max) + col_spacing
        for term, meaning in rows:
            if self.width < NARROW:
                self._write(_hung(term, self.width, "", INDENT))
                self._write(_hung(meaning, self.width, INDENT, INDENT))
                continue
            margin = self._margin + " " * beside
            lead = f"{self._margin}{term:<{beside}}"
            if len(lead) > len(margin):
                self._write(_hung(term, self.width, self._margin, self._margin))
                lead = margin
            self._write(_hung(meaning, self.width, lead, margin))

    def getvalue(self) -> str:
        """The help, in characters that the terminal has."""
        return fit_encoding(super().getvalue(), self.encoding)

    @property
    def _margin(self) -> str:
        return " " * (self.current_indent if self.width >= NARROW else 0)

    def _example(self, line: str) -> Iterator[str]:
        """An example as it is where the window lets it, else its parts below each other."""
        if self.window is None or len(self._margin + line) <= self.window:
            yield self._margin + line
            return
        indent = self._margin
        for part in _GAP.split(line.strip()):
            yield from _hung(part, self.window, indent, indent + INDENT)
            indent += INDENT

    def _write(self, lines: Iterator[str]) -> None:
        for line in lines:
            self.write(f"{line.rstrip()}\n")


class HelpContext(Context):
    """The state of a command whose help fits the window."""

    def make_formatter(self) -> HelpFormatter:
        """What lays out the help."""
        return HelpText(self.find_root().ensure_object(Run).terminal)


class WithHelp:
    """A command or group whose help is laid out here; for its place in a list, its first paragraph is given whole."""

    context_class: type[Context] = HelpContext
    help: Any

    def get_short_help_str(self, limit: int = 0) -> str:  # noqa: ARG002
        """What it does, in a sentence."""
        return " ".join((self.help or "").partition("\n\n")[0].split())


def _hung(text: str, width: int, first: str, rest: str) -> Iterator[str]:
    """Wrapped lines, the first after ``first`` and the others after ``rest``."""
    for number, line in enumerate(wrap(text, width - max(len(first), len(rest)))):
        yield (rest if number else first) + line

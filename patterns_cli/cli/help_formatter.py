"""Help text: Click's layout, within the window and in the terminal's encoding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from patterns_cli.cli.app_context import AppContext
from patterns_cli.cli.typer_compat import Context, HelpFormatter
from patterns_cli.render.text_layout import transliterate
from patterns_cli.terminal import DEFAULT_WIDTH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from patterns_cli.terminal import Terminal

MIN_HELP_WIDTH = 40
"""Minimum width of the layout, in cells; a narrower terminal wraps the lines itself."""


class WindowHelpFormatter(HelpFormatter):
    """Help as wide as the window, at most 80 cells."""

    def __init__(self, terminal: Terminal) -> None:
        super().__init__(width=max(MIN_HELP_WIDTH, min(terminal.width or DEFAULT_WIDTH, DEFAULT_WIDTH)))
        self.encoding = terminal.encoding

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write terms and descriptions; the terms take at most a third of a narrow window."""
        super().write_dl(rows, min(col_max, self.width * 3 // 8), col_spacing)

    def getvalue(self) -> str:
        """The help, in characters that the terminal can show."""
        return transliterate(super().getvalue(), self.encoding)


class HelpContext(Context):
    """The state of a command whose help fits the window."""

    def make_formatter(self) -> HelpFormatter:
        """Create the formatter of the help text."""
        return WindowHelpFormatter(self.find_root().ensure_object(AppContext).terminal)


class HelpMixin:
    """A command or group that uses the formatter, and whose short help is its first paragraph, uncut."""

    context_class: type[Context] = HelpContext
    help: Any

    def get_short_help_str(self, limit: int = 0) -> str:  # noqa: ARG002
        """Return the first paragraph of the help, whatever its length."""
        return " ".join((self.help or "").partition("\n\n")[0].split())

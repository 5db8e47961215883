"""The terminal: streams, window size, color, and whether the user can be asked."""

from __future__ import annotations

import contextlib
import os
import shlex
import sys
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TextIO

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Mapping, Sequence

    import msgspec

    from patterns_cli.errors import PatternsError
    from patterns_cli.render.document import Document

ColorChoice = Literal["auto", "always", "never"]

DEFAULT_WIDTH = 80
MIN_WIDTH = 20
"""Minimum width, in cells; a narrower or unknown width counts as the default."""

MIN_HEIGHT = 3
"""Minimum height, in lines; below it the height counts as unknown, and nothing is paged."""


class OutputOptions(NamedTuple):
    """The output options that every command takes."""

    json: bool = False
    plain: bool = False
    color: ColorChoice = "auto"
    pager: bool = True
    input: bool = True
    debug: bool = False


class Terminal:
    """The streams of one run, and how to write to them."""

    def __init__(
        self,
        options: OutputOptions,
        *,
        stdin: TextIO | None = None,
        stdout: TextIO | None = None,
        stderr: TextIO | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.options = options
        self.stdin = sys.stdin if stdin is None else stdin
        self.stdout = sys.stdout if stdout is None else stdout
        self.stderr = sys.stderr if stderr is None else stderr
        self.environment = os.environ if environment is None else environment

    @cached_property
    def is_terminal(self) -> bool:
        """Whether standard output goes to a terminal."""
        return _is_tty(self.stdout)

    @cached_property
    def can_ask(self) -> bool:
        """Whether the user can be asked a question."""
        return self.options.input and not self.options.json and self.is_terminal and _is_tty(self.stdin)

    @property
    def is_dumb(self) -> bool:
        """Whether the terminal can neither show color nor move its cursor."""
        return self.environment.get("TERM", "") == "dumb"

    @cached_property
    def has_color(self) -> bool:
        """Whether to use color: the option decides, then NO_COLOR, then FORCE_COLOR, then the terminal."""
        if self.options.color != "auto":
            return self.options.color == "always"
        if self.environment.get("NO_COLOR", ""):
            return False
        if self.environment.get("FORCE_COLOR", "") not in ("", "0"):
            return True
        return self.is_terminal and not self.is_dumb

    @cached_property
    def is_plain(self) -> bool:
        """Whether to print labeled lines instead of tables and pictures."""
        if self.options.plain or self.environment.get("PATTERNS_ACCESSIBLE", "") not in ("", "0"):
            return True
        return not self.is_terminal and not self.has_color

    @cached_property
    def width(self) -> int | None:
        """The width in cells, or None if lines are not wrapped."""
        columns = self.environment.get("COLUMNS", "")
        if columns.isascii() and columns.isdigit():
            return int(columns) if int(columns) >= MIN_WIDTH else DEFAULT_WIDTH
        if self.is_terminal:
            return self._window_width()
        return None if self.is_plain else DEFAULT_WIDTH

    @property
    def encoding(self) -> str:
        """The encoding of standard output."""
        return getattr(self.stdout, "encoding", None) or "utf-8"

    def _window_width(self) -> int:
        try:
            columns = os.get_terminal_size(self.stdout.fileno()).columns
        except (OSError, ValueError, AttributeError):
            return DEFAULT_WIDTH
        return columns if columns >= MIN_WIDTH else DEFAULT_WIDTH

    def show(self, document: Document, *, page: bool = False) -> None:
        """Print a document; with ``page``, use a pager if it is longer than the window."""
        text = self.render(document)
        if not (page and self._show_in_pager(text)):
            self.write(text)

    def render(self, document: Document) -> str:
        """Render the document for this terminal."""
        if self.is_plain:
            from patterns_cli.render.plain_renderer import PlainRenderer

            return PlainRenderer(self.width, encoding=self.encoding).render(document)
        from patterns_cli.render.rich_renderer import RichRenderer

        pretty = RichRenderer(self.width or DEFAULT_WIDTH, color=self.has_color, encoding=self.encoding)
        return pretty.render(document)

    def show_json(self, view: msgspec.Struct | dict[str, Any]) -> None:
        """Print one JSON object, in UTF-8 whatever the locale."""
        from patterns_cli.render.json_output import to_json

        self.write_utf8(to_json(view) + "\n")

    def write(self, text: str) -> None:
        """Print text, with characters replaced that the terminal's encoding lacks."""
        from patterns_cli.render.text_layout import transliterate

        self.stdout.write(transliterate(text, self.encoding))
        self.stdout.flush()

    def print_wrapped(self, text: str, end: str = "\n") -> None:
        """Print a sentence or a prompt, wrapped to the window, with control characters escaped."""
        from patterns_cli.render.text_layout import escape_control, transliterate, wrap

        self.write("\n".join(wrap(transliterate(escape_control(text), self.encoding), self.width)) + end)

    def read_line(self, *, discard_rest: bool = False) -> str:
        """Read a line with its line end; empty at the end of input.

        Bytes that are invalid in the terminal's encoding are replaced. With ``discard_rest``, input typed
        after the line is dropped, so that a paste of several lines answers only one question.
        """
        buffer = getattr(self.stdin, "buffer", None)
        if buffer is None:
            return self.stdin.readline()
        line: bytes = buffer.readline()
        if discard_rest:
            _flush_input(self.stdin)
        return line.decode(getattr(self.stdin, "encoding", None) or "utf-8", "replace")

    def write_utf8(self, text: str) -> None:
        """Print text in UTF-8 whatever the locale."""
        buffer = getattr(self.stdout, "buffer", None)
        if buffer is None:
            self.stdout.write(text)
        else:
            self.stdout.flush()
            buffer.write(text.encode("utf-8"))
        self.stdout.flush()

    def warn(self, message: str, hint: str = "") -> None:
        """Print a warning on standard error."""
        self._write_stderr(f"warning: {message}" + (f" ({hint})" if hint else ""))

    def note(self, message: str) -> None:
        """Print a note on standard error."""
        self._write_stderr(message)

    def print_error(self, error: PatternsError) -> None:
        """Print an error and its hint on standard error."""
        self._write_stderr(f"error: {error.message}")
        if error.hint:
            self._write_stderr(f"hint: {error.hint}")

    def _write_stderr(self, message: str) -> None:
        from patterns_cli.render.text_layout import escape_control, transliterate

        encoding = getattr(self.stderr, "encoding", None) or "utf-8"
        self.stderr.write(transliterate(escape_control(message).replace("\t", "\\t"), encoding) + "\n")
        self.stderr.flush()

    def _show_in_pager(self, text: str) -> bool:
        """Show text in a pager if it is useful and available; return whether it was shown."""
        if not (self.options.pager and self.is_terminal and _is_tty(self.stdin)) or self.is_dumb:
            return False
        command = self._pager_command()
        if not command or text.count("\n") < self._window_height():
            return False
        import subprocess

        from patterns_cli.render.text_layout import transliterate

        environment = {**self.environment, "LESS": self.environment.get("LESS", "FRX")}
        try:
            process = subprocess.Popen(command, stdin=subprocess.PIPE, env=environment)
        except OSError:
            return False
        with process, contextlib.suppress(BrokenPipeError):
            _feed_pager(process, transliterate(text, self.encoding).encode(self.encoding, "replace"))
        return True

    def _pager_command(self) -> Sequence[str]:
        import shutil

        wanted = self.environment.get("PATTERNS_PAGER", self.environment.get("PAGER"))
        if wanted is None:
            wanted = next((name for name in ("less", "more") if shutil.which(name)), "")
        try:
            command = shlex.split(wanted)
        except ValueError:
            return ()
        if not command or command[0] == "cat" or shutil.which(command[0]) is None:
            return ()
        return command

    def _window_height(self) -> int:
        try:
            lines = os.get_terminal_size(self.stdout.fileno()).lines
        except (OSError, ValueError, AttributeError):
            return sys.maxsize
        return lines if lines >= MIN_HEIGHT else sys.maxsize


def _feed_pager(process: subprocess.Popen[bytes], data: bytes) -> None:
    """Send the text to the pager and wait for it; Ctrl-C is left to the pager while it runs."""
    pending: bytes | None = data
    while True:
        try:
            process.communicate(pending)
        except KeyboardInterrupt:
            pending = None
        else:
            return


def _flush_input(stdin: TextIO) -> None:
    """Drop input that was typed but not read yet, if the system supports it."""
    try:
        import termios
    except ImportError:
        return
    with contextlib.suppress(termios.error, OSError, ValueError):
        termios.tcflush(stdin.fileno(), termios.TCIFLUSH)


def _is_tty(stream: Any) -> bool:
    try:
        return bool(stream is not None and stream.isatty())
    except ValueError:
        return False

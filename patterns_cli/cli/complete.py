"""``patterns complete``: what could come next, for the scripts of ``patterns completion``.

The answer has one candidate a line: what the word would become, a tab, and what it means. The line
``:files`` or ``:folders`` alone asks the shell for names of its own.
"""

from __future__ import annotations

import contextlib
import io
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer._click import Parameter
from typer._click.shell_completion import CompletionItem, ShellComplete
from typer.core import TyperCommand
from typer.models import TyperPath

from patterns_cli.cli.app_context import AppContext, current_app

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from patterns_cli.cli.lazy_group import Command

FILES, FOLDERS = ":files", ":folders"
SAFE = frozenset("-_./:=@+,%")
"""Beside letters and digits, what a candidate may hold: no shell would act upon any of it."""


def register(app: typer.Typer, command: type[Command]) -> None:  # noqa: ARG001
    """Add the command to the program, unseen in the help."""
    settings = {"ignore_unknown_options": True}
    app.command("complete", cls=TyperCommand, hidden=True, context_settings=settings)(complete)


def complete(
    context: typer.Context,
    words: Annotated[list[str] | None, typer.Argument(help="The words before the one that is typed.")] = None,
    word: Annotated[str, typer.Option("--word", help="The word as far as it is typed.")] = "",
) -> None:
    """Print what the word that is being typed could become. Where nothing can be said, nothing is."""
    terminal = current_app(context).terminal
    with contextlib.suppress(Exception), contextlib.redirect_stderr(io.StringIO()):
        terminal.write_utf8(_Completer(context, words or [], word).complete())


class _Completer(ShellComplete):
    name = "patterns"

    def __init__(self, context: typer.Context, words: Sequence[str], word: str) -> None:
        root = context.find_root()
        super().__init__(root.command, {"obj": AppContext()}, str(root.info_name), "")
        self.words = [*words]
        self.word = word

    def get_completion_args(self) -> tuple[list[str], str]:
        return self.words, self.word

    def source_vars(self) -> dict[str, Any]:
        return {}

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        from typer._click.shell_completion import _resolve_context, _resolve_incomplete

        context = _resolve_context(self.cli, self.ctx_args, self.prog_name, args)
        asked, rest = _resolve_incomplete(context, args, incomplete)
        if isinstance(asked, Parameter) and (kind := _names_of_the_shell(asked)):
            return [CompletionItem(kind)]
        before = incomplete.removesuffix(rest)
        return [CompletionItem(before + item.value, help=item.help) for item in asked.shell_complete(context, rest)]

    def complete(self) -> str:
        return "".join(self._lines())

    def format_completion(self, item: CompletionItem) -> str:
        from patterns_cli.render.text_layout import escape_control

        return f"{item.value}\t{' '.join(escape_control(item.help or '').split())}"

    def _lines(self) -> Iterator[str]:
        seen = set[str]()
        for item in self.get_completions(*self.get_completion_args()):
            if item.value not in seen and all(one.isalnum() or one in SAFE for one in item.value):
                seen.add(item.value)
                yield self.format_completion(item).rstrip() + "\n"


def _names_of_the_shell(asked: Parameter) -> str:
    """Whether a parameter takes a file or a folder, as its type or its placeholder says."""
    metavar = (asked.metavar or "").upper()
    if isinstance(asked.type, TyperPath):
        return FILES if asked.type.file_okay else FOLDERS
    if metavar.startswith(("FILE", "PATH")):
        return FILES
    return FOLDERS if metavar.startswith(("DIR", "FOLDER")) else ""

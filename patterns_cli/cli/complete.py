"""``patterns complete``: candidates for the word being typed, for the scripts of ``patterns completion``.

The answer has one candidate a line: the completed word, a tab, and its description. The line ``:files`` or
``:folders`` alone asks the shell to complete file names or folder names.
"""

from __future__ import annotations

import contextlib
import io
from typing import TYPE_CHECKING, Annotated

import typer
from typer.models import TyperPath

from patterns_cli.cli.app_context import AppContext, current_app
from patterns_cli.cli.typer_compat import CompletionItem, Parameter, resolve_context, resolve_incomplete

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FILES, FOLDERS = ":files", ":folders"
SAFE_CHARS = frozenset("-_./:=@+,%")
"""Characters that no shell acts upon; a candidate with any other, beside letters and digits, is left out."""


def complete(
    context: typer.Context,
    words: Annotated[list[str] | None, typer.Argument(help="The words before the one being typed.")] = None,
    word: Annotated[str, typer.Option("--word", help="The word being typed, as far as it is there.")] = "",
) -> None:
    """Print candidates for the word being typed, or nothing."""
    # An error message would appear in the middle of the user's command line.
    with contextlib.suppress(Exception), contextlib.redirect_stderr(io.StringIO()):
        current_app(context).terminal.write_utf8("".join(_candidate_lines(context, words or [], word)))


def _candidate_lines(context: typer.Context, words: Sequence[str], word: str) -> Iterator[str]:
    from patterns_cli.render.text_layout import escape_control

    seen = set[str]()
    for item in _candidates(context, [*words], word):
        if item.value not in seen and all(char.isalnum() or char in SAFE_CHARS for char in item.value):
            seen.add(item.value)
            yield f"{item.value}\t{' '.join(escape_control(item.help or '').split())}".rstrip() + "\n"


def _candidates(context: typer.Context, words: list[str], word: str) -> list[CompletionItem]:
    root = context.find_root()
    typed_context = resolve_context(root.command, {"obj": AppContext()}, str(root.info_name), words)
    completed, rest = resolve_incomplete(typed_context, words, word)
    if isinstance(completed, Parameter) and (kind := _file_kind(completed)):
        return [CompletionItem(kind)]
    prefix = word.removesuffix(rest)  # --option= of --option=VALUE
    return [
        CompletionItem(prefix + item.value, help=item.help) for item in completed.shell_complete(typed_context, rest)
    ]


def _file_kind(parameter: Parameter) -> str:
    """``FILES`` or ``FOLDERS`` if the parameter's type or placeholder says so, else an empty string."""
    metavar = (parameter.metavar or "").upper()
    if isinstance(parameter.type, TyperPath):
        return FILES if parameter.type.file_okay else FOLDERS
    if metavar.startswith(("FILE", "PATH")):
        return FILES
    return FOLDERS if metavar.startswith(("DIR", "FOLDER")) else ""

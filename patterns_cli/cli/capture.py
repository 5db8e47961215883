"""Capture what a command prints as documents, for `patterns export svg` and `html`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from patterns_cli.cli.app_context import AppContext
from patterns_cli.cli.registry import CAPTURABLE_COMMANDS
from patterns_cli.errors import UsageError
from patterns_cli.render.document import CodeBlock, Document, Section
from patterns_cli.terminal import OutputOptions, Terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

    import typer


def capture_documents(context: typer.Context, words: Sequence[str]) -> list[Document]:
    """Run a command such as ``["compare", "sse", "websocket"]``, or show a name, and return the documents.

    Raises UsageError for a command that cannot be captured, and whatever the command raises.
    """
    root: Any = context.find_root()
    if not words or (words[0] in root.command.list_commands(root) and words[0] not in CAPTURABLE_COMMANDS):
        raise UsageError(
            "say what to show", f"a name, or one of {', '.join(CAPTURABLE_COMMANDS)} and what goes with it"
        )
    app = AppContext()
    terminal = _CapturingTerminal(OutputOptions(input=False))
    app.terminal = terminal
    with root.command.make_context(root.info_name, [*words], obj=app) as command_context:
        command_context.command.invoke(command_context)
    return terminal.documents


class _CapturingTerminal(Terminal):
    """A terminal without a window that keeps the documents it should show."""

    is_terminal = False
    is_plain = False

    def __init__(self, options: OutputOptions) -> None:
        super().__init__(options)
        self.documents: list[Document] = []

    def show(self, document: Document, *, page: bool = False) -> None:  # noqa: ARG002
        self.documents.append(document)

    def write(self, text: str) -> None:
        if text.strip():
            self.documents.append(Document(None, [Section("text", "", [CodeBlock(text)])]))

    def write_utf8(self, text: str) -> None:
        self.write(text)

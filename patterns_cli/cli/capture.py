"""What a look-up would show, kept as documents instead of printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from patterns_cli.cli.app_context import AppContext
from patterns_cli.errors import UsageError
from patterns_cli.render.document import CodeBlock, Document, Section
from patterns_cli.terminal import OutputOptions, Terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

    import typer

CAPTURABLE_COMMANDS = ("show", "compare", "system", "search", "list", "ask", "decide")


def capture_documents(context: typer.Context, words: Sequence[str]) -> list[Document]:
    """What a look-up shows: ``["compare", "sse", "websocket"]``, or a name alone, which is shown.

    Raises UsageError for a command that looks nothing up, and whatever the look-up raises.
    """
    root: Any = context.find_root()
    if not words or (words[0] in root.command.list_commands(root) and words[0] not in CAPTURABLE_COMMANDS):
        raise UsageError(
            "say what to show", f"a name, or one of {', '.join(CAPTURABLE_COMMANDS)} and what goes with it"
        )
    run = AppContext()
    keeper = _CapturingTerminal(OutputOptions(input=False))
    run.terminal = keeper
    with root.command.make_context(root.info_name, [*words], obj=run) as look_up:
        look_up.command.invoke(look_up)
    return keeper.documents


class _CapturingTerminal(Terminal):
    """A terminal without a window, which keeps what it is to show."""

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

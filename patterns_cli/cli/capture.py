"""What a look-up would show, kept as documents instead of printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from patterns_cli.cli.app_context import Run
from patterns_cli.errors import UsageError
from patterns_cli.render.document import Code, Document, Section
from patterns_cli.terminal import Options, Terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

    import typer

LOOK_UPS = ("show", "compare", "system", "search", "list", "ask", "decide")


def pictured(context: typer.Context, words: Sequence[str]) -> list[Document]:
    """What a look-up shows: ``["compare", "sse", "websocket"]``, or a name alone, which is shown.

    Raises UsageError for a command that looks nothing up, and whatever the look-up raises.
    """
    root: Any = context.find_root()
    if not words or (words[0] in root.command.list_commands(root) and words[0] not in LOOK_UPS):
        raise UsageError("say what to show", f"a name, or one of {', '.join(LOOK_UPS)} and what goes with it")
    run = Run()
    keeper = _Keeper(Options(input=False))
    run.terminal = keeper
    with root.command.make_context(root.info_name, [*words], obj=run) as look_up:
        look_up.command.invoke(look_up)
    return keeper.documents


class _Keeper(Terminal):
    """A terminal without a window, which keeps what it is to show."""

    is_terminal = False
    is_plain = False

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        self.documents: list[Document] = []

    def show(self, document: Document, *, page: bool = False) -> None:  # noqa: ARG002
        self.documents.append(document)

    def write(self, text: str) -> None:
        if text.strip():
            self.documents.append(Document(None, [Section("text", "", [Code(text)])]))

    def write_utf8(self, text: str) -> None:
        self.write(text)

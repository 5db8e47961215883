"""Ask a person to choose: with arrows where the terminal can, else by numbered lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from patterns_cli.catalog.names import normalized
from patterns_cli.render.document import Bullets, Document, Item, Paragraph, Section

if TYPE_CHECKING:
    from patterns_cli.terminal import Terminal

BACK: Final = "\x00back"
QUIT: Final = "\x00quit"

_BACK_WORDS = ("b", "back")
_QUIT_WORDS = ("q", "quit", "exit")


@dataclass(frozen=True)
class AskedOption:
    """An option to choose: its id, what it says, and an example of it."""

    id: str
    label: str
    example: str = ""


def ask(terminal: Terminal, question: str, options: Sequence[AskedOption], trail: Sequence[str] = ()) -> str:
    """The id of the chosen option, BACK or QUIT. Ctrl-C raises KeyboardInterrupt, Ctrl-D quits."""
    if terminal.is_plain or terminal.is_dumb:
        return _ask_by_number(terminal, question, options, trail)
    return _ask_with_arrows(terminal, question, options, trail)


def chosen(options: Sequence[AskedOption], reply: str) -> AskedOption | None:
    """The option meant by its number, its letter, its id or the start of its label."""
    word = reply.strip().rstrip(".)").casefold()
    for number, option in enumerate(options, 1):
        if word in (str(number), chr(ord("a") + number - 1) if number <= 26 else ""):
            return option
    wanted = normalized(word)
    if not wanted:
        return None
    fits = [option for option in options if wanted in (normalized(option.id), normalized(option.label))]
    fits = fits or [option for option in options if len(wanted) > 2 and normalized(option.label).startswith(wanted)]
    return fits[0] if len(fits) == 1 else None


def _ask_by_number(
    terminal: Terminal, question: str, options: Sequence[AskedOption], trail: Sequence[str]
) -> str:
    items = [Item(option.label, [("for example", option.example)] if option.example else ()) for option in options]
    way = [Paragraph(" > ".join(trail))] if trail else []
    terminal.show(Document(None, [Section("question", question, [*way, Bullets(items, "1")])]))
    while True:
        terminal.write(f"Your choice (1 to {len(options)}, b back, q quit): ")
        line = terminal.stdin.readline()
        if not line:
            terminal.write("\n")
            return QUIT
        word = line.strip().casefold()
        option = chosen(options, line)
        # A letter can stand for an option only where it is not one of the words above.
        if word in _QUIT_WORDS:
            return QUIT
        if word in _BACK_WORDS:
            return BACK
        if option is not None:
            return option.id
        terminal.write(f"Please answer with a number from 1 to {len(options)}.\n")


def _ask_with_arrows(
    terminal: Terminal, question: str, options: Sequence[AskedOption], trail: Sequence[str]
) -> str:
    import questionary
    from prompt_toolkit.key_binding import KeyBindings, merge_key_bindings

    from patterns_cli.render.text import visible

    choices = [
        questionary.Choice(
            f"{number}. {visible(option.label)}",
            value=option.id,
            description=f"for example: {visible(option.example)}" if option.example else None,
        )
        for number, option in enumerate(options, 1)
    ]
    if trail:
        terminal.write(f"{visible(' > '.join(trail))}\n")
    prompt = questionary.select(
        visible(question),
        choices=choices,
        qmark="",
        pointer=">",
        instruction="(arrows or number, b back, q quit)",
        style=questionary.Style([] if terminal.is_color else [("", "noinherit")]),
    )
    keys = KeyBindings()
    _bind(keys, ["b", "left"], BACK)
    _bind(keys, ["q", "escape", "c-d"], QUIT)
    for number, option in enumerate(options[:9], 1):
        _bind(keys, [str(number)], option.id)
    application: Any = prompt.application
    application.key_bindings = merge_key_bindings([application.key_bindings, keys])
    reply = prompt.unsafe_ask()
    return str(reply)


def _bind(keys: Any, names: Sequence[str], reply: str) -> None:
    def choose(event: Any) -> None:
        event.app.exit(result=reply)

    for name in names:
        keys.add(name, eager=True)(choose)

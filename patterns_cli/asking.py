"""Ask a person to choose: with arrows where the terminal can, else by numbered lines."""

from __future__ import annotations

from dataclasses import dataclass
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any, Final

from patterns_cli.catalog.names import normalized
from patterns_cli.render.document import Bullets, Document, Facts, Item, Section
from patterns_cli.render.text import visible, wrap
from patterns_cli.terminal import DEFAULT_WIDTH, MIN_WIDTH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from patterns_cli.terminal import Terminal

BACK: Final = "\x00back"
QUIT: Final = "\x00quit"

_SHORTEST_START = 3
_BACK_WORDS = ("b", "back")
_QUIT_WORDS = ("q", "quit", "exit")


@dataclass(frozen=True)
class AskedOption:
    """An option to choose: its id, what it says, and an example of it."""

    id: str
    label: str
    example: str = ""


def ask(terminal: Terminal, question: str, options: Sequence[AskedOption], *, quit_means: str = "quit") -> str:
    """The id of the chosen option, BACK or QUIT. Ctrl-C raises KeyboardInterrupt, Ctrl-D quits.

    ``quit_means`` says what quitting does.
    """
    by_number = terminal.is_plain or terminal.is_dumb
    reply = (_ask_by_number if by_number else _ask_with_arrows)(terminal, question, options, quit_means)
    words = {BACK: "back", QUIT: quit_means}
    said = {option.id: option.label for option in options}.get(reply, words.get(reply, reply))
    terminal.show(Document(sections=[Section("answer", "", [Facts([(question, said)])])]))
    return reply


def chosen(options: Sequence[AskedOption], reply: str) -> AskedOption | None:
    """The option meant by its number, its letter, its id or the start of its label."""
    word = reply.strip().rstrip(".)").casefold()
    for number, (letter, option) in enumerate(zip(ascii_lowercase, options, strict=False), 1):
        if word in (str(number), letter):
            return option
    wanted = normalized(word)
    if not wanted:
        return None
    names = {option: (normalized(option.id), normalized(option.label)) for option in options}
    fits = [option for option in options if wanted in names[option]]
    if not fits and len(wanted) >= _SHORTEST_START:
        fits = [option for option in options if any(name.startswith(wanted) for name in names[option])]
    return fits[0] if len(fits) == 1 else None


def _ask_by_number(terminal: Terminal, question: str, options: Sequence[AskedOption], quit_means: str) -> str:
    items = [Item(option.label, [("for example", option.example)] if option.example else ()) for option in options]
    terminal.show(Document(None, [Section("question", question, [Bullets(items, "1")])]))
    while True:
        terminal.write(f"Your choice (1 to {len(options)}, b back, q {quit_means}): ")
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


def _ask_with_arrows(terminal: Terminal, question: str, options: Sequence[AskedOption], quit_means: str) -> str:
    import questionary
    from prompt_toolkit.key_binding import KeyBindings, merge_key_bindings

    width = (terminal.width or DEFAULT_WIDTH) - 1
    choices = [
        questionary.Choice(
            _hung(f"{number}. {option.label}", width - 3, "      "),
            value=option.id,
            description=_hung(option.example, width - 15, "   ") if option.example else None,
        )
        for number, option in enumerate(options, 1)
    ]
    prompt = questionary.select(
        _hung(question, width, ""),
        choices=choices,
        qmark="",
        pointer=">",
        instruction=f"\n (arrows or number, b back, q {quit_means})",
        style=questionary.Style([] if terminal.is_color else [("", "noinherit")]),
        erase_when_done=True,
    )
    keys = KeyBindings()
    _bind(keys, ["b", "left"], BACK)
    _bind(keys, ["q", "escape", "c-d"], QUIT)
    for number, option in enumerate(options[:9], 1):
        _bind(keys, [str(number)], option.id)
    application: Any = prompt.application
    application.key_bindings = merge_key_bindings([application.key_bindings, keys])
    return str(prompt.unsafe_ask())


def _hung(text: str, width: int, indent: str) -> str:
    """The text in lines that fit, as the prompt library breaks none itself."""
    return f"\n{indent}".join(wrap(visible(text), max(width - len(indent), MIN_WIDTH - len(indent))))


def _bind(keys: Any, names: Sequence[str], reply: str) -> None:
    def choose(event: Any) -> None:
        event.app.exit(result=reply)

    for name in names:
        keys.add(name, eager=True)(choose)

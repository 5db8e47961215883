"""Ask a person to choose: with arrows where the terminal can, else by numbered lines."""

from __future__ import annotations

from dataclasses import dataclass
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any, Final

from patterns_cli.render.document import Bullets, Document, Facts, Item, Section
from patterns_cli.render.text_layout import visible, wrap
from patterns_cli.terminal import DEFAULT_WIDTH, MIN_WIDTH
from patterns_cli.text.names import normalized

if TYPE_CHECKING:
    from collections.abc import Sequence

    from patterns_cli.terminal import Terminal

BACK: Final = "\x00back"
QUIT: Final = "\x00quit"

_SHORTEST_START = 3
_ALSO = {BACK: ("left",), QUIT: ("escape", "c-d")}
"""Keys without a letter that give the same reply."""

_MOVING = {"j", "k"}
"""Letters that move among the options."""


@dataclass(frozen=True)
class AskedOption:
    """An option to choose: its id, what it says, an example of it, and a letter of its own, if it has one."""

    id: str
    label: str
    example: str = ""
    letter: str = ""


@dataclass(frozen=True)
class Key:
    """A letter that gives a reply which is no option, the words that do the same, and what they mean."""

    letter: str
    words: tuple[str, ...]
    reply: str
    means: str


GO_BACK = Key("b", ("back",), BACK, "back")


def quit_key(means: str = "quit") -> Key:
    """The key that quits, under the name of what quitting does."""
    return Key("q", ("quit", "exit"), QUIT, means)


def ask(terminal: Terminal, question: str, options: Sequence[AskedOption], keys: Sequence[Key] = ()) -> str:
    """The id of the chosen option, or the reply of a key. Ctrl-C raises KeyboardInterrupt, Ctrl-D quits.

    The keys are back and quit, if nothing else is said.
    """
    keys = keys or (GO_BACK, quit_key())
    by_number = terminal.is_plain or terminal.is_dumb
    reply = (_ask_by_number if by_number else _ask_with_arrows)(terminal, question, options, keys)
    words = {key.reply: key.means for key in keys}
    said = {option.id: option.label for option in options}.get(reply, words.get(reply, reply))
    terminal.show(Document(sections=[Section("answer", "", [Facts([(question, said)])])]))
    return reply


def confirm(terminal: Terminal, question: str, no: str, yes: str) -> bool:
    """Whether a person says yes to something that takes a thing away; no is offered first."""
    return ask(terminal, question, [AskedOption("no", f"No, {no}"), AskedOption("yes", f"Yes, {yes}")]) == "yes"


def ask_line(terminal: Terminal, prompt: str, keys: Sequence[Key], *, alone: bool = False) -> str:
    """A line that was typed, or the reply of a key; the end of input quits.

    With ``alone``, further lines of a paste are dropped instead of answering what is asked next.
    """
    terminal.say(f"{prompt} ({_told(keys)}):", end=" ")
    line = terminal.read_line(alone=alone)
    if not line:
        terminal.write("\n")
        return QUIT
    return _reply_of(keys, line) or line.strip()


def _reply_of(keys: Sequence[Key], line: str) -> str:
    word = line.strip().casefold()
    return next((key.reply for key in keys if word == key.letter or word in key.words), "")


def _told(keys: Sequence[Key]) -> str:
    return ", ".join(f"{key.letter} {key.means}" for key in keys)


def chosen(options: Sequence[AskedOption], reply: str) -> AskedOption | None:
    """The option meant by its number, its letter, its id or the start of its label."""
    word = reply.strip().rstrip(".)").casefold()
    for number, (letter, option) in enumerate(zip(ascii_lowercase, options, strict=False), 1):
        if word in (str(number), option.letter or letter):
            return option
    wanted = normalized(word)
    if not wanted:
        return None
    names = {option: (normalized(option.id), normalized(option.label)) for option in options}
    fits = [option for option in options if wanted in names[option]]
    if not fits and len(wanted) >= _SHORTEST_START:
        fits = [option for option in options if any(name.startswith(wanted) for name in names[option])]
    return fits[0] if len(fits) == 1 else None


def _ask_by_number(terminal: Terminal, question: str, options: Sequence[AskedOption], keys: Sequence[Key]) -> str:
    items = [Item(option.label, [("for example", option.example)] if option.example else ()) for option in options]
    terminal.show(Document(None, [Section("question", question, [Bullets(items, "1")])]))
    while True:
        terminal.say(f"Your choice (1 to {len(options)}, {_told(keys)}):", end=" ")
        line = terminal.read_line()
        if not line:
            terminal.write("\n")
            return QUIT
        # A letter can stand for an option only where it is not one of the keys.
        reply = _reply_of(keys, line)
        option = chosen(options, line)
        if reply:
            return reply
        if option is not None:
            return option.id
        terminal.say(f"Please answer with a number from 1 to {len(options)}.")


def _ask_with_arrows(terminal: Terminal, question: str, options: Sequence[AskedOption], keys: Sequence[Key]) -> str:
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
        instruction=f"\n (arrows or number, {_told(keys)})",
        style=questionary.Style([] if terminal.is_color else [("", "noinherit")]),
        erase_when_done=True,
    )
    bound = KeyBindings()
    letters = {key.letter for key in keys}
    for key in keys:
        _bind(bound, [key.letter, *_ALSO.get(key.reply, ())], key.reply)
    for number, (letter, option) in enumerate(zip(ascii_lowercase, options[:9], strict=False), 1):
        _bind(bound, [str(number)], option.id)
        if (option.letter or letter) not in letters | _MOVING:
            _bind(bound, [option.letter or letter], option.id)
    application: Any = prompt.application
    application.key_bindings = merge_key_bindings([application.key_bindings, bound])
    return str(prompt.unsafe_ask())


def _hung(text: str, width: int, indent: str) -> str:
    """The text in lines that fit, as the prompt library breaks none itself."""
    return f"\n{indent}".join(wrap(visible(text), max(width - len(indent), MIN_WIDTH - len(indent))))


def _bind(keys: Any, names: Sequence[str], reply: str) -> None:
    def choose(event: Any) -> None:
        event.app.exit(result=reply)

    for name in names:
        keys.add(name, eager=True)(choose)

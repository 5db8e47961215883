"""Ask a person to choose: with arrows where the terminal can, else by numbered lines."""

from __future__ import annotations

from dataclasses import dataclass
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any, Final

from patterns_cli.render.document import BulletList, Document, LabeledRows, ListItem, Section
from patterns_cli.render.text_layout import escape_control, wrap
from patterns_cli.terminal import DEFAULT_WIDTH, MIN_WIDTH
from patterns_cli.text.names import normalize_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from patterns_cli.terminal import Terminal

BACK: Final = "\x00back"
QUIT: Final = "\x00quit"

_MIN_PREFIX_CHARS = 3
_EXTRA_KEYS = {BACK: ("left",), QUIT: ("escape", "c-d")}
"""Keys without a letter that give the same reply."""

_NAVIGATION_KEYS = {"j", "k"}
"""Letters that move among the options."""


@dataclass(frozen=True)
class PromptOption:
    """An option to choose: its id, what it says, an example of it, and a letter of its own, if it has one."""

    id: str
    label: str
    example: str = ""
    letter: str = ""


@dataclass(frozen=True)
class Shortcut:
    """A letter that gives a reply which is no option, the words that do the same, and what they mean."""

    letter: str
    aliases: tuple[str, ...]
    reply: str
    label: str


BACK_SHORTCUT = Shortcut("b", ("back",), BACK, "back")


def quit_shortcut(label: str = "quit") -> Shortcut:
    """The key that quits, under the name of what quitting does."""
    return Shortcut("q", ("quit", "exit"), QUIT, label)


def ask_choice(
    terminal: Terminal, question: str, options: Sequence[PromptOption], shortcuts: Sequence[Shortcut] = ()
) -> str:
    """The id of the chosen option, or the reply of a key. Ctrl-C raises KeyboardInterrupt, Ctrl-D quits.

    The keys are back and quit, if nothing else is said.
    """
    shortcuts = shortcuts or (BACK_SHORTCUT, quit_shortcut())
    by_number = terminal.is_plain or terminal.is_dumb
    reply = (_ask_by_number if by_number else _ask_with_arrows)(terminal, question, options, shortcuts)
    words = {key.reply: key.label for key in shortcuts}
    said = {option.id: option.label for option in options}.get(reply, words.get(reply, reply))
    terminal.show(Document(sections=[Section("answer", "", [LabeledRows([(question, said)])])]))
    return reply


def confirm(terminal: Terminal, question: str, no_label: str, yes_label: str) -> bool:
    """Whether a person says yes to something that takes a thing away; no is offered first."""
    return (
        ask_choice(
            terminal, question, [PromptOption("no", f"No, {no_label}"), PromptOption("yes", f"Yes, {yes_label}")]
        )
        == "yes"
    )


def ask_line(terminal: Terminal, prompt: str, shortcuts: Sequence[Shortcut], *, discard_rest: bool = False) -> str:
    """A line that was typed, or the reply of a key; the end of input quits.

    With ``alone``, further lines of a paste are dropped instead of answering what is asked next.
    """
    terminal.print_wrapped(f"{prompt} ({_shortcut_help(shortcuts)}):", end=" ")
    line = terminal.read_line(discard_rest=discard_rest)
    if not line:
        terminal.write("\n")
        return QUIT
    return _match_shortcut(shortcuts, line) or line.strip()


def _match_shortcut(shortcuts: Sequence[Shortcut], line: str) -> str:
    word = line.strip().casefold()
    return next((key.reply for key in shortcuts if word == key.letter or word in key.aliases), "")


def _shortcut_help(shortcuts: Sequence[Shortcut]) -> str:
    return ", ".join(f"{key.letter} {key.label}" for key in shortcuts)


def match_option(options: Sequence[PromptOption], reply: str) -> PromptOption | None:
    """The option meant by its number, its letter, its id or the start of its label."""
    word = reply.strip().rstrip(".)").casefold()
    for number, (letter, option) in enumerate(zip(ascii_lowercase, options, strict=False), 1):
        if word in (str(number), option.letter or letter):
            return option
    wanted = normalize_name(word)
    if not wanted:
        return None
    names = {option: (normalize_name(option.id), normalize_name(option.label)) for option in options}
    fits = [option for option in options if wanted in names[option]]
    if not fits and len(wanted) >= _MIN_PREFIX_CHARS:
        fits = [option for option in options if any(name.startswith(wanted) for name in names[option])]
    return fits[0] if len(fits) == 1 else None


def _ask_by_number(
    terminal: Terminal, question: str, options: Sequence[PromptOption], shortcuts: Sequence[Shortcut]
) -> str:
    items = [ListItem(option.label, [("for example", option.example)] if option.example else ()) for option in options]
    terminal.show(Document(None, [Section("question", question, [BulletList(items, "1")])]))
    while True:
        terminal.print_wrapped(f"Your choice (1 to {len(options)}, {_shortcut_help(shortcuts)}):", end=" ")
        line = terminal.read_line()
        if not line:
            terminal.write("\n")
            return QUIT
        # A letter can stand for an option only where it is not one of the keys.
        reply = _match_shortcut(shortcuts, line)
        option = match_option(options, line)
        if reply:
            return reply
        if option is not None:
            return option.id
        terminal.print_wrapped(f"Please answer with a number from 1 to {len(options)}.")


def _ask_with_arrows(
    terminal: Terminal, question: str, options: Sequence[PromptOption], shortcuts: Sequence[Shortcut]
) -> str:
    import questionary
    from prompt_toolkit.key_binding import KeyBindings, merge_key_bindings

    width = (terminal.width or DEFAULT_WIDTH) - 1
    choices = [
        questionary.Choice(
            _wrap_hanging(f"{number}. {option.label}", width - 3, "      "),
            value=option.id,
            description=_wrap_hanging(option.example, width - 15, "   ") if option.example else None,
        )
        for number, option in enumerate(options, 1)
    ]
    prompt = questionary.select(
        _wrap_hanging(question, width, ""),
        choices=choices,
        qmark="",
        pointer=">",
        instruction=f"\n (arrows or number, {_shortcut_help(shortcuts)})",
        style=questionary.Style([] if terminal.has_color else [("", "noinherit")]),
        erase_when_done=True,
    )
    bound = KeyBindings()
    letters = {key.letter for key in shortcuts}
    for key in shortcuts:
        _bind(bound, [key.letter, *_EXTRA_KEYS.get(key.reply, ())], key.reply)
    for number, (letter, option) in enumerate(zip(ascii_lowercase, options[:9], strict=False), 1):
        _bind(bound, [str(number)], option.id)
        if (option.letter or letter) not in letters | _NAVIGATION_KEYS:
            _bind(bound, [option.letter or letter], option.id)
    application: Any = prompt.application
    application.key_bindings = merge_key_bindings([application.key_bindings, bound])
    return str(prompt.unsafe_ask())


def _wrap_hanging(text: str, width: int, indent: str) -> str:
    """The text in lines that fit, as the prompt library breaks none itself."""
    return f"\n{indent}".join(wrap(escape_control(text), max(width - len(indent), MIN_WIDTH - len(indent))))


def _bind(key_bindings: Any, key_names: Sequence[str], reply: str) -> None:
    def choose(event: Any) -> None:
        event.app.exit(result=reply)

    for name in key_names:
        key_bindings.add(name, eager=True)(choose)

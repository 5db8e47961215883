"""Prompts: choose an option with the arrow keys or by number, or type a line."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

from patterns_cli.render.document import BulletList, Document, LabeledRows, ListItem, Section
from patterns_cli.render.text_layout import escape_control, wrap
from patterns_cli.terminal import DEFAULT_WIDTH, MIN_WIDTH
from patterns_cli.text.names import normalize_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from patterns_cli.terminal import Terminal


class Action(Enum):
    """A reply to a prompt that is not an answer."""

    BACK = "back"
    QUIT = "quit"
    UNDO = "undo"
    REPORT = "report"
    SKIP = "skip"


Quit = Literal[Action.QUIT]
ActionT_co = TypeVar("ActionT_co", bound=Action, covariant=True)
ActionT = TypeVar("ActionT", bound=Action)

_MIN_PREFIX_CHARS = 3
_EXTRA_KEYS = {Action.BACK: ("left",), Action.QUIT: ("escape", "c-d")}
"""Keys other than its letter that trigger an action."""

_NAVIGATION_KEYS = {"j", "k"}
"""Letters that move among the options."""


@dataclass(frozen=True)
class PromptOption:
    """An option of a prompt."""

    id: str
    label: str
    example: str = ""
    letter: str = ""
    """The key that chooses it, in place of its letter of the alphabet."""


@dataclass(frozen=True)
class Shortcut(Generic[ActionT_co]):
    """A key that triggers an action instead of answering."""

    letter: str
    aliases: tuple[str, ...]
    """Words that do the same when they are typed."""
    action: ActionT_co
    label: str


BACK_SHORTCUT: Shortcut[Literal[Action.BACK]] = Shortcut("b", ("back",), Action.BACK, "back")


def quit_shortcut(label: str = "quit") -> Shortcut[Quit]:
    """The key that quits; the label says what quitting does here."""
    return Shortcut("q", ("quit", "exit"), Action.QUIT, label)


def ask_choice(
    terminal: Terminal, question: str, options: Sequence[PromptOption], shortcuts: Sequence[Shortcut[ActionT]]
) -> str | ActionT | Quit:
    """The id of the chosen option, or the action of a shortcut.

    Ctrl-D quits. Raises KeyboardInterrupt on Ctrl-C.
    """
    by_number = terminal.is_plain or terminal.is_dumb
    reply = (_ask_by_number if by_number else _ask_with_arrows)(terminal, question, options, shortcuts)
    labels: dict[Action, str] = {shortcut.action: shortcut.label for shortcut in shortcuts}
    if isinstance(reply, Action):
        label = labels.get(reply, reply.value)
    else:
        label = next(option.label for option in options if option.id == reply)
    terminal.show(Document(sections=[Section("answer", "", [LabeledRows([(question, label)])])]))
    return reply


def confirm(terminal: Terminal, question: str, no_label: str, yes_label: str) -> bool:
    """Whether the user confirms a destructive action; no is offered first, and going back means no."""
    options = [PromptOption("no", f"No, {no_label}"), PromptOption("yes", f"Yes, {yes_label}")]
    return ask_choice(terminal, question, options, (BACK_SHORTCUT, quit_shortcut())) == "yes"


def ask_line(
    terminal: Terminal, prompt: str, shortcuts: Sequence[Shortcut[ActionT]], *, discard_rest: bool = False
) -> str | ActionT | Quit:
    """A typed line, or the action of a shortcut; the end of input quits.

    With ``discard_rest``, further lines of a paste are dropped instead of answering the next prompt.
    """
    terminal.print_wrapped(f"{prompt} ({_shortcut_help(shortcuts)}):", end=" ")
    line = terminal.read_line(discard_rest=discard_rest)
    if not line:
        terminal.write("\n")
        return Action.QUIT
    return _match_shortcut(shortcuts, line) or line.strip()


def _match_shortcut(shortcuts: Sequence[Shortcut[ActionT]], line: str) -> ActionT | None:
    word = line.strip().casefold()
    return next((key.action for key in shortcuts if word == key.letter or word in key.aliases), None)


def _shortcut_help(shortcuts: Sequence[Shortcut[ActionT]]) -> str:
    return ", ".join(f"{key.letter} {key.label}" for key in shortcuts)


def match_option(options: Sequence[PromptOption], reply: str) -> PromptOption | None:
    """The option with this number, letter, id or start of its label, or None if it is missing or ambiguous."""
    word = reply.strip().rstrip(".)").casefold()
    for number, (letter, option) in enumerate(zip(ascii_lowercase, options, strict=False), 1):
        if word in (str(number), option.letter or letter):
            return option
    typed_name = normalize_name(word)
    if not typed_name:
        return None
    names = {option: (normalize_name(option.id), normalize_name(option.label)) for option in options}
    matches = [option for option in options if typed_name in names[option]]
    if not matches and len(typed_name) >= _MIN_PREFIX_CHARS:
        matches = [option for option in options if any(name.startswith(typed_name) for name in names[option])]
    return matches[0] if len(matches) == 1 else None


def _ask_by_number(
    terminal: Terminal, question: str, options: Sequence[PromptOption], shortcuts: Sequence[Shortcut[ActionT]]
) -> str | ActionT | Quit:
    items = [ListItem(option.label, [("for example", option.example)] if option.example else ()) for option in options]
    terminal.show(Document(None, [Section("question", question, [BulletList(items, "1")])]))
    while True:
        terminal.print_wrapped(f"Your choice (1 to {len(options)}, {_shortcut_help(shortcuts)}):", end=" ")
        line = terminal.read_line()
        if not line:
            terminal.write("\n")
            return Action.QUIT
        # Shortcuts come first: a letter chooses an option only if it is not the letter of a shortcut.
        action = _match_shortcut(shortcuts, line)
        if action is not None:
            return action
        option = match_option(options, line)
        if option is not None:
            return option.id
        terminal.print_wrapped(f"Please answer with a number from 1 to {len(options)}.")


def _ask_with_arrows(
    terminal: Terminal, question: str, options: Sequence[PromptOption], shortcuts: Sequence[Shortcut[ActionT]]
) -> str | ActionT | Quit:
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
        _bind(bound, [key.letter, *_EXTRA_KEYS.get(key.action, ())], key.action)
    for number, (letter, option) in enumerate(zip(ascii_lowercase, options[:9], strict=False), 1):
        _bind(bound, [str(number)], option.id)
        if (option.letter or letter) not in letters | _NAVIGATION_KEYS:
            _bind(bound, [option.letter or letter], option.id)
    application: Any = prompt.application
    application.key_bindings = merge_key_bindings([application.key_bindings, bound])
    reply: str | ActionT | Quit = prompt.unsafe_ask()
    return reply


def _wrap_hanging(text: str, width: int, indent: str) -> str:
    """The text wrapped to a width in columns; the prompt library does not wrap."""
    return f"\n{indent}".join(wrap(escape_control(text), max(width - len(indent), MIN_WIDTH - len(indent))))


def _bind(key_bindings: Any, key_names: Sequence[str], reply: str | Action) -> None:
    def choose(event: Any) -> None:
        event.app.exit(result=reply)

    for name in key_names:
        key_bindings.add(name, eager=True)(choose)

"""What all commands share: the options about output, and how commands are looked up."""

from __future__ import annotations

import shlex
from difflib import get_close_matches
from importlib import import_module
from itertools import takewhile
from typing import TYPE_CHECKING, Any, cast

import typer

# Typer carries its own copy of Click since 0.26 and does not export these by another name.
from typer._click.shell_completion import CompletionItem
from typer._types import TyperChoice
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.main import get_group

from patterns_cli.cli.app_context import AppContext
from patterns_cli.cli.error_handler import PROGRAM_NAME, run_command
from patterns_cli.cli.help_formatter import HelpMixin

if TYPE_CHECKING:
    from collections.abc import Callable

    from typer._click import Context, Parameter

COMMANDS = (
    *("ask", "decide", "show", "compare", "system", "search", "list"),
    *("learn", "quiz", "progress"),
    *("import", "export", "validate", "pack", "paths", "completion", "help"),
)
"""Each is a module beside this one, with a function ``register``."""

_MODULE_NAMES = {"import": "commands.import_", "complete": "cli.complete"}
"""Modules of commands whose names Python keeps for itself."""

HIDDEN_COMMANDS = ("complete",)
"""Commands for scripts, which no help shows."""


_CONTEXT_SETTINGS = {"help_option_names": ["-h", "--help"]}

PACK_COMMANDS = ("ask", "decide", "show", "compare", "system", "search", "list", "learn", "quiz", "export")
"""Those that answer from the packs, and can be told to answer from one alone."""

MIN_PROBLEM_WORDS = 4
"""So many words are not a name but a problem."""


def _store_option(context: Context, parameter: Parameter, value: Any) -> None:
    if value is None or context.resilient_parsing:
        return
    run = context.find_root().ensure_object(AppContext)
    run.option_values[str(parameter.name)] = value


def _flag_option(name: str, declaration: str, help_text: str, *, value: bool = True) -> TyperOption:
    def store(context: Context, parameter: Parameter, is_set: Any) -> None:
        _store_option(context, parameter, value if is_set else None)

    return TyperOption(
        param_decls=[name, declaration], is_flag=True, default=False, expose_value=False, callback=store, help=help_text
    )


def output_options() -> list[TyperOption]:
    """The options that every command takes, before or after its name."""
    return [
        _flag_option("json", "--json", "Print one JSON object."),
        _flag_option("plain", "--plain", "Print labelled lines: no tables, no pictures, numbered choices."),
        TyperOption(
            param_decls=["color", "--color"],
            type=TyperChoice(["auto", "always", "never"]),
            default=None,
            expose_value=False,
            callback=_store_option,
            help="When to color. Default: auto.",
        ),
        _flag_option("pager", "--no-pager", "Print a long answer straight to the terminal.", value=False),
        _flag_option("input", "--no-input", "Never ask a question.", value=False),
        _flag_option("debug", "--debug", "Show the traceback of a bug."),
    ]


class Command(HelpMixin, TyperCommand):
    """A command that also takes the options about output."""

    def __init__(self, *args: Any, **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.params.extend([*self.extra_options(), *output_options()])

    def extra_options(self) -> list[TyperOption]:
        """The options that commands of this kind take beside those about output."""
        return []


class PackCommand(Command):
    """A command that answers from the packs in force, and can be told to answer from one alone."""

    def extra_options(self) -> list[TyperOption]:
        """The choice of a pack."""
        return [
            TyperOption(
                param_decls=["pack", "--pack"],
                metavar="ID",
                default="",
                show_default=False,
                expose_value=False,
                callback=_store_pack_option,
                help="Answer from this pack alone; `patterns pack list` shows them.",
            )
        ]


def _store_pack_option(context: Context, parameter: Parameter, value: str) -> None:  # noqa: ARG001
    if value and not context.resilient_parsing:
        context.find_root().ensure_object(AppContext).pack_id = value


class SubGroup(HelpMixin, TyperGroup):
    """A command that has commands of its own."""


class InvokableGroup(SubGroup):
    """One that also does something by itself, and takes the options about output before their names too."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.params.extend(output_options())


def add_group(typer_app: typer.Typer, name: str, callback: Callable[..., None]) -> typer.Typer:
    """Add a command with commands of its own to the program; returns that to which they are to be added.

    ``about`` is run before each of them, and where none is named: then its context has no
    ``invoked_subcommand``. Its docstring is the help.
    """
    group = typer.Typer(name=name, rich_markup_mode=None, context_settings=_CONTEXT_SETTINGS)
    group.callback(cls=InvokableGroup, invoke_without_command=True)(callback)
    typer_app.add_typer(group)
    return group


class LazyGroup(HelpMixin, TyperGroup):
    """The program. A command is loaded when it is called; a first word that is none names a pattern."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.params.extend(output_options())

    def list_commands(self, ctx: Context) -> list[str]:  # noqa: ARG002
        """The names of all commands, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: Context, cmd_name: str) -> Any:  # noqa: ARG002
        """The command of that name, or None."""
        if cmd_name not in (*COMMANDS, *HIDDEN_COMMANDS):
            return None
        if cmd_name not in self.commands:
            module = import_module(f"patterns_cli.{_MODULE_NAMES.get(cmd_name, f'commands.{cmd_name}')}")
            loaded = typer.Typer(rich_markup_mode=None, add_completion=False)
            module.register(loaded, PackCommand if cmd_name in PACK_COMMANDS else Command)
            self.commands[cmd_name] = get_group(loaded).commands[cmd_name]
        return self.commands[cmd_name]

    def resolve_command(self, ctx: Context, args: list[str]) -> Any:
        """The command that is meant; `patterns websocket` means `patterns show websocket`."""
        if args[0] in (*COMMANDS, *HIDDEN_COMMANDS) or args[0].startswith("-"):
            return super().resolve_command(ctx, args)
        near = get_close_matches(args[0], COMMANDS, cutoff=0.7)
        if near:
            ctx.fail(f"No such command '{args[0]}'. Did you mean '{near[0]}'?")
        _require_entry(ctx, args)
        return "show", self.get_command(ctx, "show"), args

    def shell_complete(self, ctx: Context, incomplete: str) -> list[CompletionItem]:
        """What a first word can become: a command or an option, or where it is none, the name of what to show."""
        found = super().shell_complete(ctx, incomplete)
        if found or not incomplete:
            return found
        from patterns_cli.cli.completers import entry_names

        return [CompletionItem(word, help=what) for word, what in entry_names(cast("typer.Context", ctx), incomplete)]

    def main(self, args: Any = None, *_: Any, **__: Any) -> Any:
        """Run the program and end the process with its exit code."""
        raise SystemExit(run_command(self, args))


def _require_entry(context: Context, args: list[str]) -> None:
    from patterns_cli.catalog.lookup import find_entry
    from patterns_cli.errors import AmbiguousNameError, NotFoundError

    name = " ".join(takewhile(lambda word: not word.startswith("-"), args))
    try:
        find_entry(context.find_root().ensure_object(AppContext).catalog_for(name), name)
    except AmbiguousNameError:
        return
    except NotFoundError as error:
        hint = error.hint if error.suggestions else "`patterns --help` shows the commands, `patterns list` the patterns"
        if len(name.split()) >= MIN_PROBLEM_WORDS:
            hint = f"to ask about a problem: patterns ask {shlex.quote(name)}"
        raise NotFoundError(f"`{name}` is neither a command nor a pattern", hint, error.suggestions) from None


def create_typer_app() -> typer.Typer:
    """The Typer application, without what Typer would do about errors, markup and completion."""
    return typer.Typer(
        cls=LazyGroup,
        name=PROGRAM_NAME,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings=_CONTEXT_SETTINGS,
    )

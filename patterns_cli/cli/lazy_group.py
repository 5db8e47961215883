"""The command line's top level: commands loaded on demand, and the options that they share."""

from __future__ import annotations

import shlex
from importlib import import_module
from itertools import takewhile
from typing import TYPE_CHECKING, Any, cast

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.main import get_group

from patterns_cli.cli.app_context import AppContext
from patterns_cli.cli.error_handler import PROGRAM_NAME, run_command
from patterns_cli.cli.help_formatter import HelpMixin
from patterns_cli.cli.registry import COMMANDS, TOP_LEVEL_COMMANDS, CommandSpec
from patterns_cli.cli.typer_compat import CompletionItem, TyperChoice

if TYPE_CHECKING:
    from collections.abc import Callable

    from patterns_cli.cli.typer_compat import Context, Parameter

_CONTEXT_SETTINGS = {"help_option_names": ["-h", "--help"]}

MIN_PROBLEM_WORDS = 4
"""Minimum number of words of a text that is taken for a problem rather than a misspelled name."""


def _store_option(context: Context, parameter: Parameter, value: Any) -> None:
    if value is None or context.resilient_parsing:
        return
    context.find_root().ensure_object(AppContext).option_values[str(parameter.name)] = value


def _flag_option(name: str, declaration: str, help_text: str, *, value: bool = True) -> TyperOption:
    def store(context: Context, parameter: Parameter, is_set: Any) -> None:
        _store_option(context, parameter, value if is_set else None)

    return TyperOption(
        param_decls=[name, declaration], is_flag=True, default=False, expose_value=False, callback=store, help=help_text
    )


def output_options() -> list[TyperOption]:
    """Create the options that every command takes, before or after its name."""
    return [
        _flag_option("json", "--json", "Print one JSON object."),
        _flag_option("plain", "--plain", "Print labeled lines: no tables, no pictures, numbered choices."),
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
    """A command that also takes the output options."""

    def __init__(self, *args: Any, **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.params.extend([*self.extra_options(), *output_options()])

    def extra_options(self) -> list[TyperOption]:
        """Return the options of this kind of command, beside the output options."""
        return []


class PackCommand(Command):
    """A command that answers from the loaded packs, or with --pack from one of them."""

    def extra_options(self) -> list[TyperOption]:
        """Return the --pack option."""
        return [
            TyperOption(
                param_decls=["pack", "--pack"],
                metavar="ID",
                default="",
                show_default=False,
                expose_value=False,
                callback=_store_pack_option,
                help="Use only this pack; `patterns pack list` shows the ids.",
            )
        ]


def _store_pack_option(context: Context, parameter: Parameter, value: str) -> None:  # noqa: ARG001
    if value and not context.resilient_parsing:
        context.find_root().ensure_object(AppContext).pack_id = value


class SubGroup(HelpMixin, TyperGroup):
    """A command that has commands of its own."""


class InvokableGroup(SubGroup):
    """A group that also does something by itself, and takes the output options before a subcommand's name too."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.params.extend(output_options())


def load_command(name: str) -> Any:
    """Import a command, with those below it, and build the Click command."""
    spec = COMMANDS[name]
    app = typer.Typer(rich_markup_mode=None, add_completion=False)
    if spec.is_group:
        group = typer.Typer(name=name, rich_markup_mode=None, context_settings=_CONTEXT_SETTINGS)
        group_class = InvokableGroup if spec.runs_alone else SubGroup
        group.callback(cls=group_class, invoke_without_command=spec.runs_alone)(_load_function(spec))
        for path, subcommand in COMMANDS.items():
            if path.startswith(f"{name} "):
                _add_command(group, path.removeprefix(f"{name} "), subcommand)
        app.add_typer(group)
    else:
        _add_command(app, name, spec)
    return get_group(app).commands[name]


def _add_command(app: typer.Typer, name: str, spec: CommandSpec) -> None:
    command_class = TyperCommand if spec.is_hidden else PackCommand if spec.takes_pack else Command
    settings = {"ignore_unknown_options": True} if spec.passes_options_on else None
    app.command(name, cls=command_class, hidden=spec.is_hidden, context_settings=settings)(_load_function(spec))


def _load_function(spec: CommandSpec) -> Callable[..., None]:
    module, _, function = spec.target.partition(":")
    loaded: Callable[..., None] = getattr(import_module(f"patterns_cli.{module}"), function)
    return loaded


class LazyGroup(HelpMixin, TyperGroup):
    """The program. A command is imported when it is called; any other first word is a name to show."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.params.extend(output_options())

    def list_commands(self, ctx: Context) -> list[str]:  # noqa: ARG002
        """The names of all commands, in the order of the help."""
        return [*TOP_LEVEL_COMMANDS]

    def get_command(self, ctx: Context, cmd_name: str) -> Any:  # noqa: ARG002
        """The command of that name, or None."""
        if cmd_name not in COMMANDS or " " in cmd_name:
            return None
        if cmd_name not in self.commands:
            self.commands[cmd_name] = load_command(cmd_name)
        return self.commands[cmd_name]

    def resolve_command(self, ctx: Context, args: list[str]) -> Any:
        """Find the command to run; `patterns websocket` means `patterns show websocket`."""
        if args[0] in COMMANDS or args[0].startswith("-"):
            return super().resolve_command(ctx, args)
        _require_entry(ctx, args)
        return "show", self.get_command(ctx, "show"), args

    def shell_complete(self, ctx: Context, incomplete: str) -> list[CompletionItem]:
        """Complete the first word: to a command or an option, else to the name of something to show."""
        found = super().shell_complete(ctx, incomplete)
        if found or not incomplete:
            return found
        from patterns_cli.cli.completers import entry_names

        return [CompletionItem(word, help=help_) for word, help_ in entry_names(cast("typer.Context", ctx), incomplete)]

    def main(self, args: Any = None, *_: Any, **__: Any) -> Any:
        """Run the program and end the process with its exit code."""
        raise SystemExit(run_command(self, args))


def _require_entry(context: Context, args: list[str]) -> None:
    """Raise an error with suggestions unless the first words name an entry."""
    from patterns_cli.catalog.lookup import find_entry, find_exact
    from patterns_cli.errors import AmbiguousNameError, NotFoundError
    from patterns_cli.text.suggestions import close_matches

    name = " ".join(takewhile(lambda word: not word.startswith("-"), args))
    catalog = context.find_root().ensure_object(AppContext).catalog_for(name)
    if find_exact(catalog, name) is not None:
        return
    commands = close_matches(args[0], TOP_LEVEL_COMMANDS, limit=1, min_similarity=0.7)
    if commands:
        context.fail(f"No such command '{args[0]}'. Did you mean '{commands[0]}'?")
    try:
        find_entry(catalog, name)
    except AmbiguousNameError:
        return
    except NotFoundError as error:
        hint = error.hint if error.suggestions else "`patterns --help` shows the commands, `patterns list` the patterns"
        if len(name.split()) >= MIN_PROBLEM_WORDS:
            hint = f"to ask about a problem: patterns ask {shlex.quote(name)}"
        raise NotFoundError(f"`{name}` is neither a command nor a pattern", hint, error.suggestions) from None


def create_typer_app() -> typer.Typer:
    """Create the Typer application, without Typer's own error pages, markup and completion."""
    return typer.Typer(
        cls=LazyGroup,
        name=PROGRAM_NAME,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings=_CONTEXT_SETTINGS,
    )

"""Run a command, and turn every error into a message and an exit code."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from typing import TYPE_CHECKING, Any

import typer

from patterns_cli.cli.app_context import AppContext
from patterns_cli.cli.registry import COMMANDS
from patterns_cli.cli.typer_compat import ClickException, Context, NoSuchOption
from patterns_cli.errors import ExitCode, PatternsError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

PROGRAM_NAME = "patterns"


def run_command(command: Any, args: Sequence[str] | None) -> int:
    """Run a command with these arguments (default: the process's own), and return the exit code."""
    arguments = [*(sys.argv[1:] if args is None else args)]
    app = AppContext()
    try:
        with command.make_context(PROGRAM_NAME, arguments, obj=app) as context:
            return _exit_code(command.invoke(context))
    except BaseException as error:
        return _handle_error(error, app, arguments)


def _exit_code(result: Any) -> int:
    return result if isinstance(result, int) else ExitCode.DONE


def _handle_error(error: BaseException, app: AppContext, args: Sequence[str]) -> int:
    """Print what ended the run, and return its exit code."""
    match error:
        case typer.Exit():
            return error.exit_code
        case KeyboardInterrupt() | typer.Abort():
            return _exit_silently(ExitCode.INTERRUPTED)
        case BrokenPipeError():
            return _exit_silently(ExitCode.DONE)
        case PatternsError():
            return _report_error(error, app, args)
        case ClickException():
            return _report_error(_to_usage_error(error), app, args)
        case OSError() if error.errno == errno.EPIPE:
            return _exit_silently(ExitCode.DONE)
        case OSError():
            reason = error.strerror or type(error).__name__
            place = f": {error.filename}" if error.filename else ""
            return _report_error(PatternsError(f"{reason}{place}"), app, args)
        case Exception():
            return _report_bug(error, app)
    raise error


def _report_error(error: PatternsError, app: AppContext, args: Sequence[str]) -> int:
    try:
        if app.option_values.get("json") or "--json" in args:
            from patterns_cli.render.json_tools import error_view

            app.option_values["json"] = True
            with contextlib.suppress(OSError):  # a full disk, where the answer could not be written either
                app.terminal.show_json(error_view(error))
        app.terminal.print_error(error)
    except OSError:
        return _exit_silently(error.exit_code)
    return error.exit_code


def _to_usage_error(error: ClickException) -> UsageError:
    context: Context | None = getattr(error, "ctx", None)
    path = context.command_path if context is not None else PROGRAM_NAME
    hint = f"`{path} --help` shows its usage"
    spec = COMMANDS.get(path.removeprefix(f"{PROGRAM_NAME} "))
    if isinstance(error, NoSuchOption) and spec is not None and spec.takes_free_text:
        hint += "; put -- before text that starts with a dash"
    return UsageError(error.format_message().rstrip("."), hint)


def _report_bug(error: Exception, app: AppContext) -> int:
    if app.option_values.get("debug"):
        import traceback

        traceback.print_exception(error)
    message = f"{PROGRAM_NAME} has a bug here ({type(error).__name__}: {error})"
    app.terminal.print_error(PatternsError(message, "please report it; --debug shows where it happened"))
    return ExitCode.BUG


def _exit_silently(code: int) -> int:
    """End without a message; drop what is still buffered, as flushing it at exit would fail again."""
    devnull = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            os.dup2(devnull, stream.fileno())
        except (OSError, ValueError, AttributeError):
            continue
    return code

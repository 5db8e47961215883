"""How a run ends: the one place where errors become exit codes."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from typing import TYPE_CHECKING, Any

import typer
from typer._click import Context
from typer._click.exceptions import ClickException, NoSuchOption

from patterns_cli.cli.app_context import AppContext
from patterns_cli.errors import ExitCode, PatternsError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

PROGRAM_NAME = "patterns"
FREE_TEXT_COMMANDS = ("ask", "search", "show")
"""Commands whose words can be anything, a leading dash included."""


def run_command(command: Any, args: Sequence[str] | None) -> int:
    """Run a command on these arguments (the process's own by default); returns the exit code."""
    words = [*(sys.argv[1:] if args is None else args)]
    state = AppContext()
    try:
        with command.make_context(PROGRAM_NAME, words, obj=state) as context:
            return _exit_code(command.invoke(context))
    except BaseException as error:
        return _handle_error(error, state, words)


def _exit_code(result: Any) -> int:
    return result if isinstance(result, int) else ExitCode.DONE


def _handle_error(error: BaseException, app: AppContext, args: Sequence[str]) -> int:
    """Tell the person what ended the run, and give the exit code for it."""
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
            app.option_values["json"] = True
            with contextlib.suppress(OSError):  # where the answer had no room, this has none either
                app.terminal.show_json({"error": _error_json(error)})
        app.terminal.print_error(error)
    except OSError:
        return _exit_silently(error.exit_code)
    return error.exit_code


def _error_json(error: PatternsError) -> dict[str, Any]:
    known = {"kind": error.kind, "message": error.message, "hint": error.hint}
    extra = {name: getattr(error, name) for name in ("suggestions", "question", "options") if hasattr(error, name)}
    return {**known, **extra}


def _to_usage_error(error: ClickException) -> UsageError:
    context: Context | None = getattr(error, "ctx", None)
    path = context.command_path if context is not None else PROGRAM_NAME
    hint = f"`{path} --help` shows how it is used"
    if isinstance(error, NoSuchOption) and path.endswith(FREE_TEXT_COMMANDS):
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
    """Leave without a word: what is still unwritten in the streams is dropped, not flushed into an error."""
    devnull = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            os.dup2(devnull, stream.fileno())
        except (OSError, ValueError, AttributeError):
            continue
    return code

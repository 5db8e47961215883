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

from patterns_cli.cli.app_context import Run
from patterns_cli.errors import ExitCode, PatternsError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

PROGRAM = "patterns"
FREE_TEXT = ("ask", "search", "show")
"""Commands whose words can be anything, a leading dash included."""


def run_to_the_end(command: Any, args: Sequence[str] | None) -> int:
    """Run a command on these arguments (the process's own by default); returns the exit code."""
    words = [*(sys.argv[1:] if args is None else args)]
    state = Run()
    try:
        with command.make_context(PROGRAM, words, obj=state) as context:
            return _code(command.invoke(context))
    except BaseException as error:
        return _ended(error, state, words)


def _code(result: Any) -> int:
    return result if isinstance(result, int) else ExitCode.DONE


def _ended(error: BaseException, state: Run, words: Sequence[str]) -> int:
    """Tell the person what ended the run, and give the exit code for it."""
    match error:
        case typer.Exit():
            return error.exit_code
        case KeyboardInterrupt() | typer.Abort():
            return _quietly(ExitCode.INTERRUPTED)
        case BrokenPipeError():
            return _quietly(ExitCode.DONE)
        case PatternsError():
            return _failed(error, state, words)
        case ClickException():
            return _failed(_usage_error(error), state, words)
        case OSError() if error.errno == errno.EPIPE:
            return _quietly(ExitCode.DONE)
        case OSError():
            reason = error.strerror or type(error).__name__
            place = f": {error.filename}" if error.filename else ""
            return _failed(PatternsError(f"{reason}{place}"), state, words)
        case Exception():
            return _bug(error, state)
    raise error


def _failed(error: PatternsError, state: Run, words: Sequence[str]) -> int:
    try:
        if state.settings.get("json") or "--json" in words:
            state.settings["json"] = True
            with contextlib.suppress(OSError):  # where the answer had no room, this has none either
                state.terminal.show_json({"error": _as_json(error)})
        state.terminal.fail(error)
    except OSError:
        return _quietly(error.exit_code)
    return error.exit_code


def _as_json(error: PatternsError) -> dict[str, Any]:
    known = {"kind": error.kind, "message": error.message, "hint": error.hint}
    extra = {name: getattr(error, name) for name in ("suggestions", "question", "options") if hasattr(error, name)}
    return {**known, **extra}


def _usage_error(error: ClickException) -> UsageError:
    context: Context | None = getattr(error, "ctx", None)
    path = context.command_path if context is not None else PROGRAM
    hint = f"`{path} --help` shows how it is used"
    if isinstance(error, NoSuchOption) and path.endswith(FREE_TEXT):
        hint += "; put -- before text that starts with a dash"
    return UsageError(error.format_message().rstrip("."), hint)


def _bug(error: Exception, state: Run) -> int:
    if state.settings.get("debug"):
        import traceback

        traceback.print_exception(error)
    message = f"{PROGRAM} has a bug here ({type(error).__name__}: {error})"
    state.terminal.fail(PatternsError(message, "please report it; --debug shows where it happened"))
    return ExitCode.BUG


def _quietly(code: int) -> int:
    """Leave without a word: what is still unwritten in the streams is dropped, not flushed into an error."""
    devnull = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            os.dup2(devnull, stream.fileno())
        except (OSError, ValueError, AttributeError):
            continue
    return code

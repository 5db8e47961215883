"""``patterns completion``: shell completion of names and options."""

from __future__ import annotations

from typing import Annotated

import typer

from patterns_cli.cli.app_context import AppContext, current_app
from patterns_cli.cli.completion.shells import Shell


def completion(
    context: typer.Context,
    shell: Annotated[Shell | None, typer.Argument(help="Your shell. Default: the one you use.")] = None,
    install: Annotated[bool, typer.Option("--install", help="Add it to your shell's start-up files.")] = False,
    uninstall: Annotated[bool, typer.Option("--uninstall", help="Remove it from your shell's start-up files.")] = False,
) -> None:
    """Print the script that lets your shell complete names and options with Tab.

    \b
    patterns completion --install
    patterns completion zsh
    patterns completion bash > ~/.local/share/bash-completion/completions/patterns
    """
    from patterns_cli.cli.completion.shells import script
    from patterns_cli.errors import UsageError

    if install and uninstall:
        raise UsageError("--install and --uninstall exclude each other", "give one of them")
    run = current_app(context)
    chosen = shell or _shell_in_use()
    if install or uninstall:
        _change(run, chosen, add=install)
    elif run.terminal.options.json:
        from patterns_cli.render.json_tools import CompletionScriptView

        run.terminal.show_json(CompletionScriptView(chosen, script(chosen)))
    else:
        run.terminal.write_utf8(script(chosen))


def _shell_in_use() -> Shell:
    import os

    from patterns_cli.cli.completion.shells import shell_in_use
    from patterns_cli.errors import UsageError

    found = shell_in_use(os.environ)
    if found is None:
        raise UsageError("say for which shell", f"one of {', '.join(Shell)}, for example: patterns completion bash")
    return found


def _change(run: AppContext, shell: Shell, *, add: bool) -> None:
    import os

    from patterns_cli.cli.completion.install import install, uninstall
    from patterns_cli.cli.completion.shells import script, setup
    from patterns_cli.render.document import Document, LabeledRows, Section

    run.require_home()
    where = setup(shell, os.environ, run.paths.data)
    changed = install(where, script(shell)) if add else uninstall(where)
    if run.terminal.options.json:
        from patterns_cli.render.json_tools import CompletionChangeView, path_strings

        run.terminal.show_json(CompletionChangeView(shell, path_strings(changed)))
        return
    if changed:
        run.terminal.show(
            Document(None, [Section("changed", "", [LabeledRows([("changed", str(path)) for path in changed])])])
        )
        run.terminal.note(f"Open a new {shell} to use it." if add else f"A new {shell} no longer completes patterns.")
    else:
        run.terminal.note(f"Nothing to do: {shell} {'completes patterns already' if add else 'was not set up'}.")

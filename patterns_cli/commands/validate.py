"""``patterns validate``: all errors and warnings of packs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from patterns_cli.cli.app_context import AppContext, current_app

if TYPE_CHECKING:
    from patterns_cli.packs.checks.validate import Validation
    from patterns_cli.packs.diagnostics import Diagnostic
    from patterns_cli.render.json_tools import ValidationView


def validate(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Packs, folders of packs, or files of a pack; without any, the pack you are in, or your own packs.",
            show_default=False,
        ),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings fail, too.")] = False,
    publish: Annotated[
        bool, typer.Option("--publish", help="Without errors, add the pack's new ids to its ids.txt.")
    ] = False,
) -> None:
    """Tell all that is wrong with a pack: where, what, and what to do.

    Ends with 0 where nothing is, with 1 where something is, with 2 where there is no such path.

    --json has `ok`, `errors` and `warnings` (how many), `packs` and `alone` (what was checked),
    and `faults`: each with `file`, `line` and `column` (from 1), `severity` (error or warning),
    `message`, `hint`, and `source`, the line of the file.

    \b
    patterns validate my-pack
    patterns validate --strict my-pack other-pack
    patterns validate my-pack/patterns/cache-aside.yaml
    """
    from patterns_cli.packs.checks.validate import Validation
    from patterns_cli.packs.diagnostics import errors_only

    run = current_app(context)
    validation = Validation.of_paths(paths or _default_paths(run))
    if publish and not errors_only(validation.diagnostics):
        _publish_ids(run, validation)
        validation = Validation.of_paths(paths or _default_paths(run))
    diagnostics = validation.diagnostics
    errors = len(errors_only(diagnostics))
    is_failed = bool(errors or (strict and diagnostics))
    if run.terminal.options.json:
        run.terminal.show_json(_validation_view(validation, is_ok=not is_failed))
    else:
        _print_validation(run, validation)
    if is_failed:
        raise typer.Exit(1)


def _default_paths(app: AppContext) -> list[Path]:
    from patterns_cli.errors import UsageError
    from patterns_cli.packs.files import is_pack

    here = Path()
    if is_pack(here):
        return [here]
    own = [source.folder for source in app.pack_sources if source.origin != "built-in"]
    if not own:
        raise UsageError("this folder is no pack, and you have no packs of your own", "name one: patterns validate DIR")
    return own


def _validation_view(validation: Validation, *, is_ok: bool) -> ValidationView:
    from patterns_cli.packs.checks.validate import source_lines
    from patterns_cli.packs.diagnostics import errors_only
    from patterns_cli.render.json_tools import ValidationView, diagnostic_views, path_strings

    diagnostics = validation.diagnostics
    errors = len(errors_only(diagnostics))
    return ValidationView(
        ok=is_ok,
        errors=errors,
        warnings=len(diagnostics) - errors,
        packs=path_strings(validation.packs),
        alone=path_strings(validation.standalone_files),
        faults=diagnostic_views(diagnostics, source_lines(diagnostics)),
    )


def _print_validation(app: AppContext, validation: Validation) -> None:
    from patterns_cli.packs.checks.validate import source_lines
    from patterns_cli.render.diagnostics import OutputStyle, diagnostic_lines

    terminal = app.terminal
    diagnostics = validation.diagnostics
    lines = source_lines(diagnostics)
    style = OutputStyle(terminal.width, terminal.has_color, terminal.encoding)
    for diagnostic in diagnostics:
        for line in diagnostic_lines(diagnostic, lines.get((diagnostic.file, diagnostic.line)), style):
            terminal.write(f"{line}\n")
        terminal.write("\n")
    terminal.print_wrapped(_summary(validation, diagnostics))
    if validation.standalone_files:
        files = "a file" if len(validation.standalone_files) == 1 else f"{len(validation.standalone_files)} files"
        terminal.note(f"Checked {files} outside any pack: what refers to other files was not looked up.")


def _summary(validation: Validation, diagnostics: list[Diagnostic]) -> str:
    from patterns_cli.packs.diagnostics import errors_only
    from patterns_cli.render.text_layout import pluralize

    errors = len(errors_only(diagnostics))
    counts = [pluralize(errors, "error")] if errors else []
    counts += [pluralize(len(diagnostics) - errors, "warning")] if len(diagnostics) > errors else []
    things = [pluralize(len(validation.packs), "pack")] if validation.packs else []
    things += [pluralize(len(validation.standalone_files), "file")] if validation.standalone_files else []
    return f"{' and '.join(counts) or 'No faults'} in {' and '.join(things)}"


def _publish_ids(app: AppContext, validation: Validation) -> None:
    from patterns_cli.errors import UsageError
    from patterns_cli.packs.content_ids import publish_ids

    if validation.standalone_files or validation.partial_paths:
        raise UsageError("only a whole pack can be published", "name its folder")
    for pack in validation.packs:
        added = publish_ids(pack)
        outcome = f"{added} new ids written to" if added else "nothing new for"
        app.terminal.note(f"{outcome} {pack / 'ids.txt'}")

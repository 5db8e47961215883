"""``patterns pack``: create, add, remove and list packs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from patterns_cli.cli.app_context import AppContext, current_app

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from patterns_cli.cli.app_context import PackSource
    from patterns_cli.packs.diagnostics import Diagnostic
    from patterns_cli.render.json_tools import PackSummaryView


def pack() -> None:
    """Create, add, remove or list packs.

    \b
    patterns pack new caching
    patterns pack add caching
    patterns pack list
    """


def new(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that is not there yet, or empty.")],
) -> None:
    """Write a small pack to change into your own.

    It has every kind of file, and each says what can stand in it.

    \b
    patterns pack new caching
    """
    from patterns_cli.packs.install.template import write_template
    from patterns_cli.render.document import Document, LabeledRows, Section

    run = current_app(context)
    files = write_template(folder)
    if run.terminal.options.json:
        from patterns_cli.render.json_tools import NewPackView, path_strings

        run.terminal.show_json(NewPackView(str(folder), path_strings(files)))
        return
    rows = [("wrote", str(path)) for path in files]
    steps = [
        (f"patterns validate {folder}", "all that is wrong with it, at any time"),
        (f"patterns pack add {folder}", "let the other commands answer from it"),
    ]
    run.terminal.show(Document(None, [Section("files", "", [LabeledRows(rows)])], steps))


def list_packs(context: typer.Context) -> None:
    """List the loaded packs.

    Built-in packs come first, then your own, then those of PATTERNS_PATH, which names packs
    or folders of packs as PATH names folders. Where two packs hold the same id, the first
    one's is meant; the other is found as pack:id.

    \b
    patterns pack list
    PATTERNS_PATH=~/work/packs patterns pack list
    """
    from patterns_cli.render.document import Document, LabeledRows, Section
    from patterns_cli.render.text_layout import pluralize

    run = current_app(context)
    packs = list(_pack_summaries(run))
    if run.terminal.options.json:
        from patterns_cli.render.json_tools import PackListView

        run.terminal.show_json(PackListView(tuple(packs)))
        return
    sections = []
    for summary in packs:
        counts = (
            pluralize(summary.patterns, "pattern"),
            pluralize(summary.systems, "system"),
            pluralize(summary.scenarios, "problem"),
        )
        rows = [("from", f"{summary.origin}, {summary.folder}"), ("holds", ", ".join(counts))]
        if summary.errors:
            rows.append(("errors", f"{pluralize(summary.errors, 'error')}: patterns validate {summary.folder}"))
        sections.append(Section(summary.id, f"{summary.id}: {summary.title}", [LabeledRows(rows)]))
    run.terminal.show(Document(None, sections), page=True)


def _pack_summaries(app: AppContext) -> Iterator[PackSummaryView]:
    from patterns_cli.advise.recommend import open_index
    from patterns_cli.packs.files import display_path
    from patterns_cli.render.json_tools import PackSummaryView

    for source, pack in zip(app.pack_sources, app.full_catalog.packs, strict=True):
        place = display_path(source.folder)
        yield PackSummaryView(
            id=pack.info.id,
            title=pack.info.title,
            origin=source.origin,
            folder=place,
            patterns=len(pack.patterns),
            systems=len(pack.systems),
            scenarios=open_index(source.folder, pack, app.cache_locations).bank_scenario_count,
            errors=sum(
                Path(place) in Path(diagnostic.file).parents and diagnostic.severity == "error"
                for diagnostic in app.full_catalog.diagnostics
            ),
        )


def add(
    context: typer.Context,
    source: Annotated[Path, typer.Argument(metavar="DIR|FILE.zip", help="A pack's folder, or a zip file of one.")],
    force: Annotated[bool, typer.Option("--force", help="Replace your pack of the same id; it is kept aside.")] = False,
) -> None:
    """Check a pack and copy it in among your own.

    It is copied whole or, where it has an error, not at all.

    \b
    patterns pack add caching
    patterns pack add caching.zip --force
    """
    from datetime import datetime

    from patterns_cli.errors import UsageError
    from patterns_cli.packs.install.install import InvalidPackError, add_pack

    run = current_app(context)
    run.require_home()
    if not source.exists():
        raise UsageError(f"there is no {source}", "name a pack's folder or a zip file")
    ids = [pack.info.id for pack in run.full_catalog.packs]
    origins = [pack_source.origin for pack_source in run.pack_sources]
    taken = [id_ for origin, id_ in zip(origins, ids, strict=True) if origin == "built-in"]
    try:
        added = add_pack(source, run.paths.packs, reserved_ids=taken, now=datetime.now().astimezone(), force=force)
    except InvalidPackError as error:
        _print_diagnostics(run, error.diagnostics)
        raise
    _print_diagnostics(run, added.warnings)
    if run.terminal.options.json:
        from patterns_cli.render.json_tools import AddedPackView

        replaced = str(added.replaced_folder) if added.replaced_folder else None
        run.terminal.show_json(AddedPackView(added.id, str(added.folder), replaced))
        return
    run.terminal.print_wrapped(f"Added {added.id}, in {added.folder}")
    if added.replaced_folder:
        run.terminal.note(f"The one before it is kept in {added.replaced_folder}")


def _print_diagnostics(app: AppContext, diagnostics: Sequence[Diagnostic]) -> None:
    for diagnostic in diagnostics:
        app.terminal.note(str(diagnostic) if diagnostic.severity == "error" else f"warning: {diagnostic}")


def remove(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="ID", help="One of your own packs.")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Take one of your own packs out of force.

    It is moved aside, not deleted.

    \b
    patterns pack remove caching
    """
    from datetime import datetime

    from patterns_cli.packs.install.install import remove_pack

    run = current_app(context)
    source = _own_pack_source(run, name)
    if not yes and not _confirm_removal(run, name):
        run.terminal.note("Nothing was removed.")
        return
    aside = remove_pack(source.folder, run.paths.packs, datetime.now().astimezone())
    if run.terminal.options.json:
        from patterns_cli.render.json_tools import RemovedPackView

        run.terminal.show_json(RemovedPackView(name, str(aside)))
    else:
        run.terminal.print_wrapped(f"Removed {name}; it is kept in {aside}")


def _own_pack_source(app: AppContext, name: str) -> PackSource:
    """The source of a pack that the user added.

    Raises PatternsError if there is no such pack, or if the user did not add it.
    """
    from patterns_cli.catalog.catalog import select_pack
    from patterns_cli.errors import PatternsError

    sources = [
        source for source, pack in zip(app.pack_sources, app.full_catalog.packs, strict=True) if pack.info.id == name
    ]
    own = [source for source in sources if source.origin == "yours"]
    if own:
        return own[0]
    select_pack(app.full_catalog, name)
    where = (
        "it is built in" if sources[0].origin == "built-in" else f"PATTERNS_PATH brings it, from {sources[0].folder}"
    )
    raise PatternsError(f"{name} is not one of your own packs: {where}", "`patterns pack list` shows yours")


def _confirm_removal(app: AppContext, name: str) -> bool:
    from patterns_cli.errors import NeedsAnswerError
    from patterns_cli.prompts import confirm

    question = f"Remove {name}?"
    if not app.terminal.can_ask:
        options = (("no", "No, keep it"), ("yes", "Yes, remove it"))
        raise NeedsAnswerError(
            f"a terminal is needed to ask: {question}", "--yes removes it unasked", "remove", options
        )
    return confirm(app.terminal, question, "keep it", "remove it")


def schema(
    context: typer.Context,
    kind: Annotated[
        str, typer.Argument(metavar="[KIND]", help="A kind of file, such as pattern or scenarios.", show_default=False)
    ] = "",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="DIR", help="Write all of them into this folder.")
    ] = None,
) -> None:
    """Print JSON Schemas, for editors that check YAML.

    A file names its schema in its first line, as the files of `patterns pack new` do.

    \b
    patterns pack schema pattern
    patterns pack schema -o caching/.schemas
    """
    from patterns_cli.errors import UsageError
    from patterns_cli.packs.file_types import FILE_TYPES
    from patterns_cli.packs.json_schema import schema_text, write_schemas
    from patterns_cli.text.suggestions import did_you_mean

    run = current_app(context)
    if kind and kind not in FILE_TYPES:
        hint = did_you_mean(kind, FILE_TYPES, f"the kinds are: {', '.join(FILE_TYPES)}")
        raise UsageError(f"there is no kind of file called `{kind}`", hint)
    if bool(kind) == bool(output):
        raise UsageError("name one kind, or a folder for all", f"the kinds are: {', '.join(FILE_TYPES)}")
    if output is None:
        run.terminal.write_utf8(schema_text(kind))
        return
    files = write_schemas(output)
    if run.terminal.options.json:
        from patterns_cli.render.json_tools import SchemaFilesView, path_strings

        run.terminal.show_json(SchemaFilesView(path_strings(files)))
    else:
        run.terminal.note(f"Wrote {len(files)} schemas into {output}")

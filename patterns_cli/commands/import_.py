"""``patterns import``: turn a cheat sheet in Markdown into a pack."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from patterns_cli.cli.app_context import AppContext, current_app
from patterns_cli.paths import STANDARD_STREAM

if TYPE_CHECKING:
    from patterns_cli.exchange.cheat_sheet.importer import ImportedSheet
    from patterns_cli.packs.install.folder_writer import WriteReport

MAX_PRINTED_REMARKS = 20
MAX_PRINTED_LINE_CHARS = 60
"""Maximum length of the line that a warning quotes, in characters."""


def import_command(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE.md", help="A cheat sheet in Markdown; - reads standard input.")],
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="DIR", help="The pack's folder. Default: one among your own packs.")
    ] = "",
    pack_id: Annotated[str, typer.Option("--id", metavar="ID", help="The pack's id. Default: from the title.")] = "",
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite files that you edited since; a backup of each is kept.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="If a line is not understood, write nothing and exit with 1.")
    ] = False,
) -> None:
    """Turn a cheat sheet into a pack that show, compare, search and the other commands can use.

    A pattern is a section such as "## 1. Name" with lines such as "**What**: ...", "**When to use**: ..." and
    "**When NOT to use**: ...". Everything else is kept as tables and notes. Files of the pack that you edit
    afterwards are never overwritten without --force.

    \b
    patterns import caching.md
    patterns import caching.md -o packs/caching
    patterns import - --id caching < caching.md
    """
    from patterns_cli.errors import PatternsError
    from patterns_cli.exchange.cheat_sheet.importer import decode_sheet, read_sheet_bytes
    from patterns_cli.packs.install.folder_writer import serialize_pack, write_pack
    from patterns_cli.render.text_layout import pluralize

    app = current_app(context)
    if file == STANDARD_STREAM:
        data, source, default_title = _read_standard_input(app), "standard input", "Cheat sheet"
        file = source
    else:
        data, source, default_title = read_sheet_bytes(Path(file)), Path(file).name, Path(file).stem
    sheet = _import_text(decode_sheet(data, file), default_title, file, pack_id)
    _print_remarks(app, sheet, file)
    if strict and sheet.remarks:
        raise PatternsError(
            f"{pluralize(len(sheet.remarks), 'line')} of {file} not understood",
            "nothing was written; fix the lines above, or import without --strict",
        )
    if not output:
        app.require_home()
    folder = Path(output or app.paths.packs / sheet.pack.info.id).absolute()
    report = write_pack(folder, serialize_pack(sheet.pack), source, force=force)
    if app.terminal.options.json:
        app.terminal.show_json(_import_json(sheet, report))
    else:
        from patterns_cli.render.cards.import_report import import_card

        app.terminal.show(import_card(sheet.pack, report, is_installed=folder.parent == app.paths.packs))


def _import_text(text: str, default_title: str, file: str, pack_id: str) -> ImportedSheet:
    from patterns_cli.errors import ContentError, UsageError
    from patterns_cli.exchange.cheat_sheet.importer import import_sheet
    from patterns_cli.packs.install.slugs import slugify

    if pack_id and slugify(pack_id, "pack") != pack_id:
        raise UsageError(f"`{pack_id}` is not a valid pack id", f"use an id such as {slugify(pack_id, 'pack')}")
    sheet = import_sheet(text, default_title, pack_id)
    if not sheet.pack.patterns and not sheet.pack.tables:
        raise ContentError(
            f"{file} has no pattern and no table",
            "start each pattern with a heading such as `## 1. Name of the pattern`",
        )
    return sheet


def _read_standard_input(app: AppContext) -> bytes:
    from patterns_cli.exchange.cheat_sheet.importer import MAX_SHEET_BYTES

    stream = getattr(app.terminal.stdin, "buffer", None)
    return bytes(stream.read(MAX_SHEET_BYTES + 1)) if stream is not None else b""


def _print_remarks(app: AppContext, sheet: ImportedSheet, file: str) -> None:
    for remark in sheet.remarks[:MAX_PRINTED_REMARKS]:
        quoted = f": {_truncate(remark.text)}" if remark.text else ""
        app.terminal.warn(f"{file}:{remark.line}: {remark.message}{quoted}")
    more = len(sheet.remarks) - MAX_PRINTED_REMARKS
    if more > 0:
        app.terminal.warn(f"{more} more warnings; --json lists all of them")


def _truncate(text: str) -> str:
    return text if len(text) <= MAX_PRINTED_LINE_CHARS else text[:MAX_PRINTED_LINE_CHARS].rstrip() + "…"


def _import_json(sheet: ImportedSheet, report: WriteReport) -> dict[str, object]:
    pack = sheet.pack
    return {
        "pack": pack.info.id,
        "title": pack.info.title,
        "patterns": [{"id": pattern.id, "name": pattern.name} for pattern in pack.patterns],
        "systems": [system.id for system in pack.systems],
        "tables": [table.id for table in pack.tables],
        "chapters": [chapter.id for chapter in pack.chapters],
        "files": {
            "folder": report.folder,
            "written": report.written,
            "unchanged": report.unchanged,
            "removed": report.removed,
            "kept": report.kept,
        },
        "remarks": [{"line": remark.line, "message": remark.message, "text": remark.text} for remark in sheet.remarks],
    }

"""``patterns import``: a cheat sheet in Markdown becomes a pack."""

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


def import_command(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE.md", help="A cheat sheet in Markdown; - is standard input.")],
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="DIR", help="The pack's folder. Default: one among your own packs.")
    ] = "",
    pack_id: Annotated[str, typer.Option("--id", metavar="ID", help="The pack's id. Default: from the title.")] = "",
    force: Annotated[
        bool, typer.Option("--force", help="Write anew what you edited since; a copy of it stays beside it.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Write nothing, and end with 1, if a line is not understood.")
    ] = False,
) -> None:
    """Turn a cheat sheet into a pack, so that show, compare, search and the others know it.

    A pattern is a section such as "## 1. Name" with lines such as "**What**: ...", "**When to use**: ..." and
    "**When NOT to use**: ...". All else is kept as tables and notes. What you edit in the pack afterwards is
    never overwritten.

    \b
    patterns import caching.md
    patterns import caching.md -o packs/caching
    patterns import - --id caching < caching.md
    """
    from patterns_cli.errors import PatternsError
    from patterns_cli.exchange.cheat_sheet.read_text import decode_sheet, read_sheet_bytes
    from patterns_cli.packs.install.folder_writer import write_pack
    from patterns_cli.packs.install.pack_files import serialize_pack
    from patterns_cli.render.text_layout import pluralize

    run = current_app(context)
    if file == STANDARD_STREAM:
        data, source, name = _read_standard_input(run), "standard input", "Cheat sheet"
        file = source
    else:
        data, source, name = read_sheet_bytes(Path(file)), Path(file).name, Path(file).stem
    sheet = _parse_sheet(decode_sheet(data, file), name, file, pack_id)
    _print_remarks(run, sheet, file)
    if strict and sheet.remarks:
        raise PatternsError(
            f"{pluralize(len(sheet.remarks), 'line')} of {file} not understood",
            "nothing was written; leave out --strict",
        )
    if not output:
        run.require_home()
    folder = Path(output) if output else run.paths.packs / sheet.pack.info.id
    written = write_pack(folder.absolute(), serialize_pack(sheet.pack), source, force=force)
    if run.terminal.options.json:
        run.terminal.show_json(_import_json(sheet, written))
    else:
        from patterns_cli.render.cards.import_report import import_card

        in_force = folder.absolute().parent == run.paths.packs
        run.terminal.show(import_card(sheet.pack, written, is_installed=in_force))


def _parse_sheet(text: str, default_title: str, file: str, pack_id: str) -> ImportedSheet:
    from patterns_cli.errors import ContentError, UsageError
    from patterns_cli.exchange.cheat_sheet.importer import import_sheet
    from patterns_cli.packs.install.slugs import slugify

    if pack_id and slugify(pack_id, "pack") != pack_id:
        raise UsageError(f"`{pack_id}` cannot be an id", f"write it as {slugify(pack_id, 'pack')}")
    sheet = import_sheet(text, default_title, pack_id)
    if not sheet.pack.patterns and not sheet.pack.tables:
        raise ContentError(
            f"{file} holds no pattern and no table", "a pattern starts with a heading, such as ## 1. Circuit Breaker"
        )
    return sheet


def _read_standard_input(app: AppContext) -> bytes:
    from patterns_cli.exchange.cheat_sheet.read_text import MAX_SHEET_BYTES

    stream = getattr(app.terminal.stdin, "buffer", None)
    return bytes(stream.read(MAX_SHEET_BYTES + 1)) if stream is not None else b""


def _print_remarks(app: AppContext, sheet: ImportedSheet, file: str) -> None:
    for remark in sheet.remarks[:MAX_PRINTED_REMARKS]:
        words = f": {_truncate(remark.text)}" if remark.text else ""
        app.terminal.warn(f"{file}:{remark.line}: {remark.message}{words}")
    more = len(sheet.remarks) - MAX_PRINTED_REMARKS
    if more > 0:
        app.terminal.warn(f"{more} more lines; --json names them all")


def _truncate(text: str, max_chars: int = 60) -> str:
    return text if len(text) <= max_chars else text[:max_chars].rstrip() + "…"


def _import_json(sheet: ImportedSheet, change: WriteReport) -> dict[str, object]:
    import msgspec

    pack = sheet.pack
    return {
        "pack": pack.info.id,
        "title": pack.info.title,
        "patterns": [{"id": pattern.id, "name": pattern.name} for pattern in pack.patterns],
        "systems": [system.id for system in pack.systems],
        "tables": [table.id for table in pack.tables],
        "chapters": [chapter.id for chapter in pack.chapters],
        "files": msgspec.to_builtins(change),
        "remarks": [msgspec.to_builtins(remark) for remark in sheet.remarks],
    }

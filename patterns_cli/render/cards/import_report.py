"""The report of an import."""

from __future__ import annotations

from typing import TYPE_CHECKING

from patterns_cli.render.document import Document, Heading, LabeledRows, Section
from patterns_cli.render.text_layout import pluralize

if TYPE_CHECKING:
    from patterns_cli.packs.install.folder_writer import WriteReport
    from patterns_cli.packs.model import Pack


def import_card(pack: Pack, report: WriteReport, *, is_installed: bool) -> Document:
    """The imported pack and what was written; ``is_installed`` if its folder is among the user's own packs."""
    counts = (
        (len(pack.patterns), "pattern"),
        (len(pack.systems), "system"),
        (len(pack.tables), "table"),
        (len(pack.chapters), "chapter"),
    )
    rows = [("Contains", ", ".join(pluralize(count, noun) for count, noun in counts if count))]
    rows.append(("Folder", report.folder))
    if not (report.written or report.removed):
        rows.append(("Changed", "nothing; the folder already matches the cheat sheet"))
    if report.removed:
        rows.append(("Removed", ", ".join(report.removed)))
    if report.kept:
        rows.append(("Backups of your edits", ", ".join(report.kept)))
    if not is_installed:
        rows.append(("To use it", "move the folder into your packs folder, which `patterns paths` shows"))
    first_patterns = pack.patterns[:1] if is_installed else ()
    next_steps = [(f"patterns show {pack.info.id}:{pattern.id}", pattern.name) for pattern in first_patterns]
    return Document(
        Heading(pack.info.title, f"Imported as the pack {pack.info.id}."),
        [Section("", "", [LabeledRows(rows)])],
        next_steps,
    )

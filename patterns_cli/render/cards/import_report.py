"""What an import gave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from patterns_cli.render.document import Document, Heading, LabeledRows, Section
from patterns_cli.render.text_layout import pluralize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from patterns_cli.packs.model import Pack


class FolderChange(Protocol):
    """What happened to the files of a folder."""

    @property
    def folder(self) -> str: ...  # noqa: D102
    @property
    def written(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def removed(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def kept(self) -> Sequence[str]: ...  # noqa: D102


def import_card(pack: Pack, change: FolderChange, *, is_installed: bool) -> Document:
    """The pack that an import wrote, and where; ``in_force`` where the program already looks there."""
    counts = (
        (len(pack.patterns), "pattern"),
        (len(pack.systems), "system"),
        (len(pack.tables), "table"),
        (len(pack.chapters), "chapter"),
    )
    facts = [("Holds", ", ".join(pluralize(number, what) for number, what in counts if number))]
    facts.append(("Folder", change.folder))
    if not (change.written or change.removed):
        facts.append(("Changed", "nothing: the folder was as the sheet says"))
    if change.removed:
        facts.append(("Removed", ", ".join(change.removed)))
    if change.kept:
        facts.append(("Copies of what you edited", ", ".join(change.kept)))
    if not is_installed:
        facts.append(("To use it", "move the folder among your own packs, which `patterns paths` names"))
    steps = [(f"patterns show {pack.info.id}:{one.id}", one.name) for one in pack.patterns[:1]] if is_installed else []
    return Document(
        Heading(pack.info.title, f"Imported as the pack {pack.info.id}."),
        [Section("", "", [LabeledRows(facts)])],
        steps,
    )

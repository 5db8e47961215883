"""A pack's folder of YAML, as one typed and checked pack."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import msgspec

from patterns_cli.packs.checks.references import check_references
from patterns_cli.packs.decode import decode_record
from patterns_cli.packs.diagnostics import Diagnostic, errors_only
from patterns_cli.packs.diagram import DiagramError, render_diagram
from patterns_cli.packs.file_types import ChaptersFile, ContrastsFile, NeighborsFile, SystemsFile, TablesFile
from patterns_cli.packs.files import PACK_FILES, display_path, pattern_files, unknown_files
from patterns_cli.packs.model import DecisionTree, HistoryFile, Pack, PackInfo, Pattern, RenderedDiagram, Table
from patterns_cli.packs.positions import PackSourceMaps, SourceMap
from patterns_cli.packs.step_range import parse_step_range
from patterns_cli.packs.yaml_reader import read_yaml
from patterns_cli.text.suggestions import did_you_mean

RecordType = TypeVar("RecordType", bound=msgspec.Struct)


@dataclass(frozen=True)
class LoadedPack:
    """A pack as far as it could be read, its drawings by pattern id, all found wrong, and where each thing stands."""

    pack: Pack
    diagrams: dict[str, RenderedDiagram]
    diagnostics: tuple[Diagnostic, ...]
    sources: PackSourceMaps


def load_pack(folder: Path) -> LoadedPack:
    """Read a pack. A file with an error in it is left out and its faults are told; the rest stays."""
    reader = _PackReader(folder)
    info = reader.read_info()
    patterns = reader.read_patterns(info)
    tree = reader.read_optional("decide.yaml", DecisionTree)
    systems = reader.read_optional("systems.yaml", SystemsFile)
    tables = reader.read_optional("tables.yaml", TablesFile)
    contrasts = reader.read_optional("contrasts.yaml", ContrastsFile)
    neighbours = reader.read_optional("neighbours.yaml", NeighborsFile)
    chapters = reader.read_optional("chapters.yaml", ChaptersFile)
    history = reader.read_optional("history.yaml", HistoryFile)
    pack = Pack(
        info=info,
        patterns=patterns,
        systems=systems.systems if systems else (),
        tables=tables.tables if tables else (),
        tree=tree,
        contrasts=contrasts.contrasts if contrasts else (),
        neighbors=neighbours.neighbors if neighbours else (),
        chapters=chapters.chapters if chapters else (),
        history=history or HistoryFile(),
    )
    drawings = reader.render_diagrams(patterns)
    reader.report_unknown_files()
    found = check_references(pack, reader.sources)
    tree_file = display_path(folder / "decide.yaml")
    if any(fault.file == tree_file for fault in errors_only(found)):
        pack = msgspec.structs.replace(pack, tree=None)
    pack = msgspec.structs.replace(pack, tables=tuple(_pad_rows(table) for table in pack.tables if table.columns))
    return LoadedPack(pack, drawings, tuple(sorted({*reader.diagnostics, *found})), reader.sources)


def _pad_rows(table: Table) -> Table:
    """The table with as many cells in each row as it has columns; where that changes it, a fault tells it."""
    count = len(table.columns)
    if all(len(row.cells) == count for row in table.rows):
        return table
    cells = ((*row.cells[:count], *[""] * (count - len(row.cells))) for row in table.rows)
    rows = (msgspec.structs.replace(row, cells=own) for row, own in zip(table.rows, cells, strict=True))
    return msgspec.structs.replace(table, rows=tuple(rows))


class _PackReader:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.diagnostics: list[Diagnostic] = []
        self.sources = PackSourceMaps(SourceMap(folder / "pack.yaml"))

    def read_info(self) -> PackInfo:
        """The head of the pack; without a usable one, the folder's name serves."""
        path = self.folder / "pack.yaml"
        if path.exists():
            info = self._read_record(path, PackInfo, self.sources.info)
            if info is not None:
                return info
        else:
            self.diagnostics.append(
                Diagnostic(display_path(path), 1, 1, "the pack has no pack.yaml", "add one with id, title and summary")
            )
        name = display_path(Path(self.folder.name))
        return PackInfo(id=name, title=name, summary="")

    def read_patterns(self, info: PackInfo) -> tuple[Pattern, ...]:
        """All patterns: first as the pack's groups order them, then by file name."""
        found: dict[str, Pattern] = {}
        for path in pattern_files(self.folder):
            source = SourceMap(path)
            pattern = self._read_record(path, Pattern, source)
            if pattern is None:
                continue
            if pattern.id in found:
                first = self.sources.patterns[pattern.id].file.name
                self.diagnostics.append(
                    source.diagnostic_at(("id",), f"`{pattern.id}` is also the id in {first}", "change one")
                )
                continue
            found[pattern.id] = pattern
            self.sources.patterns[pattern.id] = source
        grouped = [id_ for group in info.groups for id_ in group.patterns if id_ in found]
        order = list(dict.fromkeys([*grouped, *found]))
        return tuple(found[id_] for id_ in order)

    def report_unknown_files(self) -> None:
        """Tell of files that look like a pack's and are none, which would be passed over in silence."""
        for path in unknown_files(self.folder):
            stems = [Path(name).stem for name in PACK_FILES]
            hint = did_you_mean(path.stem, stems, "a pack's files are " + ", ".join(PACK_FILES), "{}.yaml")
            self.diagnostics.append(
                Diagnostic(display_path(path), 1, 1, "is not a file of a pack, and not read", hint, "warning")
            )

    def read_optional(self, file_name: str, record_type: type[RecordType]) -> RecordType | None:
        """One of the pack's other files, or None where it is absent or unusable."""
        path = self.folder / file_name
        if not path.exists() and not path.is_symlink():
            return None
        source = SourceMap(path)
        self.sources.files[path.stem] = source
        return self._read_record(path, record_type, source)

    def render_diagrams(self, patterns: tuple[Pattern, ...]) -> dict[str, RenderedDiagram]:
        """The diagrams of all patterns, drawn."""
        drawn = {}
        for pattern in patterns:
            if not pattern.diagram:
                continue
            try:
                drawn[pattern.id] = render_diagram(pattern.diagram)
            except DiagramError as error:
                source = self.sources.patterns[pattern.id]
                hint = "write a Mermaid sequenceDiagram"
                self.diagnostics.append(
                    source.diagnostic_at(("diagram",), f"the diagram cannot be drawn: {error}", hint)
                )
            else:
                self._check_step_ranges(pattern, len(drawn[pattern.id].steps))
        return drawn

    def _check_step_ranges(self, pattern: Pattern, step_count: int) -> None:
        for number, text in enumerate(pattern.in_order):
            if parse_step_range(text, step_count) is None:
                source = self.sources.patterns[pattern.id]
                message = f"`{text}` is no stretch of the diagram, which has {step_count} steps"
                self.diagnostics.append(
                    source.diagnostic_at(("in_order", number), message, "write it as first-last, such as 2-5")
                )

    def _read_record(self, path: Path, record_type: type[RecordType], source: SourceMap) -> RecordType | None:
        file = read_yaml(path)
        source.positions = file.source.positions
        self.diagnostics += file.diagnostics
        value, faults = (None, []) if errors_only(file.diagnostics) else decode_record(file.value, record_type, source)
        self.diagnostics += faults
        if value is None:
            self.sources.unreadable.add(path.stem if path.parent == self.folder else "patterns")
        return value

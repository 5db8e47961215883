"""A pack's folder of YAML, as one typed and checked pack."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import msgspec

from patterns_cli.packs.checks.references import check_pack
from patterns_cli.packs.decode import shaped
from patterns_cli.packs.diagnostics import Fault, errors_only
from patterns_cli.packs.diagram import DiagramError, draw
from patterns_cli.packs.file_types import ChaptersFile, ContrastsFile, NeighboursFile, SystemsFile, TablesFile
from patterns_cli.packs.files import KNOWN, pattern_files, shown, stray_files
from patterns_cli.packs.model import Drawing, HistoryFile, Pack, PackInfo, Pattern, Table, Tree
from patterns_cli.packs.positions import SourceMap, Sources
from patterns_cli.packs.step_range import stretch
from patterns_cli.packs.yaml_reader import read_yaml
from patterns_cli.text.suggestions import nearest

RecordType = TypeVar("RecordType", bound=msgspec.Struct)


@dataclass(frozen=True)
class LoadedPack:
    """A pack as far as it could be read, its drawings by pattern id, all found wrong, and where each thing stands."""

    pack: Pack
    drawings: dict[str, Drawing]
    faults: tuple[Fault, ...]
    sources: Sources


def load_pack(folder: Path) -> LoadedPack:
    """Read a pack. A file with an error in it is left out and its faults are told; the rest stays."""
    reader = _Reader(folder)
    info = reader.info()
    patterns = reader.patterns(info)
    tree = reader.record("decide.yaml", Tree)
    systems = reader.record("systems.yaml", SystemsFile)
    tables = reader.record("tables.yaml", TablesFile)
    contrasts = reader.record("contrasts.yaml", ContrastsFile)
    neighbours = reader.record("neighbours.yaml", NeighboursFile)
    chapters = reader.record("chapters.yaml", ChaptersFile)
    history = reader.record("history.yaml", HistoryFile)
    pack = Pack(
        info=info,
        patterns=patterns,
        systems=systems.systems if systems else (),
        tables=tables.tables if tables else (),
        tree=tree,
        contrasts=contrasts.contrasts if contrasts else (),
        neighbours=neighbours.neighbours if neighbours else (),
        chapters=chapters.chapters if chapters else (),
        history=history or HistoryFile(),
    )
    drawings = reader.drawings(patterns)
    reader.misnamed()
    found = check_pack(pack, reader.sources)
    tree_file = shown(folder / "decide.yaml")
    if any(fault.file == tree_file for fault in errors_only(found)):
        pack = msgspec.structs.replace(pack, tree=None)
    pack = msgspec.structs.replace(pack, tables=tuple(_fitted(table) for table in pack.tables if table.columns))
    return LoadedPack(pack, drawings, tuple(sorted({*reader.faults, *found})), reader.sources)


def _fitted(table: Table) -> Table:
    """The table with as many cells in each row as it has columns; where that changes it, a fault tells it."""
    count = len(table.columns)
    if all(len(row.cells) == count for row in table.rows):
        return table
    cells = ((*row.cells[:count], *[""] * (count - len(row.cells))) for row in table.rows)
    rows = (msgspec.structs.replace(row, cells=own) for row, own in zip(table.rows, cells, strict=True))
    return msgspec.structs.replace(table, rows=tuple(rows))


class _Reader:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults: list[Fault] = []
        self.sources = Sources(SourceMap(folder / "pack.yaml"))

    def info(self) -> PackInfo:
        """The head of the pack; without a usable one, the folder's name serves."""
        path = self.folder / "pack.yaml"
        if path.exists():
            info = self._read(path, PackInfo, self.sources.info)
            if info is not None:
                return info
        else:
            self.faults.append(
                Fault(shown(path), 1, 1, "the pack has no pack.yaml", "add one with id, title and summary")
            )
        name = shown(Path(self.folder.name))
        return PackInfo(id=name, title=name, summary="")

    def patterns(self, info: PackInfo) -> tuple[Pattern, ...]:
        """All patterns: first as the pack's groups order them, then by file name."""
        found: dict[str, Pattern] = {}
        for path in pattern_files(self.folder):
            source = SourceMap(path)
            pattern = self._read(path, Pattern, source)
            if pattern is None:
                continue
            if pattern.id in found:
                first = self.sources.patterns[pattern.id].file.name
                self.faults.append(source.fault(("id",), f"`{pattern.id}` is also the id in {first}", "change one"))
                continue
            found[pattern.id] = pattern
            self.sources.patterns[pattern.id] = source
        grouped = [id_ for group in info.groups for id_ in group.patterns if id_ in found]
        order = list(dict.fromkeys([*grouped, *found]))
        return tuple(found[id_] for id_ in order)

    def misnamed(self) -> None:
        """Tell of files that look like a pack's and are none, which would be passed over in silence."""
        for path in stray_files(self.folder):
            near = nearest(path.stem, [Path(name).stem for name in KNOWN])
            hint = f"did you mean {near[0]}.yaml?" if near else "a pack's files are " + ", ".join(KNOWN)
            self.faults.append(Fault(shown(path), 1, 1, "is not a file of a pack, and not read", hint, "warning"))

    def record(self, name: str, record: type[RecordType]) -> RecordType | None:
        """One of the pack's other files, or None where it is absent or unusable."""
        path = self.folder / name
        if not path.exists() and not path.is_symlink():
            return None
        source = SourceMap(path)
        self.sources.lists[path.stem] = source
        return self._read(path, record, source)

    def drawings(self, patterns: tuple[Pattern, ...]) -> dict[str, Drawing]:
        """The diagrams of all patterns, drawn."""
        drawn = {}
        for pattern in patterns:
            if not pattern.diagram:
                continue
            try:
                drawn[pattern.id] = draw(pattern.diagram)
            except DiagramError as error:
                source = self.sources.patterns[pattern.id]
                hint = "write a Mermaid sequenceDiagram"
                self.faults.append(source.fault(("diagram",), f"the diagram cannot be drawn: {error}", hint))
            else:
                self._stretches(pattern, len(drawn[pattern.id].steps))
        return drawn

    def _stretches(self, pattern: Pattern, steps: int) -> None:
        for number, text in enumerate(pattern.in_order):
            if stretch(text, steps) is None:
                source = self.sources.patterns[pattern.id]
                message = f"`{text}` is no stretch of the diagram, which has {steps} steps"
                self.faults.append(source.fault(("in_order", number), message, "write it as first-last, such as 2-5"))

    def _read(self, path: Path, record: type[RecordType], source: SourceMap) -> RecordType | None:
        file = read_yaml(path)
        source.marks = file.source.marks
        self.faults += file.faults
        value, faults = (None, []) if errors_only(file.faults) else shaped(file.value, record, source)
        self.faults += faults
        if value is None:
            self.sources.broken.add(path.stem if path.parent == self.folder else "patterns")
        return value

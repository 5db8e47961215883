"""Load a pack's folder of YAML as a typed and checked pack."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import msgspec

from patterns_cli.packs.checks.references import check_references
from patterns_cli.packs.checks.scenario_references import KnownIds, check_cues, check_scenarios
from patterns_cli.packs.decode import decode_record
from patterns_cli.packs.diagnostics import Diagnostic, errors_only
from patterns_cli.packs.diagram import DiagramError, parse_step_range, render_diagram
from patterns_cli.packs.file_types import ChaptersFile, ContrastsFile, NeighborsFile, SystemsFile, TablesFile
from patterns_cli.packs.files import (
    CUES_FILE,
    PACK_FILES,
    display_path,
    pattern_files,
    scenario_files,
    unknown_files,
)
from patterns_cli.packs.model import (
    Cue,
    CuesFile,
    DecisionTree,
    HistoryFile,
    Pack,
    PackInfo,
    Pattern,
    RenderedDiagram,
    ScenariosFile,
    Table,
)
from patterns_cli.packs.positions import PackSourceMaps, SourceMap
from patterns_cli.packs.yaml_reader import read_yaml
from patterns_cli.text.suggestions import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection

RecordType = TypeVar("RecordType", bound=msgspec.Struct)


@dataclass(frozen=True)
class LoadedPack:
    """A pack, as far as its files could be read."""

    pack: Pack
    diagrams: dict[str, RenderedDiagram]
    """The diagrams by pattern id."""

    diagnostics: tuple[Diagnostic, ...]
    sources: PackSourceMaps


class ScenarioBank(NamedTuple):
    """The scenarios and cues of a pack, as far as their files could be read."""

    files: tuple[ScenariosFile, ...]
    cues: tuple[Cue, ...]
    diagnostics: tuple[Diagnostic, ...]
    sources: tuple[SourceMap, ...] = ()
    """A source map for each of ``files``; empty if they were not kept."""

    is_complete: bool = True
    """Whether all scenario files could be read."""


def load_pack(folder: Path) -> LoadedPack:
    """Load a pack without its scenarios. A file with an error is left out and reported; the rest is loaded."""
    reader = _PackReader(folder)
    info = reader.read_info()
    patterns = reader.read_patterns(info)
    tree = reader.read_optional("decide.yaml", DecisionTree)
    systems = reader.read_optional("systems.yaml", SystemsFile)
    tables = reader.read_optional("tables.yaml", TablesFile)
    contrasts = reader.read_optional("contrasts.yaml", ContrastsFile)
    neighbors = reader.read_optional("neighbours.yaml", NeighborsFile)
    chapters = reader.read_optional("chapters.yaml", ChaptersFile)
    history = reader.read_optional("history.yaml", HistoryFile)
    pack = Pack(
        info=info,
        patterns=patterns,
        systems=systems.systems if systems else (),
        tables=tables.tables if tables else (),
        tree=tree,
        contrasts=contrasts.contrasts if contrasts else (),
        neighbors=neighbors.neighbors if neighbors else (),
        chapters=chapters.chapters if chapters else (),
        history=history or HistoryFile(),
    )
    diagrams = reader.render_diagrams(patterns)
    reader.report_unknown_files()
    diagnostics = check_references(pack, reader.sources)
    tree_file = display_path(folder / "decide.yaml")
    if any(error.file == tree_file for error in errors_only(diagnostics)):
        pack = msgspec.structs.replace(pack, tree=None)
    pack = msgspec.structs.replace(pack, tables=tuple(_pad_rows(table) for table in pack.tables if table.columns))
    return LoadedPack(pack, diagrams, tuple(sorted({*reader.diagnostics, *diagnostics})), reader.sources)


def load_scenario_bank(
    folder: Path, pack: Pack, unreadable: Collection[str] = (), *, keep_sources: bool = True
) -> ScenarioBank:
    """Load a pack's scenarios and cues. A file with an error is left out and reported; the rest is loaded.

    ``unreadable`` names the parts of the pack that could not be read (``patterns``, ``neighbours``,
    ``decide``); references to their content are not checked. Source maps take as much memory as the
    scenarios, so they are dropped without ``keep_sources``.
    """
    known_ids = KnownIds.of_pack(pack, unreadable)
    files: list[ScenariosFile] = []
    cues: tuple[Cue, ...] = ()
    diagnostics: list[Diagnostic] = []
    sources: list[SourceMap] = []
    is_complete = True
    file_by_id: dict[str, str] = {}
    for path in scenario_files(folder):
        source = SourceMap(path)
        if path.name == CUES_FILE:
            cues_file = _read_record(path, CuesFile, source, diagnostics)
            if cues_file is not None:
                cues = cues_file.cues
                diagnostics += check_cues(cues_file, known_ids, source)
            continue
        file = _read_record(path, ScenariosFile, source, diagnostics)
        found = [] if file is None else list(check_scenarios(file, known_ids, source, file_by_id))
        diagnostics += found
        if file is None or errors_only(found):
            is_complete = False
            continue
        files.append(file)
        if keep_sources:
            sources.append(source)
    return ScenarioBank(tuple(files), cues, tuple(diagnostics), tuple(sources), is_complete)


def _read_record(
    path: Path, record_type: type[RecordType], source: SourceMap, diagnostics: list[Diagnostic]
) -> RecordType | None:
    """Read a file into a record, or None if it has errors; adds to ``source`` and ``diagnostics``."""
    file = read_yaml(path)
    source.positions = file.source.positions
    diagnostics += file.diagnostics
    if errors_only(file.diagnostics):
        return None
    record, errors = decode_record(file.value, record_type, source)
    diagnostics += errors
    return record


def _pad_rows(table: Table) -> Table:
    """The table with as many cells in each row as it has columns; ``check_references`` reports the difference."""
    column_count = len(table.columns)
    if all(len(row.cells) == column_count for row in table.rows):
        return table
    rows = tuple(
        msgspec.structs.replace(row, cells=(*row.cells, *[""] * column_count)[:column_count]) for row in table.rows
    )
    return msgspec.structs.replace(table, rows=rows)


class _PackReader:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.diagnostics: list[Diagnostic] = []
        self.sources = PackSourceMaps(SourceMap(folder / "pack.yaml"))

    def read_info(self) -> PackInfo:
        """Read pack.yaml; without a valid one, the folder's name is the id and title."""
        path = self.folder / "pack.yaml"
        if path.exists():
            info = self._read(path, PackInfo, self.sources.info)
            if info is not None:
                return info
        else:
            message = "the pack has no pack.yaml"
            self.diagnostics.append(
                Diagnostic(display_path(path), 1, 1, message, "add the file, with id, title and summary")
            )
        name = display_path(Path(self.folder.name))
        return PackInfo(id=name, title=name, summary="")

    def read_patterns(self, info: PackInfo) -> tuple[Pattern, ...]:
        """Read all patterns: in the order of the pack's groups, then by file name."""
        pattern_by_id: dict[str, Pattern] = {}
        for path in pattern_files(self.folder):
            source = SourceMap(path)
            pattern = self._read(path, Pattern, source)
            if pattern is None:
                continue
            if pattern.id in pattern_by_id:
                first = self.sources.patterns[pattern.id].file.name
                message = f"the id `{pattern.id}` is already used in {first}"
                self.diagnostics.append(source.diagnostic_at(("id",), message, "change one of the two ids"))
                continue
            pattern_by_id[pattern.id] = pattern
            self.sources.patterns[pattern.id] = source
        grouped_ids = [id_ for group in info.groups for id_ in group.patterns if id_ in pattern_by_id]
        return tuple(pattern_by_id[id_] for id_ in dict.fromkeys([*grouped_ids, *pattern_by_id]))

    def report_unknown_files(self) -> None:
        """Warn about YAML files that are not read, which are probably misspelled."""
        for path in unknown_files(self.folder):
            stems = [Path(name).stem for name in PACK_FILES]
            hint = did_you_mean(path.stem, stems, "a pack's files are " + ", ".join(PACK_FILES), "{}.yaml")
            message = "this is not a file of a pack, and was ignored"
            self.diagnostics.append(Diagnostic(display_path(path), 1, 1, message, hint, "warning"))

    def read_optional(self, file_name: str, record_type: type[RecordType]) -> RecordType | None:
        """Read a file of the pack, or None if it is absent or has errors."""
        path = self.folder / file_name
        if not path.exists() and not path.is_symlink():
            return None
        source = self.sources.files[path.stem] = SourceMap(path)
        return self._read(path, record_type, source)

    def render_diagrams(self, patterns: tuple[Pattern, ...]) -> dict[str, RenderedDiagram]:
        """Render the diagrams of all patterns, by pattern id."""
        rendered = {}
        for pattern in patterns:
            if not pattern.diagram:
                continue
            source = self.sources.patterns[pattern.id]
            try:
                diagram = rendered[pattern.id] = render_diagram(pattern.diagram)
            except DiagramError as error:
                message = f"the diagram cannot be drawn: {error}"
                self.diagnostics.append(source.diagnostic_at(("diagram",), message, "write a Mermaid sequenceDiagram"))
                continue
            for number, text in enumerate(pattern.in_order):
                if parse_step_range(text, len(diagram.steps)) is None:
                    message = f"`{text}` is not a range of the diagram's {len(diagram.steps)} steps"
                    hint = "write first-last, such as 2-5"
                    self.diagnostics.append(source.diagnostic_at(("in_order", number), message, hint))
        return rendered

    def _read(self, path: Path, record_type: type[RecordType], source: SourceMap) -> RecordType | None:
        record = _read_record(path, record_type, source, self.diagnostics)
        if record is None:
            self.sources.unreadable.add(path.stem if path.parent == self.folder else "patterns")
        return record

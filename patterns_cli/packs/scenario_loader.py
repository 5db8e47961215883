"""A pack's scenarios and cues, from YAML to checked records."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

import msgspec

from patterns_cli.packs.decode import decode_record
from patterns_cli.packs.diagnostics import Diagnostic, errors_only
from patterns_cli.packs.files import CUES_FILE, scenario_files
from patterns_cli.packs.model import OUTSIDE, Cue, CuesFile, Pack, ScenariosFile
from patterns_cli.packs.positions import SourceMap
from patterns_cli.packs.yaml_reader import read_yaml
from patterns_cli.text.suggestions import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

RecordType = TypeVar("RecordType", bound=msgspec.Struct)


class ScenarioBank(NamedTuple):
    """The scenarios of a pack by verdict, its cues, what is wrong with either, and where each file's values stand."""

    files: tuple[ScenariosFile, ...]
    cues: tuple[Cue, ...]
    diagnostics: tuple[Diagnostic, ...]
    sources: tuple[SourceMap, ...] = ()
    is_complete: bool = True
    """Whether no file had to be left out."""


def load_scenario_bank(
    folder: Path, pack: Pack, unreadable: Collection[str] = (), *, keep_sources: bool = True
) -> ScenarioBank:
    """Read a pack's scenarios. A file with an error in it is left out; the rest stays.

    ``unread`` names what of the pack could not be read (``patterns``, ``neighbours``, ``decide``);
    what it would have held is not missed. Where each value stands takes as much memory as the values;
    whoever tells no faults does without it.
    """
    known = _KnownIds(pack, unreadable)
    files: list[ScenariosFile] = []
    cues: tuple[Cue, ...] = ()
    faults: list[Diagnostic] = []
    sources: list[SourceMap] = []
    is_whole = True
    seen: dict[str, str] = {}
    for path in scenario_files(folder):
        source = SourceMap(path)
        if path.name == CUES_FILE:
            read = _read_record(path, CuesFile, source, faults)
            if read is not None:
                cues = read.cues
                faults += _check_cues(read, known, source)
            continue
        found = _read_record(path, ScenariosFile, source, faults)
        if found is not None:
            wrong = _check_scenarios(found, known, source, seen)
            faults += wrong
            if not errors_only(wrong):
                files.append(found)
                if keep_sources:
                    sources.append(source)
                continue
        is_whole = False
    return ScenarioBank(tuple(files), cues, tuple(faults), tuple(sources), is_whole)


def _read_record(
    path: Path, record_type: type[RecordType], source: SourceMap, diagnostics: list[Diagnostic]
) -> RecordType | None:
    file = read_yaml(path)
    source.positions = file.source.positions
    diagnostics += file.diagnostics
    if errors_only(file.diagnostics):
        return None
    value, wrong = decode_record(file.value, record_type, source)
    diagnostics += wrong
    return value


class _KnownIds:
    """What a pack's scenarios and cues may name; None for what could not be read, of which anything may be."""

    def __init__(self, pack: Pack, unreadable: Collection[str]) -> None:
        inside = {pattern.id for pattern in pack.patterns}
        inside |= {f"{pattern.id}/{variant.id}" for pattern in pack.patterns for variant in pattern.variants}
        neighbours = {neighbour.id for neighbour in pack.neighbors}
        questions = pack.tree.questions if pack.tree else ()
        options = {f"{question.id}={option.id}" for question in questions for option in question.options}
        self.verdicts = None if "patterns" in unreadable else inside | {OUTSIDE}
        self.neighbors = None if "neighbours" in unreadable else neighbours
        self.refs = None if {"patterns", "neighbours"} & set(unreadable) else inside | neighbours | {OUTSIDE}
        self.options = None if "decide" in unreadable else options


def _check_scenarios(
    file: ScenariosFile, known_ids: _KnownIds, source: SourceMap, file_by_id: dict[str, str]
) -> list[Diagnostic]:
    faults = _check_known(source, ("verdict",), file.verdict, known_ids.verdicts, "pattern or variant")
    for number, scenario in enumerate(file.scenarios):
        spot = ("scenarios", number)
        if scenario.id in file_by_id:
            message = f"the id `{scenario.id}` is used in {file_by_id[scenario.id]} already"
            faults.append(source.diagnostic_at((*spot, "id"), message, "give each its own"))
        file_by_id[scenario.id] = source.file.name
        for ref in scenario.but_not:
            faults += _check_known(
                source, (*spot, "but_not", ref), ref, known_ids.refs, "pattern, variant or neighbour"
            )
        if file.verdict == OUTSIDE:
            faults += _check_known(source, (*spot, "neighbour"), scenario.neighbor, known_ids.neighbors, "neighbour")
    return faults


def _check_cues(file: CuesFile, known_ids: _KnownIds, source: SourceMap) -> list[Diagnostic]:
    faults = []
    seen: set[str] = set()
    for number, cue in enumerate(file.cues):
        if cue.id in seen:
            faults.append(
                source.diagnostic_at(("cues", number, "id"), f"the id `{cue.id}` is used twice", "give each its own")
            )
        seen.add(cue.id)
        if cue.answers:
            faults += _check_known(
                source, ("cues", number, "answers"), cue.answers, known_ids.options, "question=option"
            )
    return faults


def _check_known(
    source: SourceMap, field_path: tuple[str | int, ...], value: str, known_ids: set[str] | None, kind: str
) -> list[Diagnostic]:
    if known_ids is None or value in known_ids:
        return []
    return [source.diagnostic_at(field_path, f"there is no {kind} `{value}`", did_you_mean(value, known_ids))]

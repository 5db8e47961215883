"""A pack's scenarios and cues, from YAML to checked records."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

import msgspec

from patterns_cli.catalog.faults import Fault, errors_only
from patterns_cli.catalog.files import CUES, scenario_files
from patterns_cli.catalog.model import OUTSIDE, Cue, CuesFile, Pack, ScenariosFile
from patterns_cli.catalog.nearest import nearest
from patterns_cli.catalog.shape import shaped
from patterns_cli.catalog.source_map import SourceMap
from patterns_cli.catalog.yaml_reader import read_yaml

if TYPE_CHECKING:
    from pathlib import Path

RecordType = TypeVar("RecordType", bound=msgspec.Struct)


class Bank(NamedTuple):
    """The scenarios of a pack by verdict, its cues, what is wrong with either, and where each file's values stand."""

    files: tuple[ScenariosFile, ...]
    cues: tuple[Cue, ...]
    faults: tuple[Fault, ...]
    sources: tuple[SourceMap, ...] = ()
    is_whole: bool = True
    """Whether no file had to be left out."""


def load_bank(folder: Path, pack: Pack) -> Bank:
    """Read a pack's scenarios. A file with an error in it is left out; the rest stays."""
    files: list[ScenariosFile] = []
    cues: tuple[Cue, ...] = ()
    faults: list[Fault] = []
    sources: list[SourceMap] = []
    is_whole = True
    seen: dict[str, str] = {}
    for path in scenario_files(folder):
        source = SourceMap(path)
        if path.name == CUES:
            read = _read(path, CuesFile, source, faults)
            if read is not None:
                cues = read.cues
                faults += _check_cues(read, pack, source)
            continue
        found = _read(path, ScenariosFile, source, faults)
        if found is not None:
            wrong = _check_scenarios(found, pack, source, seen)
            faults += wrong
            if not errors_only(wrong):
                files.append(found)
                sources.append(source)
                continue
        is_whole = False
    return Bank(tuple(files), cues, tuple(faults), tuple(sources), is_whole)


def _read(path: Path, kind: type[RecordType], source: SourceMap, faults: list[Fault]) -> RecordType | None:
    file = read_yaml(path)
    source.marks = file.source.marks
    faults += file.faults
    if errors_only(file.faults):
        return None
    value, wrong = shaped(file.value, kind, source)
    faults += wrong
    return value


def _check_scenarios(file: ScenariosFile, pack: Pack, source: SourceMap, seen: dict[str, str]) -> list[Fault]:
    verdicts = {OUTSIDE} | {pattern.id for pattern in pack.patterns}
    verdicts |= {f"{pattern.id}/{variant.id}" for pattern in pack.patterns for variant in pattern.variants}
    neighbours = {neighbour.id for neighbour in pack.neighbours}
    faults = []
    if file.verdict not in verdicts:
        faults.append(_unknown(source, ("verdict",), file.verdict, verdicts, "pattern or variant"))
    for number, scenario in enumerate(file.scenarios):
        spot = ("scenarios", number)
        if scenario.id in seen:
            message = f"the id `{scenario.id}` is used in {seen[scenario.id]} already"
            faults.append(source.fault((*spot, "id"), message, "give each its own"))
        seen[scenario.id] = source.file.name
        strange = [ref for ref in scenario.but_not if ref not in verdicts | neighbours]
        faults += [
            _unknown(source, (*spot, "but_not", ref), ref, verdicts | neighbours, "pattern, variant or neighbour")
            for ref in strange
        ]
        if file.verdict == OUTSIDE and scenario.neighbour not in neighbours:
            faults.append(_unknown(source, (*spot, "neighbour"), scenario.neighbour, neighbours, "neighbour"))
    return faults


def _check_cues(file: CuesFile, pack: Pack, source: SourceMap) -> list[Fault]:
    questions = pack.tree.questions if pack.tree else ()
    options = {f"{question.id}={option.id}" for question in questions for option in question.options}
    faults = []
    seen: set[str] = set()
    for number, cue in enumerate(file.cues):
        if cue.id in seen:
            faults.append(source.fault(("cues", number, "id"), f"the id `{cue.id}` is used twice", "give each its own"))
        seen.add(cue.id)
        if cue.answers and cue.answers not in options:
            faults.append(_unknown(source, ("cues", number, "answers"), cue.answers, options, "question=option"))
    return faults


def _unknown(source: SourceMap, spot: tuple[str | int, ...], word: str, known: set[str], what: str) -> Fault:
    near = nearest(word, known)
    return source.fault(spot, f"there is no {what} `{word}`", f"did you mean {near[0]}?" if near else "")

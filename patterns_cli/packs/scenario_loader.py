"""A pack's scenarios and cues, from YAML to checked records."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

import msgspec

from patterns_cli.packs.decode import shaped
from patterns_cli.packs.diagnostics import Fault, errors_only
from patterns_cli.packs.files import CUES, scenario_files
from patterns_cli.packs.model import OUTSIDE, Cue, CuesFile, Pack, ScenariosFile
from patterns_cli.packs.positions import SourceMap
from patterns_cli.packs.yaml_reader import read_yaml
from patterns_cli.text.suggestions import nearest

if TYPE_CHECKING:
    from collections.abc import Collection
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


def load_bank(folder: Path, pack: Pack, unread: Collection[str] = (), *, keeps_sources: bool = True) -> Bank:
    """Read a pack's scenarios. A file with an error in it is left out; the rest stays.

    ``unread`` names what of the pack could not be read (``patterns``, ``neighbours``, ``decide``);
    what it would have held is not missed. Where each value stands takes as much memory as the values;
    whoever tells no faults does without it.
    """
    known = _Known(pack, unread)
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
                faults += _check_cues(read, known, source)
            continue
        found = _read(path, ScenariosFile, source, faults)
        if found is not None:
            wrong = _check_scenarios(found, known, source, seen)
            faults += wrong
            if not errors_only(wrong):
                files.append(found)
                if keeps_sources:
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


class _Known:
    """What a pack's scenarios and cues may name; None for what could not be read, of which anything may be."""

    def __init__(self, pack: Pack, unread: Collection[str]) -> None:
        inside = {pattern.id for pattern in pack.patterns}
        inside |= {f"{pattern.id}/{variant.id}" for pattern in pack.patterns for variant in pattern.variants}
        neighbours = {neighbour.id for neighbour in pack.neighbours}
        questions = pack.tree.questions if pack.tree else ()
        options = {f"{question.id}={option.id}" for question in questions for option in question.options}
        self.verdicts = None if "patterns" in unread else inside | {OUTSIDE}
        self.neighbours = None if "neighbours" in unread else neighbours
        self.refs = None if {"patterns", "neighbours"} & set(unread) else inside | neighbours | {OUTSIDE}
        self.options = None if "decide" in unread else options


def _check_scenarios(file: ScenariosFile, known: _Known, source: SourceMap, seen: dict[str, str]) -> list[Fault]:
    faults = _unknown(source, ("verdict",), file.verdict, known.verdicts, "pattern or variant")
    for number, scenario in enumerate(file.scenarios):
        spot = ("scenarios", number)
        if scenario.id in seen:
            message = f"the id `{scenario.id}` is used in {seen[scenario.id]} already"
            faults.append(source.fault((*spot, "id"), message, "give each its own"))
        seen[scenario.id] = source.file.name
        for ref in scenario.but_not:
            faults += _unknown(source, (*spot, "but_not", ref), ref, known.refs, "pattern, variant or neighbour")
        if file.verdict == OUTSIDE:
            faults += _unknown(source, (*spot, "neighbour"), scenario.neighbour, known.neighbours, "neighbour")
    return faults


def _check_cues(file: CuesFile, known: _Known, source: SourceMap) -> list[Fault]:
    faults = []
    seen: set[str] = set()
    for number, cue in enumerate(file.cues):
        if cue.id in seen:
            faults.append(source.fault(("cues", number, "id"), f"the id `{cue.id}` is used twice", "give each its own"))
        seen.add(cue.id)
        if cue.answers:
            faults += _unknown(source, ("cues", number, "answers"), cue.answers, known.options, "question=option")
    return faults


def _unknown(
    source: SourceMap, spot: tuple[str | int, ...], word: str, known: set[str] | None, what: str
) -> list[Fault]:
    if known is None or word in known:
        return []
    near = nearest(word, known)
    return [source.fault(spot, f"there is no {what} `{word}`", f"did you mean {near[0]}?" if near else "")]

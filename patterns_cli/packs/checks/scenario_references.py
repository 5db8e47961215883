"""Check that scenarios and cues refer to content that exists, and that their ids are unique."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from patterns_cli.packs.checks.ids import check_known, recommendable_refs
from patterns_cli.packs.model import OUTSIDE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from patterns_cli.packs.diagnostics import Diagnostic
    from patterns_cli.packs.model import CuesFile, Pack, ScenariosFile
    from patterns_cli.packs.positions import SourceMap


class KnownIds(NamedTuple):
    """What scenarios and cues of a pack can refer to; None if that could not be read, so any id may exist."""

    verdicts: set[str] | None
    neighbors: set[str] | None
    refs: set[str] | None
    options: set[str] | None
    """Options of the decision tree, as ``question=option``."""

    @classmethod
    def of_pack(cls, pack: Pack, unreadable: Collection[str]) -> KnownIds:
        """The ids of a pack, of which the ``unreadable`` files are not known."""
        verdicts = recommendable_refs(pack) | {OUTSIDE}
        neighbors = {neighbor.id for neighbor in pack.neighbors}
        questions = pack.tree.questions if pack.tree else ()
        options = {f"{question.id}={option.id}" for question in questions for option in question.options}
        return cls(
            verdicts=None if "patterns" in unreadable else verdicts,
            neighbors=None if "neighbours" in unreadable else neighbors,
            refs=None if {"patterns", "neighbours"} & set(unreadable) else verdicts | neighbors,
            options=None if "decide" in unreadable else options,
        )


def check_scenarios(
    file: ScenariosFile, known_ids: KnownIds, source: SourceMap, file_by_id: dict[str, str]
) -> Iterator[Diagnostic]:
    """Unknown refs and duplicate ids; adds the scenario ids to ``file_by_id``."""
    yield from check_known(source, ("verdict",), file.verdict, known_ids.verdicts, "pattern or variant")
    for number, scenario in enumerate(file.scenarios):
        path = ("scenarios", number)
        if scenario.id in file_by_id:
            message = f"the id `{scenario.id}` is already used in {file_by_id[scenario.id]}"
            yield source.diagnostic_at((*path, "id"), message, "give each scenario its own id")
        file_by_id[scenario.id] = source.file.name
        for ref in scenario.but_not:
            yield from check_known(source, (*path, "but_not", ref), ref, known_ids.refs, "pattern, variant or neighbor")
        if file.verdict == OUTSIDE:
            yield from check_known(source, (*path, "neighbour"), scenario.neighbor, known_ids.neighbors, "neighbor")


def check_cues(file: CuesFile, known_ids: KnownIds, source: SourceMap) -> Iterator[Diagnostic]:
    """Unknown options of the decision tree and duplicate ids."""
    seen: set[str] = set()
    for number, cue in enumerate(file.cues):
        if cue.id in seen:
            message = f"the id `{cue.id}` is used twice"
            yield source.diagnostic_at(("cues", number, "id"), message, "give each cue its own id")
        seen.add(cue.id)
        if cue.answers:
            path = ("cues", number, "answers")
            yield from check_known(source, path, cue.answers, known_ids.options, "question=option")

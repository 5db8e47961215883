"""Check that a pack teaches well: every answer has a reason, and no question gives its answer away."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from patterns_cli.packs.checks.duplicates import LabeledScenario, check_duplicates
from patterns_cli.packs.model import OUTSIDE, Neighbor, Pattern, Variant
from patterns_cli.packs.refs import is_same_or_variant
from patterns_cli.text.names import names_within
from patterns_cli.text.words import split_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from patterns_cli.packs.diagnostics import Diagnostic
    from patterns_cli.packs.loader import ScenarioBank
    from patterns_cli.packs.model import Caution, Condition, Pack
    from patterns_cli.packs.positions import FieldPath, PackSourceMaps, SourceMap


def check_teaching(pack: Pack, sources: PackSourceMaps, bank: ScenarioBank) -> list[Diagnostic]:
    """Missing reasons, uncited sources, and scenarios that are ambiguous, repeated or give their answer away."""
    return [*_check_reasons(pack, sources), *_check_uncited(pack, sources), *_ScenarioChecker(pack, bank).diagnostics()]


def _check_reasons(pack: Pack, sources: PackSourceMaps) -> Iterator[Diagnostic]:
    for pattern in pack.patterns:
        source = sources.patterns[pattern.id]
        yield from _check_conditions(pattern, source, ())
        for number, variant in enumerate(pattern.variants):
            yield from _check_conditions(variant, source, ("variants", number))
    for number, contrast in enumerate(pack.contrasts):
        source = sources.files["contrasts"]
        path: FieldPath = ("contrasts", number)
        yield from _check_not_blank(source, path, contrast, ("question",))
        for index, choice in enumerate(contrast.choices):
            yield from _check_not_blank(source, (*path, "choices", index), choice, ("when", "because"))
        yield from _check_not_blank(source, (*path, "flip"), contrast.flip, ("story", "change", "because"))
    for number, neighbor in enumerate(pack.neighbors):
        source = sources.files["neighbours"]
        yield from _check_not_blank(source, ("neighbours", number), neighbor, ("purpose", "tell_apart"))
    for number, leaf in enumerate(pack.tree.leaves if pack.tree else ()):
        yield from _check_not_blank(sources.files["decide"], ("leaves", number), leaf, ("because",))


def _check_conditions(record: Pattern | Variant, source: SourceMap, field_path: FieldPath) -> Iterator[Diagnostic]:
    for name in ("use_when", "avoid_when"):
        reasons: Iterable[Condition | Caution] = getattr(record, name)
        for index, reason in enumerate(reasons):
            yield from _check_not_blank(source, (*field_path, name, index), reason, ("text",))


def _check_not_blank(
    source: SourceMap, field_path: FieldPath, record: object, field_names: Iterable[str]
) -> Iterator[Diagnostic]:
    for field in field_names:
        if not getattr(record, field).strip():
            yield source.diagnostic_at(
                (*field_path, field), f"`{field}` is empty", "write it: questions are made from it"
            )


def _check_uncited(pack: Pack, sources: PackSourceMaps) -> Iterator[Diagnostic]:
    cited_by_tables = {id_ for table in pack.tables for note in table.footnotes for id_ in note.sources}
    for pattern in pack.patterns:
        cited = cited_by_tables.union(*(pitfall.sources for pitfall in pattern.pitfalls))
        cited = cited.union(*(footnote.sources for footnote in pattern.footnotes))
        for number, reference in enumerate(pattern.references):
            if reference.id not in cited:
                yield sources.patterns[pattern.id].diagnostic_at(
                    ("references", number, "id"),
                    f"nothing cites `{reference.id}`",
                    "add it to the sources of a pitfall or footnote, or remove it",
                    severity="warning",
                )


class _ScenarioChecker:
    """Compares the scenarios of a pack with each other and with the names of their answers."""

    def __init__(self, pack: Pack, bank: ScenarioBank) -> None:
        self.names_by_ref = dict(_pack_names(pack))
        self.scenarios = [
            LabeledScenario(
                scenario,
                scenario.neighbor if file.verdict == OUTSIDE else file.verdict,
                split_words(scenario.text),
                source,
                ("scenarios", number),
            )
            for file, source in zip(bank.files, bank.sources, strict=True)
            for number, scenario in enumerate(file.scenarios)
        ]
        self.scenarios_by_word: defaultdict[str, list[LabeledScenario]] = defaultdict(list)
        for labeled in self.scenarios:
            for word in set(labeled.words):
                self.scenarios_by_word[word].append(labeled)

    def diagnostics(self) -> Iterator[Diagnostic]:
        """Diagnostics of each scenario, then those between two scenarios."""
        for labeled in self.scenarios:
            yield from _check_explanations(labeled)
            yield from _check_but_not(labeled)
        yield from self._check_giveaways()
        yield from check_duplicates(self.scenarios)

    def _check_giveaways(self) -> Iterator[Diagnostic]:
        """Scenarios that contain a name of their answer.

        A name or id always gives the answer away. An alias of a pattern may just be a common phrase for the
        problem: it gives the answer away if no scenario with another answer contains it.
        """
        giveaways = {
            ref: _longest_first({*names.canonical, *self._giveaway_aliases(ref, names)})
            for ref, names in self.names_by_ref.items()
        }
        for labeled in self.scenarios:
            name = next(
                (name for name in giveaways.get(labeled.answer, ()) if _contains_phrase(labeled.words, name)), None
            )
            if name is not None:
                yield labeled.source.diagnostic_at(
                    (*labeled.field_path, "text"),
                    f"the scenario names its own answer: {' '.join(name)}",
                    "describe the problem as a user who does not know the answer would",
                )

    def _giveaway_aliases(self, ref: str, answer_names: _AnswerNames) -> set[tuple[str, ...]]:
        return {
            alias
            for alias in answer_names.aliases
            if not any(
                labeled.answer != ref and _contains_phrase(labeled.words, alias)
                for labeled in self.scenarios_by_word.get(alias[0], ())
            )
        }


def _longest_first(names: set[tuple[str, ...]]) -> list[tuple[str, ...]]:
    return sorted(names, key=lambda name: (-len(name), name))


class _AnswerNames(NamedTuple):
    """Names of an answer, each as a tuple of words."""

    canonical: frozenset[tuple[str, ...]]
    """The ref and the name."""

    aliases: frozenset[tuple[str, ...]]


def _pack_names(pack: Pack) -> Iterator[tuple[str, _AnswerNames]]:
    for pattern in pack.patterns:
        yield pattern.id, _names_of(pattern, pattern.id)
        for variant in pattern.variants:
            ref = f"{pattern.id}/{variant.id}"
            yield ref, _names_of(variant, ref)
    for neighbor in pack.neighbors:
        # The aliases of a neighbor are mostly words of users who need it.
        yield neighbor.id, _AnswerNames(_names_of(neighbor, neighbor.id).canonical, frozenset())


def _names_of(record: Pattern | Variant | Neighbor, ref: str) -> _AnswerNames:
    own = frozenset(filter(None, map(split_words, (ref, *names_within(record.name)))))
    return _AnswerNames(own, frozenset(filter(None, map(split_words, record.aliases))) - own)


def _contains_phrase(words: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    if phrase[0] not in words:
        return False
    return any(words[at : at + len(phrase)] == phrase for at in range(len(words) - len(phrase) + 1))


def _check_explanations(labeled: LabeledScenario) -> Iterator[Diagnostic]:
    scenario = labeled.scenario
    yield from _check_not_blank(labeled.source, labeled.field_path, scenario, ("text",))
    if not scenario.why.strip():
        yield labeled.source.diagnostic_at(
            (*labeled.field_path, "why"),
            "the scenario has no reason for its answer",
            "write which fact in the text decides",
        )
    for ref, reason in scenario.but_not.items():
        if not reason.strip():
            yield labeled.source.diagnostic_at(
                (*labeled.field_path, "but_not", ref),
                f"`but_not` has no reason against {ref}",
                "write why it fails here",
            )


def _check_but_not(labeled: LabeledScenario) -> Iterator[Diagnostic]:
    for ref in labeled.scenario.but_not:
        if is_same_or_variant(labeled.answer, ref):
            yield labeled.source.diagnostic_at(
                (*labeled.field_path, "but_not", ref),
                f"`{ref}` is both the verdict and under `but_not`",
                "remove it from `but_not`, or move the scenario to another file",
                at_key=True,
            )

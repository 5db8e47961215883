"""Whether what a pack teaches can be learned from it: every answer has its reason, and no question gives it away."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from patterns_cli.packs.checks.duplicates import Told, check_alike
from patterns_cli.packs.model import OUTSIDE, Neighbour, Pattern, Variant
from patterns_cli.packs.refs import is_or_varies

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from patterns_cli.packs.diagnostics import Fault
    from patterns_cli.packs.model import Caution, Condition, Leaf, Pack
    from patterns_cli.packs.positions import SourceMap, Sources, Spot
    from patterns_cli.packs.scenario_loader import Bank

_WORD = re.compile(r"[^\W_]+")


def check_teaching(pack: Pack, sources: Sources, bank: Bank) -> list[Fault]:
    """Reasons that are missing, sources that nothing cites, and problems that teach the wrong thing or nothing."""
    return [*_reasons(pack, sources), *_uncited(pack, sources), *_Problems(pack, bank).faults()]


def _reasons(pack: Pack, sources: Sources) -> Iterator[Fault]:
    for pattern in pack.patterns:
        source = sources.patterns[pattern.id]
        yield from _conditions(pattern, source, ())
        for number, variant in enumerate(pattern.variants):
            yield from _conditions(variant, source, ("variants", number))
    for number, contrast in enumerate(pack.contrasts):
        source = sources.lists["contrasts"]
        spot: Spot = ("contrasts", number)
        yield from _blank(source, spot, contrast, ("question",))
        for index, choice in enumerate(contrast.choices):
            yield from _blank(source, (*spot, "choices", index), choice, ("when", "because"))
        yield from _blank(source, (*spot, "flip"), contrast.flip, ("story", "change", "because"))
    for number, neighbour in enumerate(pack.neighbours):
        source = sources.lists["neighbours"]
        yield from _blank(source, ("neighbours", number), neighbour, ("purpose", "tell_apart"))
    for number, leaf in enumerate(_leaves(pack)):
        yield from _blank(sources.lists["decide"], ("leaves", number), leaf, ("because",))


def _leaves(pack: Pack) -> tuple[Leaf, ...]:
    return pack.tree.leaves if pack.tree else ()


def _conditions(one: Pattern | Variant, source: SourceMap, spot: Spot) -> Iterator[Fault]:
    for name in ("use_when", "avoid_when"):
        reasons: Iterable[Condition | Caution] = getattr(one, name)
        for index, reason in enumerate(reasons):
            yield from _blank(source, (*spot, name, index), reason, ("text",))


def _blank(source: SourceMap, spot: Spot, record: object, fields: Iterable[str]) -> Iterator[Fault]:
    for field in fields:
        if not getattr(record, field).strip():
            yield source.fault((*spot, field), f"`{field}` says nothing", "a question is made of it; write it out")


def _uncited(pack: Pack, sources: Sources) -> Iterator[Fault]:
    by_tables = {id_ for table in pack.tables for note in table.footnotes for id_ in note.sources}
    for pattern in pack.patterns:
        cited = by_tables.union(*(pitfall.sources for pitfall in pattern.pitfalls))
        cited = cited.union(*(footnote.sources for footnote in pattern.footnotes))
        for number, reference in enumerate(pattern.references):
            if reference.id not in cited:
                yield sources.patterns[pattern.id].fault(
                    ("references", number, "id"),
                    f"nothing cites `{reference.id}`",
                    "name it in the sources of a pitfall or a footnote, or take it out",
                    severity="warning",
                )


class _Problems:
    """The scenarios of a pack, held against each other and against the names of their answers."""

    def __init__(self, pack: Pack, bank: Bank) -> None:
        self.names = dict(_names(pack))
        self.problems = [
            Told(
                scenario,
                scenario.neighbour if file.verdict == OUTSIDE else file.verdict,
                words_of(scenario.text),
                source,
                ("scenarios", number),
            )
            for file, source in zip(bank.files, bank.sources, strict=True)
            for number, scenario in enumerate(file.scenarios)
        ]
        self.having: defaultdict[str, list[Told]] = defaultdict(list)
        for problem in self.problems:
            for word in set(problem.words):
                self.having[word].append(problem)

    def faults(self) -> Iterator[Fault]:
        """All faults, problem by problem, then those between two."""
        for problem in self.problems:
            yield from _unreasoned(problem)
            yield from _own_rival(problem)
        yield from self._named()
        yield from check_alike(self.problems)

    def _named(self) -> Iterator[Fault]:
        """Problems that name what answers them.

        A name or an id always gives the answer away. Another name of a pattern may be no more than
        what people say of the problem: it does where no problem with another answer says it too.
        """
        giving = {ref: _longest_first({*names.own, *self._telling(ref, names)}) for ref, names in self.names.items()}
        for problem in self.problems:
            name = next((name for name in giving.get(problem.answer, ()) if _says(problem.words, name)), None)
            if name is not None:
                yield problem.source.fault(
                    (*problem.spot, "text"),
                    f"the problem names its own answer: {' '.join(name)}",
                    "tell what happens and what is wanted, in the words of one who does not know the answer",
                )

    def _telling(self, ref: str, names: _Names) -> set[tuple[str, ...]]:
        return {
            alias
            for alias in names.others
            if not any(one.answer != ref and _says(one.words, alias) for one in self.having.get(alias[0], ()))
        }


def _longest_first(names: set[tuple[str, ...]]) -> list[tuple[str, ...]]:
    return sorted(names, key=lambda name: (-len(name), name))


class _Names(NamedTuple):
    """What something is called, as words: its own names, and the other names of a pattern or variant."""

    own: frozenset[tuple[str, ...]]
    others: frozenset[tuple[str, ...]]


def _names(pack: Pack) -> Iterator[tuple[str, _Names]]:
    for pattern in pack.patterns:
        yield pattern.id, _names_of(pattern, pattern.id)
        for variant in pattern.variants:
            ref = f"{pattern.id}/{variant.id}"
            yield ref, _names_of(variant, ref)
    for neighbour in pack.neighbours:
        # What else a neighbour is called are mostly the words of those who need it.
        yield neighbour.id, _Names(_names_of(neighbour, neighbour.id).own, frozenset())


def _names_of(one: Pattern | Variant | Neighbour, ref: str) -> _Names:
    short, _, inside = one.name.partition(" (")
    own = frozenset(words for words in map(words_of, (ref, one.name, short, inside)) if words)
    return _Names(own, frozenset(words for words in map(words_of, one.aliases) if words) - own)


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text without case and punctuation."""
    return tuple(_WORD.findall(text.casefold()))


def _says(words: tuple[str, ...], name: tuple[str, ...]) -> bool:
    if name[0] not in words:
        return False
    return any(words[at : at + len(name)] == name for at in range(len(words) - len(name) + 1))


def _unreasoned(problem: Told) -> Iterator[Fault]:
    scenario = problem.scenario
    yield from _blank(problem.source, problem.spot, scenario, ("text",))
    if not scenario.why.strip():
        yield problem.source.fault(
            (*problem.spot, "why"), "the problem has no reason for its answer", "say what in the text decides"
        )
    for ref, reason in scenario.but_not.items():
        if not reason.strip():
            yield problem.source.fault(
                (*problem.spot, "but_not", ref), f"there is no reason against {ref}", "say why it fails here"
            )


def _own_rival(problem: Told) -> Iterator[Fault]:
    for ref in problem.scenario.but_not:
        if is_or_varies(problem.answer, ref):
            yield problem.source.fault(
                (*problem.spot, "but_not", ref),
                f"the problem has two right answers: `{ref}` is its verdict, and stands under but_not",
                "take it out of but_not, or move the problem to another file",
                at_key=True,
            )

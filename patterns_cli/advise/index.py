"""What the scenarios of a pack say, counted: which verdict's problems use which words.

Everything lies in a few runs of numbers, so that opening an index costs next to nothing and a
question looks up only the words it has. A feature is known by its checksum.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from patterns_cli.advise.cue_matcher import CueMatcher
from patterns_cli.advise.feature_counter import Tally
from patterns_cli.advise.features import Feature, extract_features
from patterns_cli.packs.model import OUTSIDE, Cue, Pack, Pattern, Scenario, ScenariosFile, Variant
from patterns_cli.packs.packed_uints import find, key_of, packed, unpacked
from patterns_cli.text.words import Token, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

FIELD_WEIGHTS = {"text": 2, "why": 1}
"""How often a word of a scenario's text counts against one of its reason."""


CARD_ID_MARKER = "#"
"""Stands in the id of a story that is no problem but a piece of a card."""


class IndexedScenario(msgspec.Struct, frozen=True, rename={"neighbor": "neighbour"}):
    """A scenario as it is told beside an answer."""

    id: str
    verdict: str
    text: str
    why: str
    but_not: dict[str, str] = {}
    neighbor: str = ""

    @property
    def is_card_text(self) -> bool:
        """Whether it is no problem but a piece of a card."""
        return CARD_ID_MARKER in self.id


class Index(msgspec.Struct, frozen=True, dict=True):
    """The counted features of a pack's scenarios.

    ``keys`` are the checksums of all features, sorted; the counts of feature n lie from
    ``starts[n]`` to ``starts[n + 1]`` in ``class_numbers`` and ``counts``. A class is a verdict, or
    for outside a verdict with a neighbour. The postings say in
    which stories a word stands; ``lengths`` are the stories' words, and each story is packed by
    itself.
    """

    classes: tuple[tuple[str, str], ...]
    class_totals: tuple[int, ...]
    feature_keys: bytes
    count_starts: bytes
    class_numbers: bytes
    counts: bytes
    posting_keys: bytes
    posting_starts: bytes
    postings: bytes
    scenario_lengths: bytes
    scenarios: tuple[bytes, ...]
    scenario_classes: bytes
    """The number of each story's class."""
    cues: tuple[Cue, ...]
    has_scenarios: bool
    """Whether it was counted from scenarios; if not, from what the pack says of its patterns."""
    qualified_refs: dict[str, str] = {}
    """How the catalogue finds what goes by another ref within the pack."""

    def with_qualified_refs(self, qualified_refs: dict[str, str]) -> Index:
        """The same, with other refs for some of what it speaks of."""
        if not qualified_refs:
            return self
        classes = tuple(
            (qualified_refs.get(verdict, verdict), qualified_refs.get(kind, kind)) for verdict, kind in self.classes
        )
        return msgspec.structs.replace(self, classes=classes, qualified_refs=qualified_refs)

    @cached_property
    def verdicts(self) -> tuple[str, ...]:
        """The verdicts that its stories have."""
        return tuple(dict.fromkeys(verdict for verdict, _ in self.classes))

    @cached_property
    def verdict_classes(self) -> dict[str, tuple[int, ...]]:
        """The classes of each verdict, by number: one, or for outside one for each neighbour."""
        return {
            verdict: tuple(number for number, (one, _) in enumerate(self.classes) if one == verdict)
            for verdict in self.verdicts
        }

    @cached_property
    def cue_matcher(self) -> CueMatcher:
        """The cues, ready to be looked for."""
        return CueMatcher(self.cues)

    @cached_property
    def vocabulary_size(self) -> int:
        """How many features are known."""
        return len(self._feature_keys)

    def class_counts(self, feature: str) -> dict[int, int]:
        """How often each class's scenarios have a feature, by the class's number."""
        at = find(self._feature_keys, key_of(feature))
        if at is None:
            return {}
        span = slice(self._count_starts[at], self._count_starts[at + 1])
        return dict(zip(self._class_numbers[span], self._counts[span], strict=True))

    def scenarios_with(self, stem: str) -> Sequence[int]:
        """The numbers of the stories that have a word."""
        at = find(self._posting_keys, key_of(stem))
        if at is None:
            return ()
        return self._postings[self._posting_starts[at] : self._posting_starts[at + 1]]

    def verdict_of(self, number: int) -> str:
        """The verdict of a story by its number."""
        return self.classes[self._scenario_classes[number]][0]

    @cached_property
    def bank_scenario_count(self) -> int:
        """How many of its stories are problems."""
        return (
            sum(not self.scenario(number).is_card_text for number in range(len(self.scenarios)))
            if self.has_scenarios
            else 0
        )

    def scenario(self, number: int) -> IndexedScenario:
        """A story by its number."""
        story = msgspec.msgpack.decode(self.scenarios[number], type=IndexedScenario)
        if not self.qualified_refs:
            return story
        known = self.qualified_refs.get
        return msgspec.structs.replace(
            story,
            verdict=known(story.verdict, story.verdict),
            but_not={known(ref, ref): why for ref, why in story.but_not.items()},
            neighbor=known(story.neighbor, story.neighbor),
        )

    @cached_property
    def _feature_keys(self) -> array[int]:
        return unpacked("I", self.feature_keys)

    @cached_property
    def _count_starts(self) -> array[int]:
        return unpacked("I", self.count_starts)

    @cached_property
    def _class_numbers(self) -> array[int]:
        return unpacked("H", self.class_numbers)

    @cached_property
    def _scenario_classes(self) -> array[int]:
        return unpacked("H", self.scenario_classes)

    @cached_property
    def _counts(self) -> array[int]:
        return unpacked("H", self.counts)

    @cached_property
    def _posting_keys(self) -> array[int]:
        return unpacked("I", self.posting_keys)

    @cached_property
    def _posting_starts(self) -> array[int]:
        return unpacked("I", self.posting_starts)

    @cached_property
    def _postings(self) -> array[int]:
        return unpacked("I", self.postings)


class AnalyzedText(NamedTuple):
    """A text taken apart: its words, its features, and the cues it gives."""

    text: str
    tokens: list[Token]
    features: list[Feature]
    cue_matches: list[tuple[Cue, Feature]]


def analyze_text(text: str, cue_matcher: CueMatcher) -> AnalyzedText:
    """Take a text apart."""
    tokens = tokenize(text)
    found = list(cue_matcher.find_cues(text, tokens))
    return AnalyzedText(text, tokens, [*extract_features(tokens), *(feature for _, feature in found)], found)


def build_index(pack: Pack, files: Sequence[ScenariosFile], cues: Sequence[Cue]) -> Index:
    """Count a pack's scenarios, or where it has none, what it says of its patterns."""
    told = list(_labeled_scenarios(files))
    documents = [*told, *(_card_texts(pack, {verdict for verdict, _ in told}) if told else _pattern_descriptions(pack))]
    classes = tuple(sorted({(verdict, one.neighbor) for verdict, one in documents}))
    numbers = {of: number for number, of in enumerate(classes)}
    ready = CueMatcher(cues)
    tally = Tally()
    posted: defaultdict[int, array[int]] = defaultdict(lambda: array("I"))
    for story, (verdict, scenario) in enumerate(documents):
        for part, weight in FIELD_WEIGHTS.items():
            for feature in analyze_text(scenario.as_typed if part == "text" else scenario.why, ready).features:
                tally.add(key_of(feature.name), numbers[verdict, scenario.neighbor], weight)
        for word in {token.stem for token in tokenize(scenario.as_typed)}:
            posted[key_of(word)].append(story)
    counted = tally.counted(len(classes))
    posting_keys = sorted(posted)
    return Index(
        classes=classes,
        class_totals=tuple(
            max(1, total) for total in counted.totals
        ),  # shares are taken of them, also where no word is known
        feature_keys=counted.keys,
        count_starts=counted.starts,
        class_numbers=counted.class_numbers,
        counts=counted.counts,
        posting_keys=packed("I", posting_keys),
        posting_starts=packed("I", _offsets(len(posted[key]) for key in posting_keys)),
        postings=packed("I", (story for key in posting_keys for story in posted[key])),
        scenario_lengths=bytes(min(len(tokenize(one.as_typed)), 255) for _, one in documents),
        scenarios=tuple(
            msgspec.msgpack.encode(IndexedScenario(one.id, verdict, one.text, one.why, one.but_not, one.neighbor))
            for verdict, one in documents
        ),
        scenario_classes=packed("H", (numbers[verdict, scenario.neighbor] for verdict, scenario in documents)),
        cues=tuple(cues),
        has_scenarios=bool(files),
    )


def _labeled_scenarios(files: Iterable[ScenariosFile]) -> Iterator[tuple[str, Scenario]]:
    for file in files:
        for scenario in file.scenarios:
            yield file.verdict, scenario


def _pattern_descriptions(pack: Pack) -> Iterator[tuple[str, Scenario]]:
    """What a pack without scenarios says of its patterns, told as if it were problems."""
    for pattern in pack.patterns:
        texts = [pattern.what, *(condition.text for condition in pattern.use_when)]
        if pattern.applied:
            texts += [" ".join((row.use, row.why, *row.more)) for row in pattern.applied.rows]
        texts.append(" ".join((pattern.name, pattern.summary, *pattern.aliases)))
        for number, text in enumerate(texts):
            yield pattern.id, Scenario(id=f"{pattern.id}-{number}", text=text, why=pattern.summary)
    for table in pack.tables:
        for row in table.rows:
            for ref in row.about:
                yield ref, Scenario(id=f"{table.id}-{row.id}", text=" ".join(row.cells), why="")
    yield from _neighbor_texts(pack)


def _card_texts(pack: Pack, verdicts: set[str]) -> Iterator[tuple[str, Scenario]]:
    """What stands on the cards beside the problems: what people search by, and what problems do not say."""
    yield from _neighbor_texts(pack)
    named: list[tuple[str, Pattern | Variant]] = []
    for pattern in pack.patterns:
        named += [(pattern.id, pattern), *((f"{pattern.id}/{variant.id}", variant) for variant in pattern.variants)]
    for ref, one in named:
        if ref in verdicts:
            names = ", ".join((one.name, *one.aliases))
            for number, text in enumerate((names, *(condition.text for condition in one.use_when))):
                yield ref, Scenario(id=f"{ref}{CARD_ID_MARKER}{number}", text=text, why=one.summary)
    for table in pack.tables:
        for row in table.rows:
            for ref in verdicts & set(row.about):
                yield ref, Scenario(id=f"{table.id}{CARD_ID_MARKER}{row.id}", text=" ".join(row.cells), why="")


def _neighbor_texts(pack: Pack) -> Iterator[tuple[str, Scenario]]:
    """What a pack says of what lies outside it, where words are often names: told as problems, too."""
    for neighbour in pack.neighbors:
        for part, text in (("names", ", ".join((neighbour.name, *neighbour.aliases))), ("purpose", neighbour.purpose)):
            story = f"{neighbour.id}{CARD_ID_MARKER}{part}"
            yield OUTSIDE, Scenario(id=story, text=text, why=neighbour.name, neighbor=neighbour.id)


def _offsets(lengths: Iterable[int]) -> Iterator[int]:
    """Where each run starts when runs of these lengths lie one behind the other, and where the last ends."""
    at = 0
    yield at
    for length in lengths:
        at += length
        yield at

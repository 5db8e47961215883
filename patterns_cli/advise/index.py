"""The index of a pack's scenarios: how often each verdict's problems use which features.

It is a section of the pack's cache file. Only the features of the text in question are read. A feature is
stored under its CRC-32: the counts of two features with the same checksum are added up.
"""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from patterns_cli.advise.cue_matcher import CueMatcher
from patterns_cli.advise.features import Feature, extract_features
from patterns_cli.packs.cache import (
    CacheFile,
    CacheKey,
    CacheLocations,
    CorruptCacheError,
    Section,
    file_in_memory,
    read_cached,
)
from patterns_cli.packs.model import OUTSIDE, Cue, Pack, Pattern, Scenario, ScenariosFile, Variant
from patterns_cli.text.words import Token, tokenize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

FIELD_WEIGHTS = {"text": 2, "why": 1}
"""How often a word counts in each field of a scenario."""

CARD_ID_MARKER = "#"
"""Part of the id of a text that is not a problem but part of a card."""

MAX_SCENARIO_LENGTH = 255
"""Maximum length of a scenario that is stored, in words."""

SECTION = "index"

_CLASS_BITS = 16

_COUNTS, _POSTINGS, _SCENARIOS = "feature_counts", "postings", "scenarios"


class IndexedScenario(msgspec.Struct, frozen=True, rename={"neighbor": "neighbour"}):
    """A scenario as shown beside an answer."""

    id: str
    verdict: str
    text: str
    why: str
    but_not: dict[str, str] = {}
    neighbor: str = ""

    @property
    def is_card_text(self) -> bool:
        """Whether it is not a problem but part of a card."""
        return CARD_ID_MARKER in self.id


class IndexHeader(msgspec.Struct, frozen=True):
    """What every look-up in an index needs."""

    classes: tuple[tuple[str, str], ...]
    """What features are counted for: a verdict, or for outside a verdict and a neighbor."""
    class_totals: tuple[int, ...]
    """Sum of the counts of each class, at least 1."""
    vocabulary_size: int
    scenario_lengths: bytes
    """Number of words of each scenario, at most MAX_SCENARIO_LENGTH."""
    scenario_classes: tuple[int, ...]
    """Number of the class of each scenario."""
    bank_scenario_count: int
    """Number of scenarios that are problems of the pack's bank."""
    cues: tuple[Cue, ...]


_HEADER = msgspec.msgpack.Decoder(IndexHeader)
_COUNTS_DECODER = msgspec.msgpack.Decoder(dict[int, int])
_POSTINGS_DECODER = msgspec.msgpack.Decoder(list[int])
_SCENARIO_DECODER = msgspec.msgpack.Decoder(IndexedScenario)


class IndexReader:
    """The index section of an open cache file."""

    def __init__(self, file: CacheFile) -> None:
        self.file = file
        header = file.header(SECTION)
        if header is None:
            raise CorruptCacheError("the index is missing")
        self.header = _HEADER.decode(header)


class Index:
    """The counted features of a pack's scenarios. Damage to its file while it is in use costs a rebuild."""

    def __init__(
        self, open_reader: Callable[[set[Path]], IndexReader], qualified_refs: dict[str, str] | None = None
    ) -> None:
        self._open_reader = open_reader
        self._damaged: set[Path] = set()
        """Files that are not to be opened again."""
        self._reader = open_reader(self._damaged)
        self.qualified_refs = qualified_refs or {}
        """The refs by which the catalog finds what has another ref within the pack."""
        ref = self.qualified_refs.get
        self.classes = tuple(
            (ref(verdict, verdict), ref(neighbor, neighbor)) for verdict, neighbor in self._reader.header.classes
        )
        """What features are counted for: a verdict, or for outside a verdict and a neighbor."""
        self.class_totals = self._reader.header.class_totals
        self.scenario_lengths = self._reader.header.scenario_lengths
        self.scenario_count = len(self.scenario_lengths)
        self.bank_scenario_count = self._reader.header.bank_scenario_count
        self.has_scenarios = self.bank_scenario_count > 0
        """Whether it was counted from scenarios; if not, from the descriptions of the patterns."""
        self.vocabulary_size = self._reader.header.vocabulary_size
        """Number of different features."""

    def with_qualified_refs(self, qualified_refs: dict[str, str]) -> Index:
        """Return the index with other refs for some of its verdicts and neighbors."""
        if not qualified_refs:
            return self
        return Index(self._open_reader, qualified_refs)

    @cached_property
    def verdicts(self) -> tuple[str, ...]:
        """The verdicts of its scenarios."""
        return tuple(dict.fromkeys(verdict for verdict, _ in self.classes))

    @cached_property
    def verdict_classes(self) -> dict[str, tuple[int, ...]]:
        """The numbers of each verdict's classes: one, or for outside one per neighbor."""
        numbers: defaultdict[str, list[int]] = defaultdict(list)
        for number, (verdict, _) in enumerate(self.classes):
            numbers[verdict].append(number)
        return {verdict: tuple(numbers[verdict]) for verdict in self.verdicts}

    @cached_property
    def cue_matcher(self) -> CueMatcher:
        """The matcher of the pack's cues."""
        return CueMatcher(self._reader.header.cues)

    def class_counts(self, feature: str) -> dict[int, int]:
        """Return how often each class's scenarios have a feature, by the number of the class."""
        record = self._record(_COUNTS, feature_key(feature))
        return _COUNTS_DECODER.decode(record) if record is not None else {}

    def scenarios_with(self, stem: str) -> Sequence[int]:
        """Return the numbers of the scenarios with a word."""
        record = self._record(_POSTINGS, feature_key(stem))
        return _POSTINGS_DECODER.decode(record) if record is not None else ()

    def verdict_of(self, number: int) -> str:
        """Return the verdict of a scenario by its number."""
        return self.classes[self._reader.header.scenario_classes[number]][0]

    def scenario(self, number: int) -> IndexedScenario:
        """Return a scenario by its number."""
        record = self._record(_SCENARIOS, number)
        if record is None:
            raise CorruptCacheError(f"there is no scenario {number}")
        scenario = _SCENARIO_DECODER.decode(record)
        if not self.qualified_refs:
            return scenario
        ref = self.qualified_refs.get
        return msgspec.structs.replace(
            scenario,
            verdict=ref(scenario.verdict, scenario.verdict),
            but_not={ref(other, other): why for other, why in scenario.but_not.items()},
            neighbor=ref(scenario.neighbor, scenario.neighbor),
        )

    def _record(self, table: str, number: int) -> bytes | None:
        try:
            return self._reader.file.record(table, number)
        except CorruptCacheError:
            if self._reader.file.path is None:
                raise
            self._damaged.add(self._reader.file.path)
            self._reader = self._open_reader(self._damaged)
            return self._reader.file.record(table, number)


def feature_key(feature: str) -> int:
    """Return the number under which a feature is stored."""
    return zlib.crc32(feature.encode("utf-8", "replace"))


class AnalyzedText(NamedTuple):
    """A text with its tokens, features and the cues that match it."""

    text: str
    tokens: list[Token]
    features: list[Feature]
    cue_matches: list[tuple[Cue, Feature]]


def analyze_text(text: str, cue_matcher: CueMatcher) -> AnalyzedText:
    """Extract the features of a text."""
    tokens = tokenize(text)
    matches = list(cue_matcher.find_cues(text, tokens))
    return AnalyzedText(text, tokens, [*extract_features(tokens), *(feature for _, feature in matches)], matches)


def cached_index(key: CacheKey, locations: CacheLocations, build: Callable[[], Section]) -> Index:
    """Open an index that is prebuilt, cached or built now."""
    return Index(lambda damaged: read_cached(key, locations, build, IndexReader, damaged))


def build_index(pack: Pack, files: Sequence[ScenariosFile], cues: Sequence[Cue]) -> Index:
    """Build the index of a pack in memory."""
    section = index_section(pack, files, cues)
    return Index(lambda _: IndexReader(file_in_memory(SECTION, section)))


def index_section(pack: Pack, files: Sequence[ScenariosFile], cues: Sequence[Cue]) -> Section:
    """Count the features of a pack's scenarios, or of its descriptions if it has no scenarios."""
    labeled = list(_labeled_scenarios(files))
    if labeled:
        texts = [*labeled, *_card_texts(pack, {verdict for verdict, _ in labeled})]
    else:
        texts = list(_pattern_descriptions(pack))
    classes = tuple(sorted({(verdict, scenario.neighbor) for verdict, scenario in texts}))
    class_numbers = {class_: number for number, class_ in enumerate(classes)}
    scenario_classes = tuple(class_numbers[verdict, scenario.neighbor] for verdict, scenario in texts)
    matcher = CueMatcher(cues)
    counts: Counter[int] = Counter()
    """By feature and class, in one number."""
    totals = [0] * len(classes)
    postings: defaultdict[int, list[int]] = defaultdict(list)
    lengths = bytearray()
    for number, ((_, scenario), class_number) in enumerate(zip(texts, scenario_classes, strict=True)):
        for field, weight in FIELD_WEIGHTS.items():
            features = analyze_text(scenario.as_typed if field == "text" else scenario.why, matcher).features
            totals[class_number] += weight * len(features)
            for feature in features:
                counts[feature_key(feature.name) << _CLASS_BITS | class_number] += weight
        tokens = tokenize(scenario.as_typed)
        lengths.append(min(len(tokens), MAX_SCENARIO_LENGTH))
        for stem in {token.stem for token in tokens}:
            postings[feature_key(stem)].append(number)
    encode = msgspec.msgpack.Encoder().encode
    feature_counts = [
        (key, encode({code & (1 << _CLASS_BITS) - 1: counts[code] for code in codes}))
        for key, codes in groupby(sorted(counts), lambda code: code >> _CLASS_BITS)
    ]
    header = IndexHeader(
        classes=classes,
        class_totals=tuple(max(1, total) for total in totals),
        vocabulary_size=len(feature_counts),
        scenario_lengths=bytes(lengths),
        scenario_classes=scenario_classes,
        bank_scenario_count=len(labeled),
        cues=tuple(cues),
    )
    scenarios = (
        IndexedScenario(scenario.id, verdict, scenario.text, scenario.why, scenario.but_not, scenario.neighbor)
        for verdict, scenario in texts
    )
    return Section(
        encode(header),
        {
            _COUNTS: feature_counts,
            _POSTINGS: [(key, encode(postings[key])) for key in sorted(postings)],
            _SCENARIOS: [(number, encode(scenario)) for number, scenario in enumerate(scenarios)],
        },
    )


def _labeled_scenarios(files: Iterable[ScenariosFile]) -> Iterator[tuple[str, Scenario]]:
    for file in files:
        for scenario in file.scenarios:
            yield file.verdict, scenario


def _pattern_descriptions(pack: Pack) -> Iterator[tuple[str, Scenario]]:
    """Yield what a pack without scenarios says about its patterns, as if it were problems."""
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
    """Yield texts from the cards of verdicts: names that users search for, and what problems do not say."""
    yield from _neighbor_texts(pack)
    named: list[tuple[str, Pattern | Variant]] = []
    for pattern in pack.patterns:
        named += [(pattern.id, pattern), *((f"{pattern.id}/{variant.id}", variant) for variant in pattern.variants)]
    for ref, entry in named:
        if ref in verdicts:
            names = ", ".join((entry.name, *entry.aliases))
            for number, text in enumerate((names, *(condition.text for condition in entry.use_when))):
                yield ref, Scenario(id=f"{ref}{CARD_ID_MARKER}{number}", text=text, why=entry.summary)
    for table in pack.tables:
        for row in table.rows:
            for ref in verdicts & set(row.about):
                yield ref, Scenario(id=f"{table.id}{CARD_ID_MARKER}{row.id}", text=" ".join(row.cells), why="")


def _neighbor_texts(pack: Pack) -> Iterator[tuple[str, Scenario]]:
    """Yield what a pack says about its neighbors, as if it were problems."""
    for neighbor in pack.neighbors:
        for part, text in (("names", ", ".join((neighbor.name, *neighbor.aliases))), ("purpose", neighbor.purpose)):
            id_ = f"{neighbor.id}{CARD_ID_MARKER}{part}"
            yield OUTSIDE, Scenario(id=id_, text=text, why=neighbor.name, neighbor=neighbor.id)

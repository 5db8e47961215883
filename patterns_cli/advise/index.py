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

from patterns_cli.advise.cue_matcher import CompiledCues
from patterns_cli.advise.feature_counter import Tally
from patterns_cli.advise.features import Feature, Token, features_of, tokens_of
from patterns_cli.packs.model import OUTSIDE, Cue, Pack, Pattern, Scenario, ScenariosFile, Variant
from patterns_cli.packs.packed_uints import find, key_of, packed, unpacked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

WEIGHTS = {"text": 2, "why": 1}
"""How often a word of a scenario's text counts against one of its reason."""


CARD = "#"
"""Stands in the id of a story that is no problem but a piece of a card."""


class Story(msgspec.Struct, frozen=True):
    """A scenario as it is told beside an answer."""

    id: str
    verdict: str
    text: str
    why: str
    but_not: dict[str, str] = {}
    neighbour: str = ""

    @property
    def is_card(self) -> bool:
        """Whether it is no problem but a piece of a card."""
        return CARD in self.id


class Index(msgspec.Struct, frozen=True, dict=True):
    """The counted features of a pack's scenarios.

    ``keys`` are the checksums of all features, sorted; the counts of feature n lie from
    ``starts[n]`` to ``starts[n + 1]`` in ``class_numbers`` and ``counts``. A class is a verdict, or
    for outside a verdict with a neighbour. The postings say in
    which stories a word stands; ``lengths`` are the stories' words, and each story is packed by
    itself.
    """

    classes: tuple[tuple[str, str], ...]
    totals: tuple[int, ...]
    keys: bytes
    starts: bytes
    class_numbers: bytes
    counts: bytes
    posting_keys: bytes
    posting_starts: bytes
    postings: bytes
    lengths: bytes
    stories: tuple[bytes, ...]
    story_classes: bytes
    """The number of each story's class."""
    cues: tuple[Cue, ...]
    is_told: bool
    """Whether it was counted from scenarios; if not, from what the pack says of its patterns."""
    refs: dict[str, str] = {}
    """How the catalogue finds what goes by another ref within the pack."""

    def under(self, refs: dict[str, str]) -> Index:
        """The same, with other refs for some of what it speaks of."""
        if not refs:
            return self
        classes = tuple((refs.get(verdict, verdict), refs.get(kind, kind)) for verdict, kind in self.classes)
        return msgspec.structs.replace(self, classes=classes, refs=refs)

    @cached_property
    def verdicts(self) -> tuple[str, ...]:
        """The verdicts that its stories have."""
        return tuple(dict.fromkeys(verdict for verdict, _ in self.classes))

    @cached_property
    def numbers_of(self) -> dict[str, tuple[int, ...]]:
        """The classes of each verdict, by number: one, or for outside one for each neighbour."""
        return {
            verdict: tuple(number for number, (one, _) in enumerate(self.classes) if one == verdict)
            for verdict in self.verdicts
        }

    @cached_property
    def compiled_cues(self) -> CompiledCues:
        """The cues, ready to be looked for."""
        return CompiledCues(self.cues)

    @cached_property
    def feature_count(self) -> int:
        """How many features are known."""
        return len(self._keys)

    def counts_of(self, feature: str) -> dict[int, int]:
        """How often each class's scenarios have a feature, by the class's number."""
        at = find(self._keys, key_of(feature))
        if at is None:
            return {}
        span = slice(self._starts[at], self._starts[at + 1])
        return dict(zip(self._class_numbers[span], self._counts[span], strict=True))

    def stories_with(self, word: str) -> Sequence[int]:
        """The numbers of the stories that have a word."""
        at = find(self._posting_keys, key_of(word))
        if at is None:
            return ()
        return self._postings[self._posting_starts[at] : self._posting_starts[at + 1]]

    def verdict_of(self, number: int) -> str:
        """The verdict of a story by its number."""
        return self.classes[self._story_classes[number]][0]

    @cached_property
    def problem_count(self) -> int:
        """How many of its stories are problems."""
        return sum(not self.story(number).is_card for number in range(len(self.stories))) if self.is_told else 0

    def story(self, number: int) -> Story:
        """A story by its number."""
        story = msgspec.msgpack.decode(self.stories[number], type=Story)
        if not self.refs:
            return story
        known = self.refs.get
        return msgspec.structs.replace(
            story,
            verdict=known(story.verdict, story.verdict),
            but_not={known(ref, ref): why for ref, why in story.but_not.items()},
            neighbour=known(story.neighbour, story.neighbour),
        )

    @cached_property
    def _keys(self) -> array[int]:
        return unpacked("I", self.keys)

    @cached_property
    def _starts(self) -> array[int]:
        return unpacked("I", self.starts)

    @cached_property
    def _class_numbers(self) -> array[int]:
        return unpacked("H", self.class_numbers)

    @cached_property
    def _story_classes(self) -> array[int]:
        return unpacked("H", self.story_classes)

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


class Said(NamedTuple):
    """A text taken apart: its words, its features, and the cues it gives."""

    text: str
    tokens: list[Token]
    features: list[Feature]
    cues: list[tuple[Cue, Feature]]


def said(text: str, cues: CompiledCues) -> Said:
    """Take a text apart."""
    tokens = tokens_of(text)
    found = list(cues.found_in(text, tokens))
    return Said(text, tokens, [*features_of(tokens), *(feature for _, feature in found)], found)


def build_index(pack: Pack, files: Sequence[ScenariosFile], cues: Sequence[Cue]) -> Index:
    """Count a pack's scenarios, or where it has none, what it says of its patterns."""
    told = list(_scenarios(files))
    documents = [*told, *(_cards(pack, {verdict for verdict, _ in told}) if told else _patterns(pack))]
    classes = tuple(sorted({(verdict, one.neighbour) for verdict, one in documents}))
    numbers = {of: number for number, of in enumerate(classes)}
    ready = CompiledCues(cues)
    tally = Tally()
    posted: defaultdict[int, array[int]] = defaultdict(lambda: array("I"))
    for story, (verdict, scenario) in enumerate(documents):
        for part, weight in WEIGHTS.items():
            for feature in said(getattr(scenario, part), ready).features:
                tally.add(key_of(feature.name), numbers[verdict, scenario.neighbour], weight)
        for word in {token.stem for token in tokens_of(scenario.text)}:
            posted[key_of(word)].append(story)
    counted = tally.counted(len(classes))
    posting_keys = sorted(posted)
    return Index(
        classes=classes,
        totals=tuple(
            max(1, total) for total in counted.totals
        ),  # shares are taken of them, also where no word is known
        keys=counted.keys,
        starts=counted.starts,
        class_numbers=counted.class_numbers,
        counts=counted.counts,
        posting_keys=packed("I", posting_keys),
        posting_starts=packed("I", _ends(len(posted[key]) for key in posting_keys)),
        postings=packed("I", (story for key in posting_keys for story in posted[key])),
        lengths=bytes(min(len(tokens_of(one.text)), 255) for _, one in documents),
        stories=tuple(
            msgspec.msgpack.encode(Story(one.id, verdict, one.text, one.why, one.but_not, one.neighbour))
            for verdict, one in documents
        ),
        story_classes=packed("H", (numbers[verdict, scenario.neighbour] for verdict, scenario in documents)),
        cues=tuple(cues),
        is_told=bool(files),
    )


def _scenarios(files: Iterable[ScenariosFile]) -> Iterator[tuple[str, Scenario]]:
    for file in files:
        for scenario in file.scenarios:
            yield file.verdict, scenario


def _patterns(pack: Pack) -> Iterator[tuple[str, Scenario]]:
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
    yield from _neighbours(pack)


def _cards(pack: Pack, verdicts: set[str]) -> Iterator[tuple[str, Scenario]]:
    """What stands on the cards beside the problems: what people search by, and what problems do not say."""
    yield from _neighbours(pack)
    named: list[tuple[str, Pattern | Variant]] = []
    for pattern in pack.patterns:
        named += [(pattern.id, pattern), *((f"{pattern.id}/{variant.id}", variant) for variant in pattern.variants)]
    for ref, one in named:
        if ref in verdicts:
            names = ", ".join((one.name, *one.aliases))
            for number, text in enumerate((names, *(condition.text for condition in one.use_when))):
                yield ref, Scenario(id=f"{ref}{CARD}{number}", text=text, why=one.summary)
    for table in pack.tables:
        for row in table.rows:
            for ref in verdicts & set(row.about):
                yield ref, Scenario(id=f"{table.id}{CARD}{row.id}", text=" ".join(row.cells), why="")


def _neighbours(pack: Pack) -> Iterator[tuple[str, Scenario]]:
    """What a pack says of what lies outside it, where words are often names: told as problems, too."""
    for neighbour in pack.neighbours:
        for part, text in (("names", ", ".join((neighbour.name, *neighbour.aliases))), ("purpose", neighbour.purpose)):
            story = f"{neighbour.id}{CARD}{part}"
            yield OUTSIDE, Scenario(id=story, text=text, why=neighbour.name, neighbour=neighbour.id)


def _ends(lengths: Iterable[int]) -> Iterator[int]:
    """Where each run starts when runs of these lengths lie one behind the other, and where the last ends."""
    at = 0
    yield at
    for length in lengths:
        at += length
        yield at

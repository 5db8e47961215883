"""Which pattern fits a problem told in a person's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from patterns_cli.advise import tuned
from patterns_cli.advise.advice import Advice, Alternative, advise
from patterns_cli.advise.index import Index, Said, Story, build_index, said
from patterns_cli.advise.question import UNKNOWN, Askable, narrowed, next_question
from patterns_cli.advise.rank import Mark, Ranked, Ranking, likelihoods, marks, scored, words_of
from patterns_cli.advise.stories import likeliest_neighbour, nearest_stories
from patterns_cli.advise.tree import Answered, option_of, verdicts_under
from patterns_cli.catalog.files import knowledge_files, scenario_files
from patterns_cli.catalog.model import OUTSIDE, Leaf, Pack, Tree
from patterns_cli.catalog.sealed import Source, Stores, opened

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from patterns_cli.catalog.catalog import Catalog

WHAT = "index"
RUNNERS_UP = 2
EXAMPLES = 3
LONGEST_TEXT = 4000
"""Of a longer text, so many characters are read."""

_SURENESS = ((0.9, "almost certain"), (0.75, "likely"), (0.5, "more likely than not"), (0.0, "a guess"))


class Fact(msgspec.Struct, frozen=True):
    """Something that the text says in these words; ``answers`` is the tree's option that it amounts to, if any."""

    says: str
    words: str
    answers: str


class Turn(msgspec.Struct, frozen=True):
    """The one changed fact that would turn the answer round."""

    fact: str
    then: str
    name: str


class Answer(msgspec.Struct, frozen=True):
    """What is answered to a problem: verdicts by likelihood, and the advice for the first."""

    text: str
    ranked: tuple[Ranked, ...]
    sure: str
    known_words: int
    is_told: bool
    facts: tuple[Fact, ...]
    advice: Advice
    turn: Turn | None
    stories: tuple[Story, ...]
    next_question: Askable | None


def open_index(folder: Path, pack: Pack, stores: Stores) -> Index:
    """The counted scenarios of a pack: as shipped, as cached, or counted now."""
    source = Source(folder, [*scenario_files(folder), *knowledge_files(folder)], WHAT)
    return opened(source, stores, Index, lambda: count_scenarios(folder, pack))


def count_scenarios(folder: Path, pack: Pack) -> Index:
    """Read and count the scenarios of a pack."""
    from patterns_cli.catalog.scenarios import load_bank

    bank = load_bank(folder, pack)
    return build_index(pack, bank.files, bank.cues)


def clean(text: str) -> str:
    """The text as it is read: white space as single spaces, and not longer than makes sense."""
    return " ".join(text[:LONGEST_TEXT].split())


def answer(catalog: Catalog, indexes: Sequence[Index], text: str, answers: Mapping[str, str]) -> Answer:
    """Rank the verdicts for a problem, and give the advice for the likeliest.

    ``answers`` are answers to questions of the tree, by question id. Raises UsageError for one
    that nothing asks.
    """
    readings = [_Reading(index, text) for index in indexes]
    likely = _together(readings)
    tree = catalog.tree
    if tree is not None and answers:
        likely = narrowed(tree, likely, answers)
    order = sorted(likely, key=lambda verdict: (-likely[verdict], verdict))
    first = order[0]
    reading = next(one for one in readings if first in one.ranking.scores)
    ranked = tuple(Ranked(verdict, round(likely[verdict], 4), _because(readings, verdict, likely)) for verdict in order)
    neighbour = likeliest_neighbour(reading.index, reading.said, OUTSIDE) if first == OUTSIDE else ""
    advice = advise(catalog, _leaf(catalog, first, neighbour), _given(catalog, answers))
    alternatives = _runners_up(catalog, advice, order[1 : 1 + RUNNERS_UP])
    return Answer(
        text=text,
        ranked=ranked,
        sure=next(words for least, words in _SURENESS if likely[first] >= least),
        known_words=max(one.ranking.known for one in readings),
        is_told=reading.index.is_told,
        facts=_facts(reading.said, tree, first),
        advice=msgspec.structs.replace(advice, alternatives=alternatives),
        turn=_turn(catalog, advice, alternatives),
        stories=tuple(nearest_stories(reading.index, reading.said, {first}, EXAMPLES)),
        next_question=next_question(tree, likely, answers) if tree is not None else None,
    )


class _Reading:
    """A text as one pack's scenarios read it."""

    def __init__(self, index: Index, text: str) -> None:
        self.index = index
        self.said: Said = said(text, index.compiled_cues)
        self.ranking: Ranking = scored(index, self.said)
        self.likely = likelihoods(self.ranking)

    @property
    def trust(self) -> float:
        """How much this reading counts beside others: a pack's mere descriptions by how many words they know."""
        if self.index.is_told:
            return 1.0
        return tuned.UNTOLD * self.ranking.known / max(1, len(self.said.tokens))


def _together(readings: Sequence[_Reading]) -> dict[str, float]:
    """How likely each verdict is by all readings; one that rests on descriptions alone is never very sure."""
    whole = sum(reading.trust for reading in readings) or 1.0
    likely: dict[str, float] = {}
    for reading in readings:
        share = reading.trust / whole
        for verdict, one in reading.likely.items():
            likely[verdict] = likely.get(verdict, 0.0) + share * one
    if any(reading.index.is_told for reading in readings):
        return likely
    even = 1 / len(likely)
    return {verdict: tuned.UNTOLD * one + (1 - tuned.UNTOLD) * even for verdict, one in likely.items()}


def _because(readings: Sequence[_Reading], verdict: str, likely: Mapping[str, float]) -> tuple[Mark, ...]:
    for reading in readings:
        if verdict in reading.ranking.scores:
            return marks(reading.said, reading.ranking, verdict, likely)
    return ()


def _leaf(catalog: Catalog, verdict: str, neighbour: str) -> Leaf:
    """What the tree says where it ends with this verdict, or what can be said without it."""
    for leaf in catalog.tree.leaves if catalog.tree else ():
        if leaf.verdict == verdict and leaf.neighbour == neighbour:
            return leaf
    entry = catalog.entries.get(neighbour or verdict)
    because = entry.summary if entry else ""
    costs = tuple(pitfall.title for pitfall in entry.pattern.pitfalls) if entry and entry.kind == "pattern" else ()
    return Leaf(id="", verdict=verdict, neighbour=neighbour, because=because, costs=costs, reconsider=())


def _given(catalog: Catalog, answers: Mapping[str, str]) -> list[Answered]:
    questions = {question.id: question for question in catalog.tree.questions} if catalog.tree else {}
    return [
        Answered(questions[id_], option_of(questions[id_], option))
        for id_, option in answers.items()
        if option != UNKNOWN
    ]


def _runners_up(catalog: Catalog, advice: Advice, others: Sequence[str]) -> tuple[Alternative, ...]:
    """The next likeliest verdicts, and why not: by their contrast with the first, else by what they are for."""
    subject = advice.instead.ref if advice.instead else advice.verdict
    found = []
    for other in others:
        contrast = catalog.contrast_between(subject, other)
        if contrast:
            choice = next(choice for choice in contrast.choices if choice.choose == other)
            name = catalog.name_of(other)
            found.append(Alternative(other, name, contrast.question, choice.when, choice.because))
        elif other != OUTSIDE:
            leaf = _leaf(catalog, other, "")
            found.append(Alternative(other, catalog.name_of(other), "", "", leaf.because))
    return tuple(found)


def _turn(catalog: Catalog, advice: Advice, alternatives: Sequence[Alternative]) -> Turn | None:
    """What would have to be otherwise for the likeliest other verdict, or for any that this one is confused with."""
    for one in alternatives:
        if one.wins_when:
            return Turn(one.wins_when, one.ref, one.name)
    subject = advice.instead.ref if advice.instead else advice.verdict
    for contrast in catalog.contrasts():
        if subject in contrast.between:
            other = next(choice for choice in contrast.choices if choice.choose != subject)
            return Turn(other.when, other.choose, catalog.name_of(other.choose))
    return None


def _facts(said: Said, tree: Tree | None, verdict: str) -> tuple[Fact, ...]:
    """What the text says by its cues, but for what amounts to an answer that leads elsewhere."""
    options = {
        f"{question.id}={option.id}": verdicts_under(tree, option.to)
        for question in (tree.questions if tree else ())
        for option in question.options
        if tree
    }
    return tuple(
        Fact(cue.says, words_of(said, feature), cue.answers)
        for cue, feature in said.cues
        if verdict in options.get(cue.answers, (verdict,))
    )

"""Which pattern fits a problem told in a person's own words."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from patterns_cli.advise import hyperparameters as params
from patterns_cli.advise.advice import Advice, Alternative, advise, alternative, needed_for, other_job
from patterns_cli.advise.decision_tree import Answered, option_of, verdicts_under
from patterns_cli.advise.features import COMMON_STEMS, condition
from patterns_cli.advise.follow_up import UNKNOWN, Askable, narrowed, next_question
from patterns_cli.advise.index import Index, Story, build_index
from patterns_cli.advise.mixture import Reading, reading_of, shares, together
from patterns_cli.advise.naive_bayes import Ranked, speaks_for, words_of
from patterns_cli.catalog.lookup import named_exactly
from patterns_cli.errors import UsageError
from patterns_cli.packs.cache import Source, Stores, opened
from patterns_cli.packs.files import knowledge_files, scenario_files
from patterns_cli.packs.model import OUTSIDE, Leaf, Pack, Tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from patterns_cli.catalog.catalog import Catalog, Entry

WHAT = "index"
RUNNERS_UP = 2
EXAMPLES = 3
MARKED = 50
"""Of so many of the likeliest verdicts it is told which words speak for them."""

LONGEST_NAME = 5
"""A text of more words is not looked up as a name."""

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
    """What is answered to a problem: verdicts by likelihood, and the advice for the first.

    Where it is not settled, the words say too little for any advice; where it is not ``is_ours`` either, nothing
    in them is what people ask here.
    """

    text: str
    ranked: tuple[Ranked, ...]
    sure: str
    is_settled: bool
    is_ours: bool
    known_words: int
    is_told: bool
    facts: tuple[Fact, ...]
    advice: Advice
    turn: Turn | None
    stories: tuple[Story, ...]
    next_question: Askable | None

    @property
    def is_sure(self) -> bool:
        """Whether a person need not be asked anything."""
        return self.is_settled and self.ranked[0].confidence >= params.SURE_TO_A_PERSON


def open_index(folder: Path, pack: Pack, stores: Stores) -> Index:
    """The counted scenarios of a pack: as shipped, as cached, or counted now."""
    source = Source(folder, [*scenario_files(folder), *knowledge_files(folder)], WHAT)
    return opened(source, stores, Index, lambda: count_scenarios(folder, pack))


def count_scenarios(folder: Path, pack: Pack) -> Index:
    """Read and count the scenarios of a pack."""
    from patterns_cli.packs.scenario_loader import load_bank

    bank = load_bank(folder, pack, keeps_sources=False)
    return build_index(pack, bank.files, bank.cues)


def clean(text: str) -> str:
    """The text as it is read: white space as single spaces, and not longer than makes sense."""
    return " ".join(text[:LONGEST_TEXT].split())


def answer(catalog: Catalog, indexes: Sequence[Index], text: str, answers: Mapping[str, str]) -> Answer:
    """Rank the verdicts for a problem, and give the advice for the likeliest.

    ``answers`` are answers to questions of the tree, by question id. Raises UsageError for one
    that nothing asks.
    """
    readings = [Reading(index, text) for index in indexes]
    named = named_exactly(catalog, text) if len(text.split()) <= LONGEST_NAME else None
    trusted = shares(readings)
    likely = together(readings, trusted)
    says_something = named is not None or any(map(_says_something, readings))
    likely = _by_name(likely, named) if says_something else _doubted(likely)
    tree = catalog.tree
    if answers:
        if tree is None:
            raise UsageError(f"there is no question `{next(iter(answers))}`", "no pack here has a decision tree")
        likely = narrowed(tree, likely, answers)
    given = _given(catalog, answers)
    is_ours = says_something or bool(given)
    order = sorted(likely, key=lambda verdict: (-likely[verdict], verdict))
    first = order[0]
    reading = reading_of(readings, trusted, first)
    leaf = _leaf_for(catalog, first, reading, named)
    advice = advise(catalog, leaf, given)
    alternatives = _runners_up(catalog, advice, {one: likely[one] for one in order[1:]}, reading)
    markers = {one: one.marker(likely) for one in readings}
    marks = {verdict: markers[reading_of(readings, trusted, verdict)].marks(verdict) for verdict in order[:MARKED]}
    return Answer(
        text=text,
        ranked=tuple(Ranked(verdict, round(likely[verdict], 4), marks.get(verdict, ())) for verdict in order),
        sure=next(words for least, words in _SURENESS if likely[first] >= least),
        is_settled=is_ours and likely[first] >= params.UNSETTLED,
        is_ours=is_ours,
        known_words=max(one.ranking.known for one in readings),
        is_told=reading.index.is_told,
        facts=_facts(reading, tree, first),
        advice=msgspec.structs.replace(advice, alternatives=alternatives),
        turn=_turn(catalog, advice, alternatives),
        stories=reading.stories.nearest(first, EXAMPLES),
        next_question=next_question(tree, likely, answers) if tree is not None else None,
    )


def _says_something(reading: Reading) -> bool:
    """Whether the text says one thing at least of which people ask here.

    The words of any sentence are none, nor are those of a story or two: "hello" is in one about a chat.
    """
    index = reading.index
    least = max(1, len(index.stories) // params.WELL_KNOWN)
    stems = {reading.said.tokens[number].stem for number in reading.ranking.shares} - COMMON_STEMS
    return bool(reading.said.cues) or any(len(index.stories_with(stem)) >= least for stem in stems)


def _doubted(likely: Mapping[str, float]) -> dict[str, float]:
    """The likelihoods where the text may be about something else altogether."""
    return {verdict: (one + 1 / len(likely)) / 2 for verdict, one in likely.items()}


def _by_name(likely: Mapping[str, float], named: Entry | None) -> dict[str, float]:
    """The likelihoods where the text is nothing but the name of something."""
    if named is None:
        return dict(likely)
    verdict = OUTSIDE if named.kind == "neighbour" else named.ref
    others = sum(one for other, one in likely.items() if other != verdict) or 1.0
    left = {other: (1 - params.NAMED) * one / others for other, one in likely.items() if other != verdict}
    return {**left, verdict: params.NAMED}


def _leaf_for(catalog: Catalog, verdict: str, reading: Reading, named: Entry | None) -> Leaf:
    """Where the tree would end: outside with the likeliest neighbour, a pattern with the variant that is told."""
    if verdict == OUTSIDE:
        is_neighbour = named is not None and named.kind == "neighbour"
        neighbour = named.ref if named and is_neighbour else reading.neighbour
        return _leaf(catalog, verdict, neighbour)
    leaves = {leaf.id: leaf for leaf in (catalog.tree.leaves if catalog.tree else ())}
    targets = {
        f"{question.id}={option.id}": option.to
        for question in (catalog.tree.questions if catalog.tree else ())
        for option in question.options
    }
    for cue, _ in reading.said.cues:
        leaf = leaves.get(targets.get(cue.answers, ""))
        if leaf and leaf.verdict.startswith(f"{verdict}/"):
            return leaf
    return _leaf(catalog, verdict, "")


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


def _runners_up(
    catalog: Catalog, advice: Advice, others: Mapping[str, float], reading: Reading
) -> tuple[Alternative, ...]:
    """What else came close, the likeliest first, then what the verdict is most confused with, each with why not."""
    found = list(islice(_close(catalog, advice, others, reading), RUNNERS_UP))
    told = {one.ref for one in found}
    found += [one for one in advice.alternatives if one.ref not in told]
    return tuple(found[:RUNNERS_UP])


def _close(catalog: Catalog, advice: Advice, others: Mapping[str, float], reading: Reading) -> Iterator[Alternative]:
    """What else came close: why not is told by a contrast, by what the other is for, or by a problem like this."""
    subject = advice.instead.ref if advice.instead else advice.verdict
    reasons = reading.stories.reasons_against(advice.verdict)
    for other, likely in others.items():
        contrast = catalog.contrast_between(subject, other)
        if contrast:
            yield alternative(catalog, contrast, next(one for one in contrast.choices if one.choose == other))
        elif other != OUTSIDE and likely >= params.WORTH_TELLING:
            name = catalog.name_of(other)
            if why_not := other_job(catalog, subject, other):
                yield Alternative(other, name, why_not, "", needed_for(catalog, other), "")
            elif other in reasons:
                yield Alternative(other, name, f"In a problem like this: {reasons[other].rstrip('.')}.", "", "", "")


def _turn(catalog: Catalog, advice: Advice, alternatives: Sequence[Alternative]) -> Turn | None:
    """What would have to be otherwise for the likeliest other verdict, or for any that this one is confused with."""
    for one in alternatives:
        if one.wins_when:
            return Turn(one.wins_when, one.ref, one.name)
    subject = advice.instead.ref if advice.instead else advice.verdict
    for contrast in catalog.contrasts():
        if subject in contrast.between:
            other = next(choice for choice in contrast.choices if choice.choose != subject)
            return Turn(condition(other.when), other.choose, catalog.name_of(other.choose))
    return None


def _facts(reading: Reading, tree: Tree | None, verdict: str) -> tuple[Fact, ...]:
    """What the text says by cues that are at home with the verdict and lead nowhere else in the tree."""
    options = {
        f"{question.id}={option.id}": verdicts_under(tree, option.to)
        for question in (tree.questions if tree else ())
        for option in question.options
        if tree
    }
    return tuple(
        Fact(cue.says, words_of(reading.said, feature), cue.answers)
        for cue, feature in reading.said.cues
        if verdict in options.get(cue.answers, (verdict,)) and speaks_for(reading.index, feature, verdict)
    )

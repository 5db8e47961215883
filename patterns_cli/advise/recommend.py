"""Which pattern fits a problem told in a person's own words."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from patterns_cli.advise import hyperparameters as params
from patterns_cli.advise.advice import (
    Advice,
    Alternative,
    advise,
    alternative_from_contrast,
    need_sentence,
    why_not_by_purpose,
)
from patterns_cli.advise.decision_tree import AnsweredQuestion, find_option, reachable_verdicts
from patterns_cli.advise.follow_up import UNKNOWN, FollowUpQuestion, apply_answers, next_question
from patterns_cli.advise.index import SECTION, Index, IndexedScenario, cached_index, index_section
from patterns_cli.advise.mixture import PackPrediction, best_prediction_for, mix_predictions, pack_weights
from patterns_cli.advise.naive_bayes import RankedVerdict, feature_text, is_evidence_for
from patterns_cli.catalog.lookup import find_exact
from patterns_cli.errors import UsageError
from patterns_cli.packs.cache import CacheKey
from patterns_cli.packs.files import content_files, scenario_files
from patterns_cli.packs.model import OUTSIDE, DecisionTree, Pack, TreeLeaf
from patterns_cli.text.words import STOP_STEMS, condition_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from patterns_cli.catalog.catalog import Catalog, Entry
    from patterns_cli.packs.cache import CacheLocations, Section

MAX_RUNNERS_UP = 2
MAX_SIMILAR_SCENARIOS = 3
MAX_EXPLAINED = 50
"""Of so many of the likeliest verdicts it is told which words speak for them."""

MAX_NAME_WORDS = 5
"""A text of more words is not looked up as a name."""

MAX_TEXT_CHARS = 4000
"""Of a longer text, so many characters are read."""

_CONFIDENCE_LABELS = ((0.9, "almost certain"), (0.75, "likely"), (0.5, "more likely than not"), (0.0, "a guess"))


class Fact(msgspec.Struct, frozen=True):
    """Something that the text says in these words; ``answers`` is the tree's option that it amounts to, if any."""

    says: str
    words: str
    answers: str


class Counterfactual(msgspec.Struct, frozen=True):
    """The one changed fact that would turn the answer round."""

    fact: str
    then: str
    name: str


class Recommendation(msgspec.Struct, frozen=True):
    """What is answered to a problem: verdicts by likelihood, and the advice for the first.

    Where it is not settled, the words say too little for any advice; where it is not ``is_ours`` either, nothing
    in them is what people ask here.
    """

    text: str
    ranked: tuple[RankedVerdict, ...]
    sure: str
    is_settled: bool
    is_ours: bool
    known_words: int
    is_told: bool
    facts: tuple[Fact, ...]
    advice: Advice
    turn: Counterfactual | None
    stories: tuple[IndexedScenario, ...]
    next_question: FollowUpQuestion | None

    @property
    def is_confident(self) -> bool:
        """Whether a person need not be asked anything."""
        return self.is_settled and self.ranked[0].confidence >= params.SKIP_PROMPT_CONFIDENCE


def open_index(folder: Path, pack: Pack, cache_locations: CacheLocations) -> Index:
    """Open the index of a pack: prebuilt, cached or built now."""
    key = CacheKey(folder, [*scenario_files(folder), *content_files(folder)], SECTION)

    def build() -> Section:
        from patterns_cli.packs.loader import load_scenario_bank

        bank = load_scenario_bank(folder, pack, keep_sources=False)
        return index_section(pack, bank.files, bank.cues)

    return cached_index(key, cache_locations, build)


def clean_text(text: str) -> str:
    """The text as it is read: white space as single spaces, and not longer than makes sense."""
    return " ".join(text[:MAX_TEXT_CHARS].split())


def recommend(catalog: Catalog, indexes: Sequence[Index], text: str, answers: Mapping[str, str]) -> Recommendation:
    """Rank the verdicts for a problem, and give the advice for the likeliest.

    ``answers`` are answers to questions of the tree, by question id. Raises UsageError for one
    that nothing asks.
    """
    readings = [PackPrediction(index, text) for index in indexes]
    named = find_exact(catalog, text) if len(text.split()) <= MAX_NAME_WORDS else None
    trusted = pack_weights(readings)
    likely = mix_predictions(readings, trusted)
    says_something = named is not None or any(map(_has_domain_terms, readings))
    likely = _boost_named(likely, named) if says_something else _shrink_to_uniform(likely)
    tree = catalog.tree
    if answers:
        if tree is None:
            raise UsageError(f"there is no question `{next(iter(answers))}`", "no pack here has a decision tree")
        likely = apply_answers(tree, likely, answers)
    given = _answered_questions(catalog, answers)
    is_ours = says_something or bool(given)
    order = sorted(likely, key=lambda verdict: (-likely[verdict], verdict))
    first = order[0]
    reading = best_prediction_for(readings, trusted, first)
    leaf = _choose_leaf(catalog, first, reading, named)
    advice = advise(catalog, leaf, given)
    alternatives = _runners_up(catalog, advice, {one: likely[one] for one in order[1:]}, reading)
    markers = {one: one.explainer(likely) for one in readings}
    marks = {
        verdict: markers[best_prediction_for(readings, trusted, verdict)].highlights(verdict)
        for verdict in order[:MAX_EXPLAINED]
    }
    return Recommendation(
        text=text,
        ranked=tuple(RankedVerdict(verdict, round(likely[verdict], 4), marks.get(verdict, ())) for verdict in order),
        sure=next(words for least, words in _CONFIDENCE_LABELS if likely[first] >= least),
        is_settled=is_ours and likely[first] >= params.MIN_SETTLED_CONFIDENCE,
        is_ours=is_ours,
        known_words=max(one.scores.known_token_count for one in readings),
        is_told=reading.index.has_scenarios,
        facts=_facts(reading, tree, first),
        advice=msgspec.structs.replace(advice, alternatives=alternatives),
        turn=_counterfactual(catalog, advice, alternatives),
        stories=reading.similar_scenarios.most_similar(first, MAX_SIMILAR_SCENARIOS),
        next_question=next_question(tree, likely, answers) if tree is not None else None,
    )


def _has_domain_terms(prediction: PackPrediction) -> bool:
    """Whether the text says one thing at least of which people ask here.

    The words of any sentence are none, nor are those of a story or two: "hello" is in one about a chat.
    """
    index = prediction.index
    least = max(1, index.scenario_count // params.SCENARIOS_PER_KNOWN_WORD)
    stems = {prediction.analyzed_text.tokens[number].stem for number in prediction.scores.contributions} - STOP_STEMS
    return bool(prediction.analyzed_text.cue_matches) or any(len(index.scenarios_with(stem)) >= least for stem in stems)


def _shrink_to_uniform(probabilities: Mapping[str, float]) -> dict[str, float]:
    """The likelihoods where the text may be about something else altogether."""
    return {verdict: (one + 1 / len(probabilities)) / 2 for verdict, one in probabilities.items()}


def _boost_named(probabilities: Mapping[str, float], named_entry: Entry | None) -> dict[str, float]:
    """The likelihoods where the text is nothing but the name of something."""
    if named_entry is None:
        return dict(probabilities)
    verdict = OUTSIDE if named_entry.kind == "neighbour" else named_entry.ref
    others = sum(one for other, one in probabilities.items() if other != verdict) or 1.0
    left = {
        other: (1 - params.NAMED_PROBABILITY) * one / others for other, one in probabilities.items() if other != verdict
    }
    return {**left, verdict: params.NAMED_PROBABILITY}


def _choose_leaf(catalog: Catalog, verdict: str, prediction: PackPrediction, named_entry: Entry | None) -> TreeLeaf:
    """Where the tree would end: outside with the likeliest neighbour, a pattern with the variant that is told."""
    if verdict == OUTSIDE:
        is_neighbour = named_entry is not None and named_entry.kind == "neighbour"
        neighbour = named_entry.ref if named_entry and is_neighbour else prediction.likeliest_neighbor
        return _find_or_make_leaf(catalog, verdict, neighbour)
    leaves = {leaf.id: leaf for leaf in (catalog.tree.leaves if catalog.tree else ())}
    targets = {
        f"{question.id}={option.id}": option.to
        for question in (catalog.tree.questions if catalog.tree else ())
        for option in question.options
    }
    for cue, _ in prediction.analyzed_text.cue_matches:
        leaf = leaves.get(targets.get(cue.answers, ""))
        if leaf and leaf.verdict.startswith(f"{verdict}/"):
            return leaf
    return _find_or_make_leaf(catalog, verdict, "")


def _find_or_make_leaf(catalog: Catalog, verdict: str, neighbor: str) -> TreeLeaf:
    """What the tree says where it ends with this verdict, or what can be said without it."""
    for leaf in catalog.tree.leaves if catalog.tree else ():
        if leaf.verdict == verdict and leaf.neighbor == neighbor:
            return leaf
    entry = catalog.entries.get(neighbor or verdict)
    because = entry.summary if entry else ""
    costs = tuple(pitfall.title for pitfall in entry.pattern.pitfalls) if entry and entry.kind == "pattern" else ()
    return TreeLeaf(id="", verdict=verdict, neighbor=neighbor, because=because, costs=costs, reconsider=())


def _answered_questions(catalog: Catalog, answers: Mapping[str, str]) -> list[AnsweredQuestion]:
    questions = {question.id: question for question in catalog.tree.questions} if catalog.tree else {}
    return [
        AnsweredQuestion(questions[id_], find_option(questions[id_], option))
        for id_, option in answers.items()
        if option != UNKNOWN
    ]


def _runners_up(
    catalog: Catalog, advice: Advice, others: Mapping[str, float], prediction: PackPrediction
) -> tuple[Alternative, ...]:
    """What else came close, the likeliest first, then what the verdict is most confused with, each with why not."""
    found = list(islice(_close_alternatives(catalog, advice, others, prediction), MAX_RUNNERS_UP))
    told = {one.ref for one in found}
    found += [one for one in advice.alternatives if one.ref not in told]
    return tuple(found[:MAX_RUNNERS_UP])


def _close_alternatives(
    catalog: Catalog, advice: Advice, others: Mapping[str, float], prediction: PackPrediction
) -> Iterator[Alternative]:
    """What else came close: why not is told by a contrast, by what the other is for, or by a problem like this."""
    subject = advice.instead.ref if advice.instead else advice.verdict
    reasons = prediction.similar_scenarios.reasons_against_others(advice.verdict)
    for other, likely in others.items():
        contrast = catalog.contrast_between(subject, other)
        if contrast:
            yield alternative_from_contrast(
                catalog, contrast, next(one for one in contrast.choices if one.choose == other)
            )
        elif other != OUTSIDE and likely >= params.MIN_ALTERNATIVE_PROBABILITY:
            name = catalog.name_of(other)
            if why_not := why_not_by_purpose(catalog, subject, other):
                yield Alternative(other, name, why_not, "", need_sentence(catalog, other), "")
            elif other in reasons:
                yield Alternative(other, name, f"In a problem like this: {reasons[other].rstrip('.')}.", "", "", "")


def _counterfactual(catalog: Catalog, advice: Advice, alternatives: Sequence[Alternative]) -> Counterfactual | None:
    """What would have to be otherwise for the likeliest other verdict, or for any that this one is confused with."""
    for one in alternatives:
        if one.wins_when:
            return Counterfactual(one.wins_when, one.ref, one.name)
    subject = advice.instead.ref if advice.instead else advice.verdict
    for contrast in catalog.contrasts():
        if subject in contrast.between:
            other = next(choice for choice in contrast.choices if choice.choose != subject)
            return Counterfactual(condition_text(other.when), other.choose, catalog.name_of(other.choose))
    return None


def _facts(prediction: PackPrediction, tree: DecisionTree | None, verdict: str) -> tuple[Fact, ...]:
    """What the text says by cues that are at home with the verdict and lead nowhere else in the tree."""
    options = {
        f"{question.id}={option.id}": reachable_verdicts(tree, option.to)
        for question in (tree.questions if tree else ())
        for option in question.options
        if tree
    }
    return tuple(
        Fact(cue.says, feature_text(prediction.analyzed_text, feature), cue.answers)
        for cue, feature in prediction.analyzed_text.cue_matches
        if verdict in options.get(cue.answers, (verdict,)) and is_evidence_for(prediction.index, feature, verdict)
    )

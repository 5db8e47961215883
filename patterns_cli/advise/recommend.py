"""Recommendation of a pattern for a problem in the user's own words."""

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
"""Maximum number of verdicts whose highlighted words are computed."""

MAX_NAME_WORDS = 5
"""Maximum length of a text that is looked up as a name, in words."""

MAX_TEXT_CHARS = 4000
"""Maximum length of a text, in characters; the rest is ignored."""

_CONFIDENCE_LABELS = ((0.9, "almost certain"), (0.75, "likely"), (0.5, "more likely than not"), (0.0, "a guess"))


class Fact(msgspec.Struct, frozen=True):
    """A statement that a cue found in the text."""

    says: str
    words: str
    answers: str
    """Question and option of the tree that it answers, as ``question=option``, or empty."""


class Counterfactual(msgspec.Struct, frozen=True):
    """The changed fact that would change the verdict."""

    fact: str
    then: str
    name: str


class Recommendation(msgspec.Struct, frozen=True):
    """The verdicts for a problem, most probable first, and the advice for the first."""

    text: str
    ranked: tuple[RankedVerdict, ...]
    sure: str
    is_settled: bool
    """Whether the words say enough for advice."""
    is_ours: bool
    """Whether anything in the text is in scope."""
    known_words: int
    has_scenarios: bool
    """Whether the answer comes from known problems; if not, from the descriptions of the patterns."""
    facts: tuple[Fact, ...]
    advice: Advice
    turn: Counterfactual | None
    stories: tuple[IndexedScenario, ...]
    next_question: FollowUpQuestion | None

    @property
    def is_confident(self) -> bool:
        """Whether the user need not be asked anything."""
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
    """The text with single spaces and at most ``MAX_TEXT_CHARS`` characters."""
    return " ".join(text[:MAX_TEXT_CHARS].split())


def recommend(catalog: Catalog, indexes: Sequence[Index], text: str, answers: Mapping[str, str]) -> Recommendation:
    """Rank the verdicts for a problem, with advice for the most probable.

    ``answers`` are option ids by question id of the tree. Raises UsageError for an answer to an unknown question.
    """
    predictions = [PackPrediction(index, text) for index in indexes]
    named = find_exact(catalog, text) if len(text.split()) <= MAX_NAME_WORDS else None
    weights = pack_weights(predictions)
    probabilities = mix_predictions(predictions, weights)
    in_scope = named is not None or any(map(_has_domain_terms, predictions))
    probabilities = _boost_named(probabilities, named) if in_scope else _shrink_to_uniform(probabilities)
    tree = catalog.tree
    if answers:
        if tree is None:
            raise UsageError(f"there is no question `{next(iter(answers))}`", "no pack here has a decision tree")
        probabilities = apply_answers(tree, probabilities, answers)
    answered = _answered_questions(catalog, answers)
    is_ours = in_scope or bool(answered)
    order = sorted(probabilities, key=lambda verdict: (-probabilities[verdict], verdict))
    first = order[0]
    prediction = best_prediction_for(predictions, weights, first)
    leaf = _choose_leaf(catalog, first, prediction, named)
    advice = advise(catalog, leaf, answered)
    others = {verdict: probabilities[verdict] for verdict in order[1:]}
    alternatives = _runners_up(catalog, advice, others, prediction)
    explainers = {prediction: prediction.explainer(probabilities) for prediction in predictions}
    highlights = {
        verdict: explainers[best_prediction_for(predictions, weights, verdict)].highlights(verdict)
        for verdict in order[:MAX_EXPLAINED]
    }
    return Recommendation(
        text=text,
        ranked=tuple(
            RankedVerdict(verdict, round(probabilities[verdict], 4), highlights.get(verdict, ())) for verdict in order
        ),
        sure=next(label for minimum, label in _CONFIDENCE_LABELS if probabilities[first] >= minimum),
        is_settled=is_ours and probabilities[first] >= params.MIN_SETTLED_CONFIDENCE,
        is_ours=is_ours,
        known_words=max(prediction.scores.known_token_count for prediction in predictions),
        has_scenarios=prediction.index.has_scenarios,
        facts=_facts(prediction, tree, first),
        advice=msgspec.structs.replace(advice, alternatives=alternatives),
        turn=_counterfactual(catalog, advice, alternatives),
        stories=prediction.similar_scenarios.most_similar(first, MAX_SIMILAR_SCENARIOS),
        next_question=next_question(tree, probabilities, answers) if tree is not None else None,
    )


def _has_domain_terms(prediction: PackPrediction) -> bool:
    """Whether the text has a cue or a well-known word of the scenarios.

    Stop words do not count, nor words of only a few scenarios: a problem about a chat may say "hello".
    """
    index = prediction.index
    min_scenarios = max(1, index.scenario_count // params.SCENARIOS_PER_KNOWN_WORD)
    stems = {prediction.analyzed_text.tokens[number].stem for number in prediction.scores.contributions} - STOP_STEMS
    has_known_stem = any(len(index.scenarios_with(stem)) >= min_scenarios for stem in stems)
    return bool(prediction.analyzed_text.cue_matches) or has_known_stem


def _shrink_to_uniform(probabilities: Mapping[str, float]) -> dict[str, float]:
    """The mean of the probabilities and the uniform distribution, for a text that may be out of scope."""
    uniform = 1 / len(probabilities)
    return {verdict: (probability + uniform) / 2 for verdict, probability in probabilities.items()}


def _boost_named(probabilities: Mapping[str, float], named_entry: Entry | None) -> dict[str, float]:
    """The probabilities if the whole text is the name of an entry; unchanged if it is None."""
    if named_entry is None:
        return dict(probabilities)
    verdict = OUTSIDE if named_entry.kind == "neighbour" else named_entry.ref
    others = {other: probability for other, probability in probabilities.items() if other != verdict}
    total = sum(others.values()) or 1.0
    rest = {other: (1 - params.NAMED_PROBABILITY) * probability / total for other, probability in others.items()}
    return {**rest, verdict: params.NAMED_PROBABILITY}


def _choose_leaf(catalog: Catalog, verdict: str, prediction: PackPrediction, named_entry: Entry | None) -> TreeLeaf:
    """The leaf for a verdict: with the likeliest neighbor if outside, or the variant that a cue mentions."""
    if verdict == OUTSIDE:
        is_named = named_entry is not None and named_entry.kind == "neighbour"
        neighbor = named_entry.ref if named_entry and is_named else prediction.likeliest_neighbor
        return _find_or_make_leaf(catalog, verdict, neighbor)
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
    """The leaf of the tree for a verdict and neighbor, or a leaf built from the card."""
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
    """The next most probable verdicts, then what the verdict is most confused with, each with why not."""
    found = list(islice(_close_alternatives(catalog, advice, others, prediction), MAX_RUNNERS_UP))
    refs = {alternative.ref for alternative in found}
    found += [alternative for alternative in advice.alternatives if alternative.ref not in refs]
    return tuple(found[:MAX_RUNNERS_UP])


def _close_alternatives(
    catalog: Catalog, advice: Advice, others: Mapping[str, float], prediction: PackPrediction
) -> Iterator[Alternative]:
    """Yield the next most probable verdicts; why not comes from a contrast, a purpose or a similar scenario."""
    subject = advice.instead.ref if advice.instead else advice.verdict
    reasons = prediction.similar_scenarios.reasons_against_others(advice.verdict)
    for other, probability in others.items():
        contrast = catalog.contrast_between(subject, other)
        if contrast:
            choice = next(choice for choice in contrast.choices if choice.choose == other)
            yield alternative_from_contrast(catalog, contrast, choice)
        elif other != OUTSIDE and probability >= params.MIN_ALTERNATIVE_PROBABILITY:
            name = catalog.name_of(other)
            if why_not := why_not_by_purpose(catalog, subject, other):
                yield Alternative(other, name, why_not, "", need_sentence(catalog, other), "")
            elif other in reasons:
                yield Alternative(other, name, f"In a problem like this: {reasons[other].rstrip('.')}.", "", "", "")


def _counterfactual(catalog: Catalog, advice: Advice, alternatives: Sequence[Alternative]) -> Counterfactual | None:
    """The fact that would make the first alternative right, or another side of a contrast, or None."""
    for alternative in alternatives:
        if alternative.wins_when:
            return Counterfactual(alternative.wins_when, alternative.ref, alternative.name)
    subject = advice.instead.ref if advice.instead else advice.verdict
    for contrast in catalog.contrasts():
        if subject in contrast.between:
            other = next(choice for choice in contrast.choices if choice.choose != subject)
            return Counterfactual(condition_text(other.when), other.choose, catalog.name_of(other.choose))
    return None


def _facts(prediction: PackPrediction, tree: DecisionTree | None, verdict: str) -> tuple[Fact, ...]:
    """The statements of cues that are evidence for the verdict and do not rule it out in the tree."""
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

"""Skills: recognize a pattern, tell two apart, or see that none fits.

Each problem belongs to one skill, so it is never asked under two skills.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from patterns_cli.packs.model import OUTSIDE, Contrast
from patterns_cli.packs.refs import is_same_or_variant, is_same_pattern
from patterns_cli.study.questions.distractors import pick_options, stable_percent, stable_shuffle
from patterns_cli.study.questions.feedback import distractor_for, explain_verdict, sentence
from patterns_cli.study.questions.question import (
    NO,
    NONE_FITS,
    RECOGNIZE,
    TELL_APART,
    YES,
    LearningItem,
    Question,
    QuizOption,
)
from patterns_cli.text.words import condition_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from patterns_cli.advise.index import IndexedScenario
    from patterns_cli.study.questions.sources import QuestionSources

FLIP, STAY = "flip", "stay"
BEFORE_CHANGE, AFTER_CHANGE = "before", "after"

WHICH_FITS_PROMPT = "Which fits?"
TELL_APART_PERCENT = 50
"""Percentage of problems with a known contrast that train telling the two apart."""

NONE_OFFERED_PERCENT = 30
"""Percentage of problems solved by a pattern that also offer "none of these"."""


class Skills:
    """The skills of the active packs, and the questions that train them."""

    def __init__(self, sources: QuestionSources) -> None:
        self.sources = sources

    def items(self) -> Iterator[LearningItem]:
        """Every skill."""
        material = self.sources
        for ref in material.answerable_refs:
            if self._content_by_item.get(f"{RECOGNIZE}/{ref}"):
                yield LearningItem(f"{RECOGNIZE}/{ref}", "skill", f"Recognize {material.name_of(ref)}", (ref,))
        for contrast in material.catalog.contrasts():
            names = " or ".join(material.name_of(ref) for ref in contrast.between)
            yield LearningItem(f"{TELL_APART}/{contrast.id}", "skill", f"Tell apart: {names}", contrast.between)
        for pattern in material.catalog.patterns:
            item = f"{NONE_FITS}/{material.catalog.ref_of(pattern)}"
            if self._content_by_item.get(item):
                yield LearningItem(
                    item, "skill", f"None fits, though it looks like {pattern.short_name}", (pattern.ref, OUTSIDE)
                )

    def question_ids(self, item: LearningItem) -> list[str]:
        """The ids of all questions that train a skill."""
        return list(self._content_by_item.get(item.id, ()))

    def question(self, item: LearningItem, question_id: str) -> Question | None:
        """Build a question, or None if the problem gives its answer away."""
        shown = self._content_by_item.get(item.id, {}).get(question_id)
        if shown is None:
            return None
        if isinstance(shown, _FlipChange):
            return self._flip_question(item, question_id, shown)
        return self._scenario_question(item, question_id, shown)

    @cached_property
    def _content_by_item(self) -> dict[str, dict[str, IndexedScenario | _FlipChange]]:
        """Question content by skill id and question id."""
        found: dict[str, dict[str, IndexedScenario | _FlipChange]] = {}
        for contrast in self.sources.catalog.contrasts():
            item = f"{TELL_APART}/{contrast.id}"
            own = found.setdefault(item, {})
            own[f"{item}/{FLIP}"] = _FlipChange(contrast)
            for number in range(len(contrast.flip.stays)):
                own[f"{item}/{STAY}-{number + 1}"] = _FlipChange(contrast, number)
        for stories in self.sources.scenarios.values():
            for story in stories:
                item = self._item_id_for(story)
                if item:
                    found.setdefault(item, {})[f"{item}/{story.id}"] = story
        for ref in self.sources.answerable_refs:
            if ref not in self.sources.scenarios:
                item = f"{RECOGNIZE}/{ref}"
                found[item] = {f"{item}/{story.id}": story for story in self._scenarios_from_contrasts(ref)}
        return found

    def _item_id_for(self, scenario: IndexedScenario) -> str:
        """The skill that a problem trains."""
        mistaken = [ref for ref in scenario.but_not if ref != scenario.verdict]
        subject = scenario.neighbor if scenario.verdict == OUTSIDE else scenario.verdict
        for ref in mistaken:
            contrast = self.sources.contrasts_by_pair.get(frozenset((subject, ref)))
            if contrast is not None and stable_percent(scenario.id) < TELL_APART_PERCENT:
                return f"{TELL_APART}/{contrast.id}"
        if scenario.verdict != OUTSIDE:
            return f"{RECOGNIZE}/{scenario.verdict}"
        looks_like = next(
            (ref for ref in [*mistaken, *self.sources.refs_near(scenario.neighbor)] if self._is_answerable(ref)), ""
        )
        return f"{NONE_FITS}/{looks_like.partition('/')[0]}" if looks_like else ""

    def _is_answerable(self, ref: str) -> bool:
        return any(is_same_or_variant(choice, ref) for choice in self.sources.answerable_refs)

    def _scenarios_from_contrasts(self, ref: str) -> Iterator[IndexedScenario]:
        """Scenarios from contrasts, for a ref without known problems."""
        from patterns_cli.advise.index import IndexedScenario

        for contrast in self.sources.catalog.contrasts_of(ref):
            flip = contrast.flip
            if flip.answer == ref:
                why = next(choice.because for choice in contrast.choices if choice.choose == ref)
                yield IndexedScenario(f"{contrast.id}-{BEFORE_CHANGE}", ref, flip.story, why)
            if flip.then == ref:
                yield IndexedScenario(f"{contrast.id}-{AFTER_CHANGE}", ref, f"{flip.story} {flip.change}", flip.because)

    def _scenario_question(self, item: LearningItem, question_id: str, scenario: IndexedScenario) -> Question | None:
        material = self.sources
        right = QuizOption(
            scenario.verdict,
            material.name_of(scenario.verdict),
            is_right=True,
            feedback=explain_verdict(material, scenario),
        )
        wanted = [
            distractor_for(material, self._subject_ref(scenario), ref, scenario)
            for ref in self._rival_refs(item, scenario)
        ]
        if scenario.verdict != OUTSIDE and stable_percent(question_id, OUTSIDE) < NONE_OFFERED_PERCENT:
            wanted.insert(1, distractor_for(material, scenario.verdict, OUTSIDE, scenario))
        spare = [
            distractor_for(material, self._subject_ref(scenario), ref, scenario)
            for ref in material.answerable_refs
            if not is_same_pattern(ref, scenario.verdict)
        ]
        pool = _drop_related([*wanted, *stable_shuffle(question_id, spare)])
        options = pick_options(question_id, scenario.text, right, pool)
        if not options:
            return None
        show = self._subject_ref(scenario)
        return Question(
            question_id,
            item.id,
            "choice",
            WHICH_FITS_PROMPT,
            options,
            f"the problem {scenario.id}",
            show,
            context=scenario.text,
        )

    def _subject_ref(self, scenario: IndexedScenario) -> str:
        return scenario.neighbor if scenario.verdict == OUTSIDE and scenario.neighbor else scenario.verdict

    def _rival_refs(self, item: LearningItem, scenario: IndexedScenario) -> list[str]:
        """Refs that could be mistaken for the right answer, most likely first."""
        contrasted = item.refs if item.id.startswith(f"{TELL_APART}/") else ()
        subject = self._subject_ref(scenario)
        # A neighbor is offered only if the problem or the contrast says why it fails.
        partners = [ref for ref in self.sources.confusable_refs(subject) if ref in self.sources.answerable_refs]
        rivals = [*contrasted, *scenario.but_not, *partners]
        if scenario.verdict == OUTSIDE:
            rivals += self.sources.refs_near(scenario.neighbor)
            rivals = [ref for ref in rivals if ref in self.sources.answerable_refs]
        return [ref for ref in dict.fromkeys(rivals) if ref != subject and self._is_distinct(ref, scenario.verdict)]

    def _is_distinct(self, ref: str, verdict: str) -> bool:
        """Whether a ref differs from the right answer; variants need a contrast."""
        return not is_same_pattern(ref, verdict) or frozenset((ref, verdict)) in self.sources.contrasts_by_pair

    def _flip_question(self, item: LearningItem, question_id: str, flip_change: _FlipChange) -> Question:
        contrast, flip = flip_change.contrast, flip_change.contrast.flip
        name, other = self.sources.name_of(flip.answer), self.sources.name_of(flip.then)
        choices = {choice.choose: choice for choice in contrast.choices}
        ask = f"So far the answer is {name}. Does the change turn it into {other}?"
        if flip_change.stay_index is None:
            change, because = flip.change, flip.because
            right_when = sentence(condition_text(choices[flip.answer].when))
            options = (
                QuizOption(YES, "Yes", is_right=True, feedback=because),
                QuizOption(NO, "No", is_right=False, feedback=because, right_when=right_when),
            )
        else:
            change, because = flip.stays[flip_change.stay_index].change, flip.stays[flip_change.stay_index].because
            right_when = sentence(condition_text(choices[flip.then].when))
            options = (
                QuizOption(YES, "Yes", is_right=False, feedback=because, right_when=right_when),
                QuizOption(NO, "No", is_right=True, feedback=because),
            )
        context = f"{flip.story}\n\nOne thing changes: {change}"
        first, second = map(self.sources.name_of, contrast.between)
        source = f"the contrast of {first} and {second}"
        return Question(question_id, item.id, "yes-no", ask, options, source, flip.answer, context=context)


class _FlipChange(msgspec.Struct, frozen=True):
    """A change to a contrast's story.

    ``stay_index`` selects a change that keeps the answer; None means the change that flips it.
    """

    contrast: Contrast
    stay_index: int | None = None


def _drop_related(options: Iterable[QuizOption]) -> list[QuizOption]:
    """Drop options that are a variant or parent of an earlier option."""
    found: list[QuizOption] = []
    for option in options:
        if not any(
            is_same_or_variant(option.id, earlier.id) or is_same_or_variant(earlier.id, option.id) for earlier in found
        ):
            found.append(option)
    return found

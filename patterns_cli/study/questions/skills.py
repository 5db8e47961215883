"""Skills: name the pattern that a problem asks for, tell two apart, see that none fits.

Each problem belongs to one skill, so that none is asked twice under another name.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from patterns_cli.advise.features import condition
from patterns_cli.packs.model import OUTSIDE, Contrast
from patterns_cli.packs.refs import is_or_varies, same_family
from patterns_cli.study.questions.distractors import in_scattered_order, scattered, with_wrong_options
from patterns_cli.study.questions.feedback import sentence, why_right, wrong_ref
from patterns_cli.study.questions.question import NO, NONE_FITS, RECOGNISE, TELL, YES, Item, Question, QuizOption

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from patterns_cli.advise.index import Story
    from patterns_cli.study.questions.sources import Material

FLIP, STAY = "flip", "stay"
FIRST, SECOND = "before", "after"

WHICH_FITS = "Which fits?"
TOLD_APART_IN = 50
"""Of a hundred problems that speak of what they are mistaken for, so many train to tell the two apart."""

NONE_SHOWN_IN = 30
"""In so many of a hundred problems that a pattern solves, "none of these" is offered, too."""


class Skills:
    """The skills of the packs in force, and the questions that train them."""

    def __init__(self, material: Material) -> None:
        self.material = material

    def items(self) -> Iterator[Item]:
        """Every skill."""
        material = self.material
        for ref in material.choices:
            if self._shown.get(f"{RECOGNISE}/{ref}"):
                yield Item(f"{RECOGNISE}/{ref}", "skill", f"Recognize {material.name(ref)}", (ref,))
        for contrast in material.catalog.contrasts():
            names = " or ".join(material.name(ref) for ref in contrast.between)
            yield Item(f"{TELL}/{contrast.id}", "skill", f"Tell apart: {names}", contrast.between)
        for pattern in material.catalog.patterns:
            item = f"{NONE_FITS}/{material.catalog.ref_of(pattern)}"
            if self._shown.get(item):
                yield Item(
                    item, "skill", f"None fits, though it looks like {pattern.short_name}", (pattern.ref, OUTSIDE)
                )

    def question_ids(self, item: Item) -> list[str]:
        """The ids of all questions that train a skill."""
        return list(self._shown.get(item.id, ()))

    def question(self, item: Item, id_: str) -> Question | None:
        """One question; None where the problem gives its answer away, so that it cannot be asked."""
        shown = self._shown.get(item.id, {}).get(id_)
        if shown is None:
            return None
        if isinstance(shown, _Change):
            return self._flip(item, id_, shown)
        return self._story(item, id_, shown)

    @cached_property
    def _shown(self) -> dict[str, dict[str, Story | _Change]]:
        """What can be shown, by skill and by the id of the question."""
        found: dict[str, dict[str, Story | _Change]] = {}
        for contrast in self.material.catalog.contrasts():
            item = f"{TELL}/{contrast.id}"
            own = found.setdefault(item, {})
            own[f"{item}/{FLIP}"] = _Change(contrast)
            for number in range(len(contrast.flip.stays)):
                own[f"{item}/{STAY}-{number + 1}"] = _Change(contrast, number)
        for stories in self.material.stories.values():
            for story in stories:
                item = self._item_of(story)
                if item:
                    found.setdefault(item, {})[f"{item}/{story.id}"] = story
        for ref in self.material.choices:
            if ref not in self.material.stories:
                item = f"{RECOGNISE}/{ref}"
                found[item] = {f"{item}/{story.id}": story for story in self._told_by_contrasts(ref)}
        return found

    def _item_of(self, story: Story) -> str:
        """The skill that a problem trains."""
        mistaken = [ref for ref in story.but_not if ref != story.verdict]
        subject = story.neighbour if story.verdict == OUTSIDE else story.verdict
        for ref in mistaken:
            contrast = self.material.contrasts.get(frozenset((subject, ref)))
            if contrast is not None and scattered(story.id) < TOLD_APART_IN:
                return f"{TELL}/{contrast.id}"
        if story.verdict != OUTSIDE:
            return f"{RECOGNISE}/{story.verdict}"
        looks_like = next(
            (ref for ref in [*mistaken, *self.material.near(story.neighbour)] if self._is_choice(ref)), ""
        )
        return f"{NONE_FITS}/{looks_like.partition('/')[0]}" if looks_like else ""

    def _is_choice(self, ref: str) -> bool:
        return any(is_or_varies(choice, ref) for choice in self.material.choices)

    def _told_by_contrasts(self, ref: str) -> Iterator[Story]:
        """The stories of contrasts that end at a ref, for one of which no problems are known."""
        from patterns_cli.advise.index import Story

        for contrast in self.material.catalog.contrasts_of(ref):
            flip = contrast.flip
            if flip.answer == ref:
                why = next(choice.because for choice in contrast.choices if choice.choose == ref)
                yield Story(f"{contrast.id}-{FIRST}", ref, flip.story, why)
            if flip.then == ref:
                yield Story(f"{contrast.id}-{SECOND}", ref, f"{flip.story} {flip.change}", flip.because)

    def _story(self, item: Item, id_: str, story: Story) -> Question | None:
        material = self.material
        right = QuizOption(story.verdict, material.name(story.verdict), is_right=True, why=why_right(material, story))
        wanted = [wrong_ref(material, self._subject(story), ref, story) for ref in self._rivals(item, story)]
        if story.verdict != OUTSIDE and scattered(id_, OUTSIDE) < NONE_SHOWN_IN:
            wanted.insert(1, wrong_ref(material, story.verdict, OUTSIDE, story))
        spare = [
            wrong_ref(material, self._subject(story), ref, story)
            for ref in material.choices
            if not same_family(ref, story.verdict)
        ]
        pool = _unrelated([*wanted, *in_scattered_order(id_, spare)])
        options = with_wrong_options(id_, story.text, right, pool)
        if not options:
            return None
        show = self._subject(story)
        return Question(id_, item.id, "choice", WHICH_FITS, options, f"the problem {story.id}", show, told=story.text)

    def _subject(self, story: Story) -> str:
        return story.neighbour if story.verdict == OUTSIDE and story.neighbour else story.verdict

    def _rivals(self, item: Item, story: Story) -> list[str]:
        """What could be mistaken for the right answer, the likeliest first."""
        told_apart = item.about if item.id.startswith(f"{TELL}/") else ()
        subject = self._subject(story)
        # A neighbour is only offered where the problem itself, or the contrast in hand, says why it fails.
        partners = [ref for ref in self.material.partners(subject) if ref in self.material.choices]
        rivals = [*told_apart, *story.but_not, *partners]
        if story.verdict == OUTSIDE:
            rivals += self.material.near(story.neighbour)
            rivals = [ref for ref in rivals if ref in self.material.choices]
        return [ref for ref in dict.fromkeys(rivals) if ref != subject and self._is_apart(ref, story.verdict)]

    def _is_apart(self, ref: str, verdict: str) -> bool:
        """Whether a ref is no other telling of the right answer: variants are apart where a contrast tells them."""
        return not same_family(ref, verdict) or frozenset((ref, verdict)) in self.material.contrasts

    def _flip(self, item: Item, id_: str, shown: _Change) -> Question:
        contrast, flip = shown.contrast, shown.contrast.flip
        name, other = self.material.name(flip.answer), self.material.name(flip.then)
        choices = {choice.choose: choice for choice in contrast.choices}
        ask = f"So far the answer is {name}. Does the change turn it into {other}?"
        if shown.stay is None:
            change, because = flip.change, flip.because
            right_when = sentence(condition(choices[flip.answer].when))
            options = (
                QuizOption(YES, "Yes", is_right=True, why=because),
                QuizOption(NO, "No", is_right=False, why=because, right_when=right_when),
            )
        else:
            change, because = flip.stays[shown.stay].change, flip.stays[shown.stay].because
            right_when = sentence(condition(choices[flip.then].when))
            options = (
                QuizOption(YES, "Yes", is_right=False, why=because, right_when=right_when),
                QuizOption(NO, "No", is_right=True, why=because),
            )
        told = f"{flip.story}\n\nOne thing changes: {change}"
        source = (
            f"the contrast of {self.material.name(contrast.between[0])} and {self.material.name(contrast.between[1])}"
        )
        return Question(id_, item.id, "yes-no", ask, options, source, flip.answer, told=told)


class _Change(msgspec.Struct, frozen=True):
    """A change to the story of a contrast: the one that turns the answer, or by number one that does not."""

    contrast: Contrast
    stay: int | None = None


def _unrelated(options: Iterable[QuizOption]) -> list[QuizOption]:
    """The options without those that vary one before them or are what it varies: both fail for one reason."""
    found: list[QuizOption] = []
    for option in options:
        if not any(is_or_varies(option.id, one.id) or is_or_varies(one.id, option.id) for one in found):
            found.append(option)
    return found

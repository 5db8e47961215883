"""Cards for the recommendation for a problem described in free text."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from patterns_cli.advise import hyperparameters as params
from patterns_cli.packs.model import OUTSIDE
from patterns_cli.render.cards.advice import advice_parts
from patterns_cli.render.document import Block, BulletList, Document, Heading, LabeledRows, ListItem, Paragraph, Section
from patterns_cli.render.text_layout import HIGHLIGHT_END, HIGHLIGHT_START

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from patterns_cli.advise.follow_up import FollowUpQuestion
    from patterns_cli.advise.naive_bayes import RankedVerdict
    from patterns_cli.advise.recommend import Recommendation
    from patterns_cli.catalog.catalog import Catalog

SECTION_ORDER = (
    *("sure", "words", "because", "answers", "instead", "alternatives", "turn"),
    *("costs", "reconsider", "systems", "stories"),
)
MAX_SHOWN_VERDICTS = 3


def recommendation_card(catalog: Catalog, recommendation: Recommendation) -> Document:
    """The verdict, its probability, and the words and evidence behind it."""
    advice = recommendation.advice
    heading = Heading(advice.name, advice.summary)
    if advice.verdict == OUTSIDE:
        name = f" Look at: {advice.name}" if advice.instead else ""
        heading = Heading(f"None of these patterns.{name}", advice.instead.purpose if advice.instead else "")
    parts = advice_parts(advice) | {
        id_: (title, blocks) for id_, title, blocks in _recommendation_parts(catalog, recommendation)
    }
    sections = [Section(id_, *parts[id_]) for id_ in SECTION_ORDER if parts.get(id_, ("", ()))[1]]
    return Document(heading, sections, advice.next_commands)


def _recommendation_parts(
    catalog: Catalog, recommendation: Recommendation
) -> Iterator[tuple[str, str, Sequence[Block]]]:
    runners_up = [
        f"{_verdict_name(catalog, verdict.verdict)} {verdict.confidence:.0%}" for verdict in _runners_up(recommendation)
    ]
    then = f"; then {', '.join(runners_up)}" if runners_up else ""
    yield (
        "sure",
        "How sure",
        [Paragraph(f"{recommendation.sure.capitalize()}, {recommendation.ranked[0].confidence:.0%}{then}")],
    )
    if not recommendation.is_confident:  # the reason describes the pattern, not this text
        yield "because", "It fits if this holds", [Paragraph(recommendation.advice.because)]
    facts = [ListItem(fact.says, [("You wrote", fact.words)]) for fact in recommendation.facts]
    words: list[Block] = [Paragraph(highlighted_text(recommendation))]
    yield "words", "Your words", [*words, BulletList(facts)] if facts else words
    explained_refs = {alternative.ref for alternative in recommendation.advice.alternatives if alternative.wins_when}
    if recommendation.turn and recommendation.turn.then not in explained_refs:
        yield "turn", "What would turn it round", [LabeledRows([(recommendation.turn.name, recommendation.turn.fact)])]
    stories = [ListItem(story.text, [("Because", story.why)]) for story in recommendation.stories]
    yield "stories", "Problems like it", [BulletList(stories)] if stories else []


def _runners_up(recommendation: Recommendation) -> Iterator[RankedVerdict]:
    return takewhile(
        lambda verdict: verdict.confidence >= params.MIN_ALTERNATIVE_PROBABILITY,
        recommendation.ranked[1:MAX_SHOWN_VERDICTS],
    )


def highlighted_text(recommendation: Recommendation) -> str:
    """The text, with highlight marks around the words behind the verdict."""
    text = recommendation.text
    for mark in sorted(recommendation.ranked[0].because, key=lambda mark: -mark.start):
        text = f"{text[: mark.start]}{HIGHLIGHT_START}{text[mark.start : mark.end]}{HIGHLIGHT_END}{text[mark.end :]}"
    return text


def unsettled_card(catalog: Catalog, recommendation: Recommendation) -> Document:
    """The most likely verdicts, if any, without advice; for an unclear text."""
    heading = Heading("These words do not settle it yet.", "Say what happens today and what you want instead.")
    commands = [("patterns decide", "be led by questions from the start")]
    return Document(heading, _ranking_sections(catalog, recommendation), commands)


def preliminary_card(catalog: Catalog, recommendation: Recommendation) -> Document:
    """The most likely verdicts, if any, shown before a follow-up question."""
    return Document(None, _ranking_sections(catalog, recommendation))


def _ranking_sections(catalog: Catalog, recommendation: Recommendation) -> list[Section]:
    if not recommendation.is_ours:
        return []
    rows = [
        (_verdict_name(catalog, verdict.verdict), f"{verdict.confidence:.0%}")
        for verdict in recommendation.ranked[:MAX_SHOWN_VERDICTS]
    ]
    return [Section("ranked", "Likeliest so far", [LabeledRows(rows)])]


def follow_up_card(question: FollowUpQuestion) -> Document:
    """The follow-up question, and how to answer it without a terminal."""
    options = [
        ListItem(option.label, [("for example", option.example)] if option.example else (), title=option.id)
        for option in question.options
    ]
    hint = f"Answer with --answer {question.id}=OPTION"
    return Document(None, [Section("question", f"To be surer: {question.ask}", [BulletList(options), Paragraph(hint)])])


def _verdict_name(catalog: Catalog, verdict: str) -> str:
    return "None of these patterns" if verdict == OUTSIDE else catalog.name_of(verdict)

"""The answer to a problem told in a person's own words."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from patterns_cli.advise import hyperparameters as params
from patterns_cli.packs.model import OUTSIDE
from patterns_cli.render.cards.advice import advice_parts
from patterns_cli.render.document import Block, Bullets, Document, Facts, Heading, Item, Paragraph, Section
from patterns_cli.render.text_layout import MARK_END, MARK_START

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from patterns_cli.advise.follow_up import Askable
    from patterns_cli.advise.naive_bayes import Ranked
    from patterns_cli.advise.recommend import Answer
    from patterns_cli.catalog.catalog import Catalog

ORDER = (
    *("sure", "words", "because", "answers", "instead", "alternatives", "turn"),
    *("costs", "reconsider", "systems", "stories"),
)
SHOWN_VERDICTS = 3


def answer_card(catalog: Catalog, answer: Answer) -> Document:
    """The verdict, how sure it is, the words that led there, and all that stands behind it."""
    advice = answer.advice
    heading = Heading(advice.name, advice.summary)
    if advice.verdict == OUTSIDE:
        name = f" Look at: {advice.name}" if advice.instead else ""
        heading = Heading(f"None of these patterns.{name}", advice.instead.purpose if advice.instead else "")
    parts = advice_parts(advice) | {id_: (title, blocks) for id_, title, blocks in _own_parts(catalog, answer)}
    sections = [Section(id_, *parts[id_]) for id_ in ORDER if parts.get(id_, ("", ()))[1]]
    return Document(heading, sections, advice.next_commands)


def _own_parts(catalog: Catalog, answer: Answer) -> Iterator[tuple[str, str, Sequence[Block]]]:
    rest = [f"{_name(catalog, one.verdict)} {one.confidence:.0%}" for one in _also_likely(answer)]
    then = f"; then {', '.join(rest)}" if rest else ""
    yield "sure", "How sure", [Paragraph(f"{answer.sure.capitalize()}, {answer.ranked[0].confidence:.0%}{then}")]
    if not answer.is_sure:  # the reason speaks of the pattern, not of this text
        yield "because", "It fits if this holds", [Paragraph(answer.advice.because)]
    facts = [Item(fact.says, [("You wrote", fact.words)]) for fact in answer.facts]
    words: list[Block] = [Paragraph(marked_text(answer))]
    yield "words", "Your words", [*words, Bullets(facts)] if facts else words
    told = {one.ref for one in answer.advice.alternatives if one.wins_when}
    if answer.turn and answer.turn.then not in told:
        yield "turn", "What would turn it round", [Facts([(answer.turn.name, answer.turn.fact)])]
    stories = [Item(story.text, [("Because", story.why)]) for story in answer.stories]
    yield "stories", "Problems like it", [Bullets(stories)] if stories else []


def _also_likely(answer: Answer) -> Iterator[Ranked]:
    return takewhile(lambda one: one.confidence >= params.WORTH_TELLING, answer.ranked[1:SHOWN_VERDICTS])


def marked_text(answer: Answer) -> str:
    """The person's text with the words that led to the answer between marks."""
    text = answer.text
    for mark in sorted(answer.ranked[0].because, key=lambda mark: -mark.start):
        text = f"{text[: mark.start]}{MARK_START}{text[mark.start : mark.end]}{MARK_END}{text[mark.end :]}"
    return text


def unsettled_card(catalog: Catalog, answer: Answer) -> Document:
    """What is said where the words settle nothing: the likeliest verdicts, if any are likely, and no advice."""
    heading = Heading("These words do not settle it yet.", "Say what happens today and what you want instead.")
    commands = [("patterns decide", "be led by questions from the start")]
    return Document(heading, _ranking(catalog, answer), commands)


def so_far(catalog: Catalog, answer: Answer) -> Document:
    """The likeliest verdicts, if any are likely, before a question is asked."""
    return Document(None, _ranking(catalog, answer))


def _ranking(catalog: Catalog, answer: Answer) -> list[Section]:
    if not answer.is_ours:
        return []
    rows = [(_name(catalog, one.verdict), f"{one.confidence:.0%}") for one in answer.ranked[:SHOWN_VERDICTS]]
    return [Section("ranked", "Likeliest so far", [Facts(rows)])]


def question_card(question: Askable) -> Document:
    """The question that would settle it, and how to answer without a terminal."""
    options = [
        Item(option.label, [("for example", option.example)] if option.example else (), title=option.id)
        for option in question.options
    ]
    hint = f"Answer with --answer {question.id}=OPTION"
    return Document(None, [Section("question", f"To be surer: {question.ask}", [Bullets(options), Paragraph(hint)])])


def _name(catalog: Catalog, verdict: str) -> str:
    return "None of these patterns" if verdict == OUTSIDE else catalog.name_of(verdict)

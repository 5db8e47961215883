"""Cards for advice and for the decision tree behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from patterns_cli.advise.decision_tree import leaf_name
from patterns_cli.packs.model import OUTSIDE, DecisionTree, TreeQuestion
from patterns_cli.render.document import (
    Block,
    BulletList,
    CodeBlock,
    Document,
    Heading,
    LabeledRows,
    ListItem,
    Paragraph,
    Section,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from patterns_cli.advise.advice import Advice
    from patterns_cli.catalog.catalog import Catalog


def advice_card(advice: Advice) -> Document:
    """The advice as a document, with the verdict first."""
    heading = Heading(advice.name, advice.summary)
    if advice.verdict == OUTSIDE and advice.instead:
        heading = Heading(f"None of these patterns. Look at: {advice.name}", advice.instead.purpose)
    sections = [Section(id_, title, blocks) for id_, (title, blocks) in advice_parts(advice).items() if blocks]
    return Document(heading, sections, advice.next_commands)


def advice_parts(advice: Advice) -> dict[str, tuple[str, Sequence[Block]]]:
    """Titles and blocks of the parts of the advice, by section id."""
    return {id_: (title, blocks) for id_, title, blocks in _parts(advice)}


def _parts(advice: Advice) -> Iterator[tuple[str, str, Sequence[Block]]]:
    yield "because", "Because", [Paragraph(advice.because)]
    yield "answers", "You said", _labeled_rows([(given.asked, given.answer) for given in advice.answers])
    if advice.instead:
        facts = [("To start", advice.instead.do), ("How to tell", advice.instead.tell_apart)]
        yield "instead", f"About {advice.instead.name}", [LabeledRows(facts)]
    yield "costs", "What it costs", _bullet_list(advice.costs)
    yield "reconsider", "When to change your mind", _bullet_list(advice.reconsider)
    yield "alternatives", "Why not the closest others", _alternatives(advice)
    yield "systems", "Who does it", _systems(advice)


def _labeled_rows(rows: list[tuple[str, str]]) -> Sequence[Block]:
    return [LabeledRows(rows)] if rows else []


def _bullet_list(texts: Sequence[str]) -> Sequence[Block]:
    return [BulletList([ListItem(text) for text in texts])] if texts else []


def _alternatives(advice: Advice) -> Sequence[Block]:
    items = [
        ListItem(
            alternative.why_not,
            [("Right when", alternative.wins_when)] if alternative.wins_when else (),
            title=f"Not {alternative.name}",
        )
        for alternative in advice.alternatives
    ]
    return [BulletList(items)] if items else []


def _systems(advice: Advice) -> Sequence[Block]:
    items = [ListItem(example.use, [("Why", example.why)], title=example.system) for example in advice.systems]
    return [BulletList(items)] if items else []


def question_card(question: TreeQuestion, path: Sequence[str]) -> Document:
    """A question and its numbered options, below the path that led there."""
    items = [ListItem(option.label, [("for example", option.example)]) for option in question.options]
    trail = [Paragraph(" > ".join(path))] if path else []
    return Document(None, [Section("question", question.ask, [*trail, BulletList(items, "1")])])


def tree_card(catalog: Catalog, tree: DecisionTree) -> Document:
    """The whole decision tree as indented text."""
    lines = "\n".join(_tree_lines(catalog, tree, tree.start, ""))
    return Document(Heading("The decision tree"), [Section("tree", "", [CodeBlock(lines)])])


def _tree_lines(catalog: Catalog, tree: DecisionTree, question_id: str, indent: str) -> Iterator[str]:
    questions = {question.id: question for question in tree.questions}
    leaves = {leaf.id: leaf for leaf in tree.leaves}
    question = questions[question_id]
    yield f"{indent}{question.ask} [{question.id}]"
    for option in question.options:
        if option.to in leaves:
            yield f"{indent}  - {option.label} ({option.id}) → {leaf_name(catalog, leaves[option.to])}"
        else:
            yield f"{indent}  - {option.label} ({option.id})"
            yield from _tree_lines(catalog, tree, option.to, indent + "      ")

"""``patterns decide``: questions of the decision tree that lead to a pattern."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from patterns_cli.cli.app_context import AppContext, current_app
from patterns_cli.cli.completers import next_answers
from patterns_cli.cli.option_types import OverwriteOption, RecordOption, parse_answers
from patterns_cli.paths import STANDARD_STREAM

if TYPE_CHECKING:
    from patterns_cli.advise.decision_tree import AnsweredQuestion
    from patterns_cli.errors import NeedsAnswerError
    from patterns_cli.packs.model import DecisionTree, TreeLeaf, TreeQuestion


def decide(
    context: typer.Context,
    answer: Annotated[
        list[str] | None,
        typer.Option(
            "--answer",
            "-a",
            metavar="QUESTION=OPTION",
            help="An answer given beforehand. May be repeated.",
            autocompletion=next_answers,
        ),
    ] = None,
    record: RecordOption = "",
    force: OverwriteOption = False,
    tree: Annotated[bool, typer.Option("--tree", help="Print all questions and where they lead.")] = False,
) -> None:
    """Answer a few questions and be led to a pattern, with the reasons for it.

    At each question: a number or the arrows choose, b goes back, q quits.

    \b
    patterns decide
    patterns decide --tree
    patterns decide --answer need=move-files --answer file-path=direct
    """
    from patterns_cli.advise.advice import advise
    from patterns_cli.errors import NotFoundError
    from patterns_cli.render.cards.advice import advice_card, tree_card

    run = current_app(context)
    questions = run.catalog.tree
    if questions is None:
        raise NotFoundError("no loaded pack has a decision tree", "`patterns list` shows the patterns")
    if tree:
        if run.terminal.options.json:
            from patterns_cli.render.json_advice import DecisionTreeView

            run.terminal.show_json(DecisionTreeView(questions))
        else:
            run.terminal.show(tree_card(run.catalog, questions), page=True)
        return
    end = _walk_to_leaf(run, questions, parse_answers(answer or []))
    if end is None:
        run.terminal.note("Stopped. `patterns decide --tree` shows all questions.")
        return
    advice = advise(run.catalog, *end)
    record_text = None
    if record:
        from patterns_cli.cli.record_output import write_record

        record_text = write_record(run, advice, record, force=force)
    if run.terminal.options.json:
        from patterns_cli.render.json_advice import decide_view

        run.terminal.show_json(decide_view(advice, record_text))
    elif record != STANDARD_STREAM:
        run.terminal.show(advice_card(advice), page=True)


def _walk_to_leaf(
    app: AppContext, tree: DecisionTree, answers: dict[str, str]
) -> tuple[TreeLeaf, tuple[AnsweredQuestion, ...]] | None:
    """Ask what is not answered yet, and return the leaf and the path to it, or None if the user quits."""
    from patterns_cli.advise.decision_tree import walk
    from patterns_cli.packs.model import TreeLeaf
    from patterns_cli.prompts import BACK_SHORTCUT, Action, PromptOption, ask_choice, quit_shortcut

    while True:
        walked = walk(tree, answers)
        if isinstance(walked.node, TreeLeaf):
            return walked.node, walked.path
        if not app.terminal.can_ask:
            raise _needs_answer_error(walked.node)
        options = [PromptOption(option.id, option.label, option.example) for option in walked.node.options]
        reply = ask_choice(app.terminal, walked.node.ask, options, (BACK_SHORTCUT, quit_shortcut()))
        if reply is Action.QUIT:
            return None
        if reply is Action.BACK:
            if walked.path:
                answers.pop(walked.path[-1].question.id)
            continue
        answers[walked.node.id] = reply


def _needs_answer_error(question: TreeQuestion) -> NeedsAnswerError:
    from patterns_cli.errors import NeedsAnswerError

    options = tuple((option.id, option.label) for option in question.options)
    choices = "".join(f"\n  {id_}: {label}" for id_, label in options)
    hint = f"answer beforehand with --answer {question.id}=OPTION, where OPTION is one of{choices}"
    return NeedsAnswerError(f"a terminal is needed to ask: {question.ask}", hint, question.id, options)

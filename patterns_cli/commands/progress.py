"""``patterns progress``: how far you have come, and what is kept of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from patterns_cli.cli.app_context import current_app

if TYPE_CHECKING:
    from patterns_cli.cli.app_context import AppContext


def progress(context: typer.Context) -> None:
    """Print what is due, what you know, what you mix up, and how much you did.

    \b
    patterns progress
    patterns progress --json
    patterns progress export answers.jsonl
    """
    if context.invoked_subcommand is not None:
        return
    from patterns_cli.cli.study_context import now, open_deck
    from patterns_cli.study import progress as figures
    from patterns_cli.study.course import progress_refs

    run = current_app(context)
    terminal = run.terminal
    today = now(run).day
    deck = open_deck(run)
    with run.open_log() as log:
        syllabus = figures.Syllabus(deck.items, progress_refs(deck.sources), run.catalog.entries.__contains__)
        found = figures.compute_progress(log, today, syllabus)
        run.warn_about_clock(log.count_future_answers())
    if terminal.options.json:
        import msgspec

        terminal.show_json({"progress": msgspec.to_builtins(found)})
        return
    from patterns_cli.render.cards.progress import progress_card

    terminal.show(progress_card(found, deck), page=True)


def export(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE.jsonl", help="The file to write; - prints.")],
    force: Annotated[bool, typer.Option("--force", help="Replace the file.")] = False,
) -> None:
    """Write every answer to a file, one JSON object a line.

    \b
    patterns progress export answers.jsonl
    patterns progress export - | wc -l
    """
    from patterns_cli.cli.output import write_file
    from patterns_cli.study.log.merge import to_json_lines

    run = current_app(context)
    with run.open_log() as log:
        records = log.events()
    text = "".join(to_json_lines(records))
    if file == "-":
        run.terminal.write_utf8(text)
        return
    write_file(file, text, force=force)
    told = f"Wrote {len(records)} records to {file}"
    _print_result(run, {"exported": {"file": file, "records": len(records)}}, told)


def merge(
    context: typer.Context,
    file: Annotated[str, typer.Argument(help="What `progress export` wrote, or another progress.db.")],
) -> None:
    """Add the answers of another machine. In any order, and twice does no harm.

    \b
    patterns progress merge answers.jsonl
    patterns progress merge /media/laptop/progress.db
    """
    from pathlib import Path

    from patterns_cli.study.log.merge import merge as merge_file
    from patterns_cli.study.study_day import local_clock

    run = current_app(context)
    with run.open_log() as log:
        merged = merge_file(log, Path(file), local_clock)
    if merged.skipped_line:
        run.terminal.warn(merged.skipped_line)
    told = f"{merged.new_count} new records, {merged.known_count} were there already"
    _print_result(run, {"merged": {"file": file, "new": merged.new_count, "known": merged.known_count}}, told)


def undo(context: typer.Context) -> None:
    """Take back the last answer you gave on this machine.

    \b
    patterns progress undo
    """
    from patterns_cli.errors import NotFoundError

    run = current_app(context)
    with run.open_log() as log:
        answer = log.undo_last()
    if answer is None:
        raise NotFoundError("there is no answer to take back", "only answers given on this machine can be")
    told = f"Took back your answer `{answer.chosen}` to {answer.question} of {answer.day}"
    _print_result(run, {"undone": {"question": answer.question, "chosen": answer.chosen, "day": answer.day}}, told)


def reset(
    context: typer.Context,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Begin anew. A copy of what there was is kept.

    \b
    patterns progress reset
    patterns progress reset --yes
    """
    from patterns_cli.errors import UsageError

    run = current_app(context)
    terminal = run.terminal
    with run.open_log() as log:
        answers = sum(1 for _ in log.answers())
        if not yes:
            if not terminal.can_ask:
                raise UsageError("this takes away all your progress, and nobody is there to ask", "--yes does it")
            from patterns_cli.prompts import confirm

            question = f"Take away all your progress ({answers} answers)? A copy is kept."
            if not confirm(terminal, question, "keep it", "begin anew"):
                terminal.note("Nothing was changed.")
                return
        copy = log.reset()
    told = f"You begin anew. What there was is kept in {copy}" if copy else "There was nothing to take away."
    _print_result(run, {"reset": {"answers": answers, "copy": str(copy) if copy else None}}, told)


def doctor(context: typer.Context) -> None:
    """Check the file of your progress, and mend it.

    What can be read is kept, and so is a copy of the file as it was.

    \b
    patterns progress doctor
    """
    from patterns_cli.study.log.repair import examine
    from patterns_cli.study.study_day import local_clock

    run = current_app(context)
    path = run.paths.progress_file
    found = examine(path, local_clock, run.renames)
    run.warn_about_clock(found.ahead)
    if run.terminal.options.json:
        answer = {**found._asdict(), "file": str(path), "copy": str(found.copy) if found.copy else None}
        run.terminal.show_json({"doctor": answer})
        return
    from patterns_cli.render.cards.progress import repair_card

    run.terminal.show(repair_card(found, path))


def _print_result(app: AppContext, data: dict[str, object], message: str) -> None:
    if app.terminal.options.json:
        app.terminal.show_json(data)
    else:
        app.terminal.note(message)

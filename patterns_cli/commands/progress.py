"""``patterns progress``: what you have learned, and care of the answer log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from patterns_cli.cli.app_context import current_app

if TYPE_CHECKING:
    from patterns_cli.cli.app_context import AppContext


def progress(context: typer.Context) -> None:
    """Print what is due, what you know, what you mix up, and how much you studied.

    \b
    patterns progress
    patterns progress --json
    patterns progress export answers.jsonl
    """
    if context.invoked_subcommand is not None:
        return
    from patterns_cli.cli.study_context import now, open_deck
    from patterns_cli.study.course import progress_refs
    from patterns_cli.study.progress import Syllabus, compute_progress

    app = current_app(context)
    today = now(app).day
    deck = open_deck(app)
    with app.open_log() as log:
        syllabus = Syllabus(deck.items, progress_refs(deck.sources), app.catalog.entries.__contains__)
        figures = compute_progress(log, today, syllabus)
        app.warn_about_clock(log.count_future_answers())
    if app.terminal.options.json:
        import msgspec

        app.terminal.show_json({"progress": msgspec.to_builtins(figures)})
        return
    from patterns_cli.render.cards.progress import progress_card

    app.terminal.show(progress_card(figures, deck), page=True)


def export(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE.jsonl", help="The file to write, or - for standard output.")],
    force: Annotated[bool, typer.Option("--force", help="Overwrite an existing file.")] = False,
) -> None:
    """Write every answer to a file, one JSON object per line.

    \b
    patterns progress export answers.jsonl
    patterns progress export - | wc -l
    """
    from patterns_cli.cli.output import write_file
    from patterns_cli.study.log.merge import to_json_lines

    app = current_app(context)
    with app.open_log() as log:
        events = log.events()
    text = "".join(to_json_lines(events))
    if file == "-":
        app.terminal.write_utf8(text)
        return
    write_file(file, text, force=force)
    data = {"exported": {"file": file, "records": len(events)}}
    _print_result(app, data, f"Wrote {len(events)} records to {file}")


def merge(
    context: typer.Context,
    file: Annotated[str, typer.Argument(help="A file that `progress export` wrote, or another progress.db.")],
) -> None:
    """Add the answers of another machine. Merging a file again changes nothing.

    \b
    patterns progress merge answers.jsonl
    patterns progress merge /media/laptop/progress.db
    """
    from pathlib import Path

    from patterns_cli.study.log.merge import merge as merge_file
    from patterns_cli.study.study_day import local_clock

    app = current_app(context)
    with app.open_log() as log:
        merged = merge_file(log, Path(file), local_clock)
    if merged.skipped_line:
        app.terminal.warn(merged.skipped_line)
    data = {"merged": {"file": file, "new": merged.new_count, "known": merged.known_count}}
    _print_result(app, data, f"Added {merged.new_count} new records; {merged.known_count} were there already")


def undo(context: typer.Context) -> None:
    """Take back the last answer you gave on this machine.

    \b
    patterns progress undo
    """
    from patterns_cli.errors import NotFoundError

    app = current_app(context)
    with app.open_log() as log:
        answer = log.undo_last()
    if answer is None:
        raise NotFoundError(
            "there is no answer to take back", "only answers that you gave on this machine can be taken back"
        )
    data = {"undone": {"question": answer.question, "chosen": answer.chosen, "day": answer.day}}
    _print_result(app, data, f"Took back your answer `{answer.chosen}` to {answer.question} from {answer.day}")


def reset(
    context: typer.Context,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask for confirmation.")] = False,
) -> None:
    """Delete all your progress and start over. A copy is kept.

    \b
    patterns progress reset
    patterns progress reset --yes
    """
    from patterns_cli.errors import UsageError

    app = current_app(context)
    with app.open_log() as log:
        answers = sum(1 for _ in log.answers())
        if not yes:
            if not app.terminal.can_ask:
                raise UsageError("this deletes all your progress and needs a confirmation", "add --yes to confirm")
            from patterns_cli.prompts import confirm

            question = f"Delete all your progress ({answers} answers)? A copy is kept."
            if not confirm(app.terminal, question, "keep it", "start over"):
                app.terminal.note("Nothing was changed.")
                return
        copy = log.reset()
    message = f"Your progress was deleted. A copy is kept in {copy}" if copy else "There was nothing to delete."
    _print_result(app, {"reset": {"answers": answers, "copy": str(copy) if copy else None}}, message)


def doctor(context: typer.Context) -> None:
    """Check the file of your progress, and repair it.

    A repair uses everything that can be read from the file and its daily backups, and keeps a copy
    of the file as it was.

    \b
    patterns progress doctor
    """
    from patterns_cli.study.log.repair import check_and_repair
    from patterns_cli.study.study_day import local_clock

    app = current_app(context)
    path = app.paths.progress_file
    report = check_and_repair(path, local_clock, app.renames)
    app.warn_about_clock(report.ahead)
    if app.terminal.options.json:
        rescued = [{"file": str(source.file), "records": source.records} for source in report.rescued]
        copy = str(report.copy) if report.copy else None
        app.terminal.show_json({"doctor": {**report._asdict(), "file": str(path), "copy": copy, "rescued": rescued}})
        return
    from patterns_cli.render.cards.progress import repair_card

    app.terminal.show(repair_card(report, path))


def _print_result(app: AppContext, data: dict[str, Any], message: str) -> None:
    if app.terminal.options.json:
        app.terminal.show_json(data)
    else:
        app.terminal.note(message)

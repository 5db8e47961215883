"""Cards for learning progress and for the repair of its log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from patterns_cli.render.document import (
    BarChart,
    Block,
    BulletList,
    Document,
    Heading,
    HeatMap,
    LabeledRows,
    ListItem,
    Matrix,
    Paragraph,
    Section,
)
from patterns_cli.render.text_layout import pluralize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from patterns_cli.study.deck import Deck
    from patterns_cli.study.log.repair import RepairReport
    from patterns_cli.study.progress import Confusion, DueDay, Mastery, Progress, Retention

MAX_CONFUSIONS = 8
MAX_LISTED = 8
MINUTES_CHART_DAYS = 14

CONFIDENCE_LABELS = {"sure": "sure", "think": "think so", "guess": "guess"}


def progress_card(progress: Progress, deck: Deck) -> Document:
    """All statistics on learning progress, the most urgent first."""
    name_of = deck.sources.name_of
    heading = Heading("Your progress", f"{progress.day:%A}, {progress.day.isoformat()}")
    if not progress.seen and not any(day.answers or day.minutes for day in progress.days):
        start = Section("today", "", [Paragraph("Nothing is recorded yet: answer a first question.")])
        return Document(heading, [start], [("patterns quiz", "begin")])
    sections = [
        Section("today", "Today", [LabeledRows(list(_today_rows(progress)))]),
        Section("week", "Coming up", [_due_chart(progress.due)]),
        Section("mastery", "What you know", [*_mastery_blocks(progress, name_of)]),
        Section("pairs", "What you mix up", [*_confusion_blocks(progress, name_of)]),
        Section("memory", "How well it lasts", [LabeledRows(list(_retention_rows(progress)))]),
        Section("confidence", "How well you know what you know", [_calibration_chart(progress)]),
        Section("year", "Your year", [_year_heat_map(progress)]),
        Section("minutes", "Minutes a day", [_minutes_chart(progress)]),
    ]
    if progress.leeches:
        intro = "Forgotten four times or more. Asking again helps little: read what tells them apart."
        sections.append(
            Section(
                "leeches",
                "What does not stick",
                _limited_list(intro, [deck.items[id_].title for id_ in progress.leeches]),
            )
        )
    if progress.orphans:
        intro = "No longer asked, as the content has changed. Your answers are kept."
        sections.append(Section("orphans", "No longer there", _limited_list(intro, progress.orphans)))
    return Document(heading, sections, list(_next_steps(progress)))


def repair_card(report: RepairReport, path: Path) -> Document:
    """The faults found in the log file, and the repairs made."""
    state = "repaired" if report.faults else "no faults found"
    blocks: list[Block] = [LabeledRows([("file", str(path)), ("records", str(report.records)), ("state", state)])]
    if report.faults:
        blocks.append(BulletList([ListItem(fault) for fault in report.faults], "-"))
    if report.copy:
        rescued = [(f"records from {source.file.name}", str(source.records)) for source in report.rescued]
        blocks.append(LabeledRows([*rescued, ("the old file is kept in", str(report.copy))]))
    return Document(Heading("Your progress"), [Section("doctor", "", blocks)])


def _today_rows(progress: Progress) -> Iterator[tuple[str, str]]:
    today = progress.today
    due = progress.due[0].items
    yield "due now", _count_or_no(due, "item") if due else "nothing"
    yield "answered today", f"{_count_or_no(today.answers, 'question')}, {_count_or_no(progress.new_today, 'new item')}"
    yield "time today", _minutes_text(today.minutes)
    longest = f" (longest {progress.streak.longest})" if progress.streak.longest > progress.streak.days else ""
    yield "streak", _count_or_no(progress.streak.days, "day") + longest
    yield "known", f"{progress.mastered} of {progress.items} items mastered, {progress.seen} seen"


def _due_chart(due: Sequence[DueDay]) -> BarChart:
    rows = [
        (f"{day.day:%a} {day.day:%m-%d}" if number else "today", float(day.items), _count_or_no(day.items, "item"))
        for number, day in enumerate(due)
    ]
    return BarChart(rows, max((day.items for day in due), default=0))


def _mastery_blocks(progress: Progress, name_of: Callable[[str], str]) -> Iterator[Block]:
    begun = [mastery for mastery in progress.patterns if mastery.seen]
    if begun:
        yield BarChart([_mastery_bar(mastery, name_of) for mastery in begun], 1)
    pairs = sorted((mastery for mastery in progress.pairs if mastery.seen), key=lambda mastery: mastery.recall)
    if pairs:
        yield Paragraph("Pairs to tell apart, the weakest first:")
        yield BarChart([_mastery_bar(mastery, name_of) for mastery in pairs[:MAX_LISTED]], 1)
        if pairs[MAX_LISTED:]:
            yield Paragraph(f"And {len(pairs) - MAX_LISTED} more, better known; --json lists all.")
    not_begun = [name_of(mastery.refs[0]) for mastery in progress.patterns if not mastery.seen]
    if not_begun:
        yield LabeledRows([("not begun", ", ".join(not_begun))])


def _mastery_bar(mastery: Mastery, name_of: Callable[[str], str]) -> tuple[str, float, str]:
    names = " or ".join(name_of(ref) for ref in mastery.refs)
    return (
        names,
        mastery.recall,
        (
            f"{mastery.seen} of {mastery.items} seen, {mastery.mastered} mastered, "
            f"{_percent(mastery.recall)} of all remembered"
        ),
    )


def _confusion_blocks(progress: Progress, name_of: Callable[[str], str]) -> Iterator[Block]:
    if not progress.confusions:
        yield Paragraph("Nothing so far.")
        return
    shown = progress.confusions[:MAX_CONFUSIONS]
    bars = [_confusion_bar(confusion, name_of) for confusion in shown]
    yield BarChart(bars, max(confusion.times / confusion.of for confusion in shown))
    remaining = len(progress.confusions) - len(shown)
    if remaining:
        yield Paragraph(f"And {remaining} more, less often; --json lists all.")
    if len(shown) > 1:
        yield _confusion_matrix(shown, name_of)


def _confusion_matrix(confusions: Sequence[Confusion], name_of: Callable[[str], str]) -> Matrix:
    """A confusion matrix: the right answer against the answer given, with counts."""
    right_refs = list(dict.fromkeys(confusion.right for confusion in confusions))
    chosen_refs = list(dict.fromkeys(confusion.chosen for confusion in confusions))
    times = {(confusion.right, confusion.chosen): str(confusion.times) for confusion in confusions}
    rows = [(name_of(right), [times.get((right, chosen), "") for chosen in chosen_refs]) for right in right_refs]
    return Matrix("right, and what you said", [name_of(chosen) for chosen in chosen_refs], rows, "")


def _confusion_bar(confusion: Confusion, name_of: Callable[[str], str]) -> tuple[str, float, str]:
    label = f"{name_of(confusion.right)} taken for {name_of(confusion.chosen)}"
    return label, confusion.times / confusion.of, f"{confusion.times} of {_count_or_no(confusion.of, 'time')}"


def _retention_rows(progress: Progress) -> Iterator[tuple[str, str]]:
    yield "last 30 days", _retention_text(progress.recent_retention)
    yield "in all", _retention_text(progress.retention)


def _retention_text(retention: Retention) -> str:
    if retention.measured is None or retention.predicted is None:
        return "no item came back on a later day yet"
    measured, predicted = _percent(retention.measured), _percent(retention.predicted)
    return (
        f"{measured} remembered when it came back, {predicted} expected ({_count_or_no(retention.reviews, 'review')})"
    )


def _calibration_chart(progress: Progress) -> BarChart:
    rows = []
    for calibration in progress.calibration:
        share, text = 0.0, "never"
        if calibration.answers:
            share = calibration.right / calibration.answers
            times = _count_or_no(calibration.answers, "time")
            text = f"right {calibration.right} of {times} ({_percent(share)})"
        rows.append((CONFIDENCE_LABELS[calibration.confidence], share, text))
    return BarChart(rows, 1)


def _year_heat_map(progress: Progress) -> HeatMap:
    return HeatMap(progress.days[0].day, [day.answers for day in progress.days], "answer")


def _minutes_chart(progress: Progress) -> BarChart:
    shown = progress.days[-MINUTES_CHART_DAYS:]
    rows = [(f"{day.day:%a} {day.day:%m-%d}", day.minutes, _minutes_text(day.minutes)) for day in shown]
    return BarChart(rows, max(day.minutes for day in shown))


def _next_steps(progress: Progress) -> Iterator[tuple[str, str]]:
    if progress.due and progress.due[0].items:
        yield "patterns quiz --due", "answer what is due"
    else:
        yield "patterns quiz", "learn something new"
    if progress.confusions:
        worst = progress.confusions[0]
        yield f"patterns compare {worst.right} {worst.chosen}", "what tells apart what you mix up most"


def _limited_list(intro: str, items: Sequence[str]) -> list[Block]:
    shown = [ListItem(item) for item in items[:MAX_LISTED]]
    if len(items) > MAX_LISTED:
        shown.append(ListItem(f"and {len(items) - MAX_LISTED} more; --json lists all"))
    return [Paragraph(intro), BulletList(shown)]


def _percent(share: float) -> str:
    return f"{share:.0%}"


def _count_or_no(count: int, noun: str) -> str:
    return pluralize(count, noun) if count else f"no {noun}s"


def _minutes_text(minutes: float) -> str:
    if 0 < minutes < 1:
        return "less than a minute"
    return _count_or_no(round(minutes), "minute")

"""Charts drawn with characters."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from rich.cells import cell_len

from patterns_cli.render.document import DAYS_PER_WEEK

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from patterns_cli.render.document import BarChart, HeatMap

SHADES = "·░▒▓█"
ASCII_SHADES = ".-+*#"
EIGHTHS = " ▏▎▍▌▋▊▉█"

MAX_BAR_WIDTH = 30
MIN_BAR_WIDTH = 8

_DAY_NAMES = ("Mon", "", "Wed", "", "Fri", "", "")
_DAY_COLUMN_WIDTH = 4


def draw_bar_chart(
    chart: BarChart, labeled_rows: Sequence[tuple[str, str]], width: int, *, unicode: bool
) -> list[str] | None:
    """A line for each row, or None if they do not fit.

    A line holds the label, the bar and the text.
    """
    column = max((cell_len(label) for label, _ in labeled_rows), default=0)
    text_width = max((cell_len(text) for _, text in labeled_rows), default=0)
    room = min(MAX_BAR_WIDTH, width - column - text_width - 4)
    if room < MIN_BAR_WIDTH:
        return None
    lines = []
    for (label, text), (_, amount, _) in zip(labeled_rows, chart.rows, strict=True):
        bar = draw_bar(amount / chart.max_value if chart.max_value else 0, room, unicode=unicode)
        lines.append(f"{label}{' ' * (column - cell_len(label))}  {bar}  {text}".rstrip())
    return lines


def draw_bar(fraction: float, width: int, *, unicode: bool) -> str:
    """A bar padded to the width; any fraction above 0 is visible."""
    steps = len(EIGHTHS) - 1 if unicode else 1
    filled = round(min(max(fraction, 0), 1) * width * steps)
    if fraction > 0:
        filled = max(filled, 1)
    whole, rest = divmod(filled, steps)
    bar = (EIGHTHS[-1] if unicode else "#") * whole + (EIGHTHS[rest] if rest else "")
    return bar + " " * (width - len(bar))


def draw_heat_map(heat_map: HeatMap, width: int, *, unicode: bool) -> list[str]:
    """Draw a column per week and a row per weekday.

    If the weeks do not all fit, only the latest are drawn.
    """
    shades = SHADES if unicode else ASCII_SHADES
    weeks = [heat_map.counts[n : n + DAYS_PER_WEEK] for n in range(0, len(heat_map.counts), DAYS_PER_WEEK)]
    left_out = max(0, len(weeks) - max(1, width - _DAY_COLUMN_WIDTH))
    first_shown = heat_map.first_monday + timedelta(days=DAYS_PER_WEEK * left_out)
    weeks = weeks[left_out:]
    max_count = max((count for week in weeks for count in week), default=0)
    lines = [" " * _DAY_COLUMN_WIDTH + _month_line(first_shown, len(weeks))]
    for weekday, name in enumerate(_DAY_NAMES):
        days = (shade_of(week[weekday], max_count, shades) if weekday < len(week) else " " for week in weeks)
        lines.append(f"{name:{_DAY_COLUMN_WIDTH}}{''.join(days)}")
    return [line.rstrip() for line in lines]


def heat_map_legend(heat_map: HeatMap, *, unicode: bool) -> str:
    """The legend of a heat map: what its shades mean."""
    shades = SHADES if unicode else ASCII_SHADES
    return f"{shades[0]} none, {shades[1]} few, {shades[-1]} most ({max(heat_map.counts, default=0)} on one day)"


def shade_of(count: int, max_count: int, shades: str) -> str:
    """The shade for a count from 0 to ``max_count``, lightest first."""
    if count <= 0 or max_count <= 0:
        return shades[0]
    levels = len(shades) - 1
    return shades[-(-count * levels // max_count)]


def _month_line(first_monday: date, week_count: int) -> str:
    """Month names, each above the week in which the month begins."""
    line = ""
    for number in range(week_count):
        monday = first_monday + timedelta(days=DAYS_PER_WEEK * number)
        has_first = monday.day <= DAYS_PER_WEEK
        if has_first and len(line) <= number and number + 3 <= week_count:
            line = line.ljust(number) + _month_name(monday)
    return line[: max(week_count, 0)]


def _month_name(day: date) -> str:
    """The English name of the month in three letters, in any locale."""
    return ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")[day.month - 1]

"""``python -m tests.benchmarks``: how long commands take, as ratios, and how that grows with the packs.

Ratios of medians of interleaved runs say the same on every machine; milliseconds do not. A bound
that does not hold is marked, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import math
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.benchmarks.generate import write_pack
from tests.benchmarks.measure import Measured, interleaved
from tests.conftest import CHEAT_SHEET

PATTERNS = [sys.executable, "-m", "patterns_cli"]
NOTHING = Measured("python -c pass", [sys.executable, "-c", "pass"])
FLOOR = Measured("import typer and rich's tables", [sys.executable, "-c", "import typer, rich.console, rich.table"])

COMMANDS = (
    ("--version",),
    ("--help",),
    ("list",),
    ("show", "websocket"),
    ("show", "websocket", "--json"),
    ("compare", "sse", "websocket"),
    ("system", "uber"),
    ("search", "sticky", "sessions"),
    ("ask", "--no-input", "the phone retries and we charge the card twice"),
    ("decide", "--tree"),
    ("export", "mermaid", "tree"),
    ("export", "svg", "websocket"),
    ("complete", "--word=", "--", "show"),
)

SIZES = (100, 1000)
SCENARIOS = 20_000

SHOW_BOUND = 1.25
COMPLETE_BOUND = 1.3
ASK_BOUND = 0.050
MEMORY_BOUND = 150 * 1024 * 1024
GROWTH_BOUND = 1.1
"""The exponent of time over size; 1 is linear."""

ASK = """\
import sys, time, statistics
from pathlib import Path
from patterns_cli.advise.recommend import open_index, recommend
from patterns_cli.catalog.catalog import open_catalog
from patterns_cli.packs.cache import CacheLocations
*folders, cache = map(Path, sys.argv[1:])
stores = CacheLocations(None, lambda: cache)
catalog = open_catalog(folders, None, stores.find_cache_dir)
indexes = [open_index(folder, pack, stores) for folder, pack in zip(folders, catalog.packs)]
texts = [indexes[-1].scenario(number).text for number in range(0, 20000, 1000)]
texts += ["the phone retries and we charge the card twice"] * 3
recommend(catalog, indexes, texts[0], {})
times = []
for text in texts:
    started = time.perf_counter()
    recommend(catalog, indexes, text, {})
    times.append(time.perf_counter() - started)
print(statistics.median(times))
"""


def main() -> int:
    """Measure, print the tables, and say whether all bounds hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=15, help="how often each command is run")
    parser.add_argument("--peers", type=Path, metavar="VENV", help="an environment with tldr and howdoi, to compare")
    parser.add_argument("--no-scale", action="store_true", help="leave out the generated packs")
    options = parser.parse_args()
    console = Console(width=110)
    with tempfile.TemporaryDirectory() as folder:
        home = {"PATTERNS_HOME": folder}
        held = [_commands(console, options.rounds, home), _peers(console, options.rounds, options.peers, home)]
        if not options.no_scale:
            held.append(_scale(console, options.rounds, Path(folder)))
    return 0 if all(held) else 1


def _patterns(*args: str, home: dict[str, str]) -> Measured:
    return Measured(" ".join(("patterns", *args)), [*PATTERNS, *args], home)


def _commands(console: Console, rounds: int, home: dict[str, str]) -> bool:
    commands = [_patterns(*args, home=home) for args in COMMANDS]
    interleaved([NOTHING, FLOOR, *commands], rounds)
    table = _table("Commands", "ms", "to python -c pass", "to the import floor", "MB")
    for one in (NOTHING, FLOOR, *commands):
        table.add_row(one.name, _ms(one), _ratio(one, NOTHING), _ratio(one, FLOOR), _mb(one.peak))
    console.print(table)
    show = next(one for one in commands if one.name == "patterns show websocket")
    return _holds(console, "completing show, to show", commands[-1].median / show.median, COMPLETE_BOUND)


def _peers(console: Console, rounds: int, peers: Path | None, home: dict[str, str]) -> bool:
    ours = [_patterns(*args, home=home) for args in (("--version",), ("show", "websocket"))]
    theirs = [Measured("rich's Markdown of the cheat sheet", [sys.executable, "-m", "rich.markdown", str(CHEAT_SHEET)])]
    for name in ("tldr", "howdoi"):
        program = shutil.which(name, path=str(peers / "bin")) if peers else None
        if program:
            theirs.append(Measured(f"{name} --version", [program, "--version"]))
    interleaved([*ours, *theirs], rounds)
    table = _table("Peers", "ms", "to patterns --version", "to patterns show")
    for one in (*ours, *theirs):
        table.add_row(one.name, _ms(one), _ratio(one, ours[0]), _ratio(one, ours[1]))
    console.print(table)
    return True


def _scale(console: Console, rounds: int, folder: Path) -> bool:
    """Packs of a hundred and a thousand patterns beside the built-in one."""
    built_in = _patterns("show", "websocket", home={"PATTERNS_HOME": str(folder)})
    homes = {size: _generated(folder / str(size), size) for size in SIZES}
    first = {size: list(_first_runs(size, home)) for size, home in homes.items()}
    warm = {size: _patterns("show", "p0007", home={"PATTERNS_HOME": str(home)}) for size, home in homes.items()}
    asked = {
        size: _patterns("ask", "--no-input", "the phone retries", home={"PATTERNS_HOME": str(home)})
        for size, home in homes.items()
    }
    listed = {size: _patterns("list", home={"PATTERNS_HOME": str(home)}) for size, home in homes.items()}
    interleaved([built_in, *warm.values(), *asked.values(), *listed.values()], rounds)
    table = _table(f"Generated packs, {SCENARIOS} scenarios", *(f"{size} patterns" for size in SIZES))
    answers = {size: _ask_in_process(homes[size]) for size in SIZES}
    table.add_row("show, to the built-in's", *(_ratio(warm[size], built_in) for size in SIZES))
    table.add_row("list, to the built-in's show", *(_ratio(listed[size], built_in) for size in SIZES))
    table.add_row("ask in process, ms", *(f"{answers[size] * 1000:.1f}" for size in SIZES))
    for number, what in enumerate(("first show, s", "first ask, s")):
        table.add_row(what, *(f"{first[size][number].median:.2f}" for size in SIZES))
    peaks = {size: max(one.peak for one in (*first[size], warm[size], asked[size], listed[size])) for size in SIZES}
    table.add_row("most memory, MB", *(_mb(peaks[size]) for size in SIZES))
    console.print(table)
    small, large = (first[size][0].median for size in SIZES)
    growth = math.log(large / small) / math.log(SIZES[1] / SIZES[0])
    return all(
        [
            *(_holds(console, f"show of {n}", warm[n].median / built_in.median, SHOW_BOUND) for n in SIZES),
            *(_holds(console, f"ask of {n}, s", answers[n], ASK_BOUND) for n in SIZES),
            *(_holds(console, f"memory of {n}, MB", peaks[n] / 2**20, MEMORY_BOUND / 2**20) for n in SIZES),
            _holds(console, "growth of the first compile, exponent", growth, GROWTH_BOUND),
        ]
    )


def _generated(home: Path, size: int) -> Path:
    write_pack(home / "packs" / "generated", size, SCENARIOS)
    return home


def _first_runs(size: int, home: Path) -> Iterator[Measured]:
    """The runs that have to compile; the built-in pack is compiled before."""
    packs = home / "packs"
    away = packs.rename(home / "away")
    for words in (("show", "websocket"), ("ask", "--no-input", "the phone retries")):
        _patterns(*words, home={"PATTERNS_HOME": str(home)}).run()
    away.rename(packs)
    for words in (("show", "p0007"), ("ask", "--no-input", "the phone retries")):
        one = _patterns(*words, home={"PATTERNS_HOME": str(home)})
        one.run()
        yield one


def _ask_in_process(home: Path) -> float:
    """The middle one of the times of an answer, in seconds, in a process that has all loaded."""
    from tests.conftest import CONTENT

    folders: Sequence[Path] = (CONTENT / "realtime-api", home / "packs" / "generated", home / "cache")
    command = [sys.executable, "-c", ASK, *map(str, folders)]
    return float(subprocess.run(command, capture_output=True, check=True, text=True).stdout)


def _holds(console: Console, what: str, found: float, bound: float) -> bool:
    holds = found <= bound
    console.print(f"{'holds' if holds else 'DOES NOT HOLD'}: {what}: {found:.3f}, at most {bound:g}", highlight=False)
    return holds


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("")
    for column in columns:
        table.add_column(column, justify="right")
    return table


def _ms(one: Measured) -> str:
    return f"{one.median * 1000:.0f}"


def _ratio(one: Measured, other: Measured) -> str:
    return f"{one.median / other.median:.2f}"


def _mb(size: int) -> str:
    return f"{size / 2**20:.0f}" if size else "?"


if __name__ == "__main__":
    sys.exit(main())

"""``python -m tests.benchmarks``: measure commands, and how their time grows with the size of packs.

The figures are ratios of medians of interleaved runs, because those are comparable between machines and milliseconds
are not. A bound that is exceeded is marked, and the exit code is 1.
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
from tests.benchmarks.measure import Measurement, run_interleaved
from tests.conftest import CHEAT_SHEET

PATTERNS = [sys.executable, "-m", "patterns_cli"]
BARE_PYTHON = Measurement("python -c pass", [sys.executable, "-c", "pass"])
IMPORT_FLOOR = Measurement(
    "import typer and rich's tables", [sys.executable, "-c", "import typer, rich.console, rich.table"]
)

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

MAX_SHOW_RATIO = 1.25
"""Maximum time of show with a generated pack, relative to show with only the built-in pack."""
MAX_COMPLETE_RATIO = 1.3
"""Maximum time of a completion, relative to show."""
MAX_ASK_SECONDS = 0.050
MAX_MEMORY_BYTES = 150 * 1024 * 1024
MAX_GROWTH_EXPONENT = 1.1
"""Maximum exponent of compile time over pack size; 1 is linear."""

ASK = """\
import sys, time, statistics
from pathlib import Path
from patterns_cli.advise.recommend import open_index, recommend
from patterns_cli.catalog.catalog import open_catalog
from patterns_cli.packs.cache import CacheLocations
*folders, cache = map(Path, sys.argv[1:])
stores = CacheLocations(None, lambda: cache)
catalog = open_catalog(folders, stores)
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
    """Measure and print all tables; the exit code is 1 if a bound is exceeded."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=15, help="how often each command is run")
    parser.add_argument("--peers", type=Path, metavar="VENV", help="an environment with tldr and howdoi, to compare")
    parser.add_argument("--no-scale", action="store_true", help="leave out the generated packs")
    options = parser.parse_args()
    console = Console(width=110)
    with tempfile.TemporaryDirectory() as folder:
        home = {"PATTERNS_HOME": folder}
        results = [_commands(console, options.rounds, home), _peers(console, options.rounds, options.peers, home)]
        if not options.no_scale:
            results.append(_scale(console, options.rounds, Path(folder)))
    return 0 if all(results) else 1


def _patterns(*args: str, home: dict[str, str]) -> Measurement:
    return Measurement(" ".join(("patterns", *args)), [*PATTERNS, *args], home)


def _commands(console: Console, rounds: int, home: dict[str, str]) -> bool:
    commands = [_patterns(*args, home=home) for args in COMMANDS]
    run_interleaved([BARE_PYTHON, IMPORT_FLOOR, *commands], rounds)
    table = _table("Commands", "ms", "to python -c pass", "to the import floor", "MB")
    for command in (BARE_PYTHON, IMPORT_FLOOR, *commands):
        ratios = (_ratio(command, BARE_PYTHON), _ratio(command, IMPORT_FLOOR))
        table.add_row(command.name, _ms(command), *ratios, _mb(command.peak_bytes))
    console.print(table)
    show = next(command for command in commands if command.name == "patterns show websocket")
    return _is_within(console, "completing show, to show", commands[-1].median / show.median, MAX_COMPLETE_RATIO)


def _peers(console: Console, rounds: int, peers: Path | None, home: dict[str, str]) -> bool:
    ours = [_patterns(*args, home=home) for args in (("--version",), ("show", "websocket"))]
    theirs = [
        Measurement("rich's Markdown of the cheat sheet", [sys.executable, "-m", "rich.markdown", str(CHEAT_SHEET)])
    ]
    for name in ("tldr", "howdoi"):
        program = shutil.which(name, path=str(peers / "bin")) if peers else None
        if program:
            theirs.append(Measurement(f"{name} --version", [program, "--version"]))
    run_interleaved([*ours, *theirs], rounds)
    table = _table("Peers", "ms", "to patterns --version", "to patterns show")
    for command in (*ours, *theirs):
        table.add_row(command.name, _ms(command), _ratio(command, ours[0]), _ratio(command, ours[1]))
    console.print(table)
    return True


def _scale(console: Console, rounds: int, folder: Path) -> bool:
    """Measure generated packs of several sizes next to the built-in pack."""
    built_in = _patterns("show", "websocket", home={"PATTERNS_HOME": str(folder)})
    homes = {size: _generated(folder / str(size), size) for size in SIZES}
    first_runs = {size: list(_first_runs(size, home)) for size, home in homes.items()}
    warm = {size: _patterns("show", "p0007", home={"PATTERNS_HOME": str(home)}) for size, home in homes.items()}
    asked = {
        size: _patterns("ask", "--no-input", "the phone retries", home={"PATTERNS_HOME": str(home)})
        for size, home in homes.items()
    }
    listed = {size: _patterns("list", home={"PATTERNS_HOME": str(home)}) for size, home in homes.items()}
    run_interleaved([built_in, *warm.values(), *asked.values(), *listed.values()], rounds)
    table = _table(f"Generated packs, {SCENARIOS} scenarios", *(f"{size} patterns" for size in SIZES))
    answers = {size: _ask_in_process(homes[size]) for size in SIZES}
    table.add_row("show, to the built-in's", *(_ratio(warm[size], built_in) for size in SIZES))
    table.add_row("list, to the built-in's show", *(_ratio(listed[size], built_in) for size in SIZES))
    table.add_row("ask in process, ms", *(f"{answers[size] * 1000:.1f}" for size in SIZES))
    for number, what in enumerate(("first show, s", "first ask, s")):
        table.add_row(what, *(f"{first_runs[size][number].median:.2f}" for size in SIZES))
    peaks = {
        size: max(run.peak_bytes for run in (*first_runs[size], warm[size], asked[size], listed[size]))
        for size in SIZES
    }
    table.add_row("most memory, MB", *(_mb(peaks[size]) for size in SIZES))
    console.print(table)
    small, large = (first_runs[size][0].median for size in SIZES)
    growth = math.log(large / small) / math.log(SIZES[1] / SIZES[0])
    return all(
        [
            *(_is_within(console, f"show of {n}", warm[n].median / built_in.median, MAX_SHOW_RATIO) for n in SIZES),
            *(_is_within(console, f"ask of {n}, s", answers[n], MAX_ASK_SECONDS) for n in SIZES),
            *(_is_within(console, f"memory of {n}, MB", peaks[n] / 2**20, MAX_MEMORY_BYTES / 2**20) for n in SIZES),
            _is_within(console, "growth of the first compile, exponent", growth, MAX_GROWTH_EXPONENT),
        ]
    )


def _generated(home: Path, size: int) -> Path:
    write_pack(home / "packs" / "generated", size, SCENARIOS)
    return home


def _first_runs(size: int, home: Path) -> Iterator[Measurement]:
    """The first show and ask with a generated pack, which compile it; the built-in pack is already compiled."""
    packs = home / "packs"
    set_aside = packs.rename(home / "set-aside")
    for words in (("show", "websocket"), ("ask", "--no-input", "the phone retries")):
        _patterns(*words, home={"PATTERNS_HOME": str(home)}).run()
    set_aside.rename(packs)
    for words in (("show", "p0007"), ("ask", "--no-input", "the phone retries")):
        first_run = _patterns(*words, home={"PATTERNS_HOME": str(home)})
        first_run.run()
        yield first_run


def _ask_in_process(home: Path) -> float:
    """The median time of an answer in a process that has loaded everything, in seconds."""
    from tests.conftest import CONTENT

    folders: Sequence[Path] = (CONTENT / "realtime-api", home / "packs" / "generated", home / "cache")
    command = [sys.executable, "-c", ASK, *map(str, folders)]
    return float(subprocess.run(command, capture_output=True, check=True, text=True).stdout)


def _is_within(console: Console, what: str, measured: float, bound: float) -> bool:
    is_within = measured <= bound
    console.print(f"{'ok' if is_within else 'EXCEEDED'}: {what}: {measured:.3f}, at most {bound:g}", highlight=False)
    return is_within


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("")
    for column in columns:
        table.add_column(column, justify="right")
    return table


def _ms(command: Measurement) -> str:
    return f"{command.median * 1000:.0f}"


def _ratio(command: Measurement, base: Measurement) -> str:
    return f"{command.median / base.median:.2f}"


def _mb(size: int) -> str:
    return f"{size / 2**20:.0f}" if size else "?"


if __name__ == "__main__":
    sys.exit(main())

"""``python -m tests.fuzz TARGET --minutes N``: coverage-guided fuzzing with hostile and broken inputs.

Inputs that reach new code and inputs that fail are kept from run to run in ``--folder``. With ``--minutes 0``,
the kept inputs are only run again. The exit code is 1 if an input fails.
"""

from __future__ import annotations

import argparse
import inspect
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from tests.fuzz.engine import fuzz, replay

NAMES = ("loader", "importer", "zip", "merge", "answers")
ROOT = Path(__file__).parent.parent.parent


def main() -> int:
    """Fuzz a target, run the kept inputs again, and print the coverage."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__.replace("``", ""))
    parser.add_argument("target", choices=NAMES)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "patterns-fuzz")
    parser.add_argument(
        "--reach", default="", metavar="TEXT", help="list the lines not reached in files whose path contains TEXT"
    )
    options = parser.parse_args()
    folder = options.folder / options.target
    if options.minutes > 0:
        fuzz(options.target, folder, options.minutes, options.seed)
    failed, lines = replay(options.target, folder)
    _print_coverage(lines, options.reach)
    print(f"{failed} inputs fail; they are in {folder / 'failures'}" if failed else "no input fails")
    return 1 if failed else 0


def _print_coverage(lines: Iterable[tuple[str, int]], wanted: str) -> None:
    reached_by_file: dict[Path, set[int]] = defaultdict(set)
    for file, line in lines:
        reached_by_file[Path(file)].add(line)
    for path, reached in sorted(reached_by_file.items()):
        if "patterns_cli" not in path.parts:
            continue
        all_lines = _lines_in_functions(path)
        if all_lines:
            is_wanted = wanted and wanted in str(path)
            missed = f"  not reached: {sorted(all_lines - reached)}" if is_wanted else ""
            print(f"{len(all_lines & reached) / len(all_lines):4.0%}  {path.relative_to(ROOT)}{missed}")


def _lines_in_functions(path: Path) -> set[int]:
    """The lines within functions, which do not run when the module is imported."""
    lines: set[int] = set()
    codes = [compile(path.read_bytes(), str(path), "exec")]
    while codes:
        code = codes.pop()
        codes += [constant for constant in code.co_consts if hasattr(constant, "co_code")]
        if code.co_flags & inspect.CO_NEWLOCALS:
            lines |= {line for _, _, line in code.co_lines() if line and line != code.co_firstlineno}
    return lines


if __name__ == "__main__":
    sys.exit(main())

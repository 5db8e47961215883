"""``python -m tests.fuzz TARGET --minutes N``: hostile and broken inputs, made at random and led by what they reach.

Inputs that reach new code, and those that fail, are kept from run to run in ``--folder``. With ``--minutes 0``
those that were kept are only tried anew. The exit code is 1 where an input fails.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from tests.fuzz.engine import fuzz, replayed

NAMES = ("loader", "importer", "zip", "merge", "answers")
ROOT = Path(__file__).parent.parent.parent


def main() -> int:
    """Try one target, then try anew what was kept, and tell what was reached."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__.replace("``", ""))
    parser.add_argument("target", choices=NAMES)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "patterns-fuzz")
    parser.add_argument("--reach", default="", metavar="TEXT", help="tell the lines not reached of files so named")
    options = parser.parse_args()
    folder = options.folder / options.target
    if options.minutes > 0:
        fuzz(options.target, folder, options.minutes, options.seed)
    failed, lines = replayed(options.target, folder)
    _tell_reach(lines, options.reach)
    print(f"{failed} inputs fail; they are in {folder / 'finds'}" if failed else "no input fails")
    return 1 if failed else 0


def _tell_reach(lines: Iterable[tuple[str, int]], wanted: str) -> None:
    found: dict[Path, set[int]] = defaultdict(set)
    for file, line in lines:
        found[Path(file)].add(line)
    for path, reached in sorted(found.items()):
        if "patterns_cli" not in path.parts:
            continue
        all_lines = _lines_in_functions(path)
        if all_lines:
            missed = sorted(all_lines - reached)
            told = f"  not: {missed}" if wanted and wanted in str(path) else ""
            print(f"{len(all_lines & reached) / len(all_lines):4.0%}  {path.relative_to(ROOT)}{told}")


def _lines_in_functions(path: Path) -> set[int]:
    """The lines that run when something is called, not those that run when the module is loaded."""
    found: set[int] = set()
    codes = [compile(path.read_bytes(), str(path), "exec")]
    while codes:
        code = codes.pop()
        codes += [inner for inner in code.co_consts if hasattr(inner, "co_code")]
        if code.co_flags & 0x2:
            found |= {line for _, _, line in code.co_lines() if line and line != code.co_firstlineno}
    return found


if __name__ == "__main__":
    sys.exit(main())

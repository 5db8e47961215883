"""Run the tests of a module against its mutants.

    python -m tests.mutation patterns_cli/advise/follow_up.py [--tests PATH...] [--sample N --seed N]

The tests are those under ``tests/advise`` and the like, if none are named. The working tree stays as
it is: mutants are written to a copy. Exits with 1 if fewer than nine in ten are killed, the
equivalent ones of ``equivalent.py`` aside.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.mutation.equivalent import EQUIVALENT
from tests.mutation.mutants import Mutant, mutants

ROOT = Path(__file__).parent.parent.parent
MAX_SECONDS = 120
"""Maximum time for the tests of one mutant, in seconds; a mutant that takes longer counts as killed."""

MIN_KILLED = 0.9


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation")
    parser.add_argument("module", type=Path)
    parser.add_argument("--tests", nargs="*", default=[])
    parser.add_argument("--sample", type=int, default=0, help="number of mutants to run; all if not given")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    module = options.module.as_posix()
    tests = options.tests or [str(Path("tests", *options.module.parent.parts[1:]))]
    equivalent = EQUIVALENT.get(module, {})
    tried = [
        mutant for mutant in mutants((ROOT / module).read_text(encoding="utf-8")) if mutant.label not in equivalent
    ]
    if options.sample:
        tried = random.Random(options.seed).sample(tried, min(options.sample, len(tried)))
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "tree"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".git", ".venv", ".*_cache", "__pycache__"))
        if not _passes(copy, tests):
            print("the tests fail without a mutation", file=sys.stderr)
            return 2
        survivors = [mutant for mutant in tried if _survives(copy, module, mutant, tests)]
    killed = len(tried) - len(survivors)
    print(f"{module}: {killed} of {len(tried)} mutants killed, {len(equivalent)} equivalent left out")
    return 0 if killed >= MIN_KILLED * len(tried) else 1


def _survives(copy: Path, module: str, mutant: Mutant, tests: list[str]) -> bool:
    (copy / module).write_text(mutant.source, encoding="utf-8")
    survives = _passes(copy, tests)
    print(f"{'SURVIVED' if survives else 'killed':9}{module}:{mutant.line}: {mutant.label[:150]!r}", flush=True)
    return survives


def _passes(copy: Path, tests: list[str]) -> bool:
    command = [sys.executable, "-B", "-m", "pytest", "-n0", "-q", "-x", "-p", "no:cacheprovider", *tests]
    environment = {**os.environ, "PYTHONPATH": str(copy)}
    try:
        done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, timeout=MAX_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())

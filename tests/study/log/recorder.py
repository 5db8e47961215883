"""A process that records answers and prints the id of each recorded answer: ``recorder.py FILE NAME COUNT``."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from patterns_cli.errors import ProgressError
from patterns_cli.study.log.answer_log import open_log
from tests.study.answering import answered


def main(path: str, name: str, count: str) -> int:
    with open_log(Path(path), clock=lambda: datetime.now(UTC)) as log:
        for number in range(int(count)):
            answer = answered(f"recognise/{number % 7}", id=f"{name}-{number:06}")
            try:
                log.record(answer)
            except ProgressError as error:
                print(f"{error.message}; {error.hint}", file=sys.stderr)
                return 1
            print(answer.id, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

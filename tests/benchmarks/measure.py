"""Run processes in turn, so that what slows the machine slows them all, and keep what each took."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median


@dataclass
class Measured:
    """A command, and what its runs took."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    peak: int = 0
    """The most memory of any run, in bytes; 0 where the system does not tell."""

    @property
    def median(self) -> float:
        """The middle one of its times, in seconds."""
        return median(self.seconds)

    def run(self) -> None:
        """Run it once. Raises RuntimeError where it fails."""
        started = time.perf_counter()
        process = subprocess.Popen(
            self.command,
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        assert process.stderr is not None
        errors = process.stderr.read()
        code, peak = _ended(process)
        self.seconds.append(time.perf_counter() - started)
        self.peak = max(self.peak, peak)
        process.stderr.close()
        if code:
            raise RuntimeError(f"{self.name} ended with {code}: {errors.decode('utf-8', 'replace')[:300]}")


def interleaved(measured: Sequence[Measured], rounds: int) -> None:
    """Run each once a round; a round before the first, which fills the caches, does not count."""
    for number in range(rounds + 1):
        for one in measured:
            one.run()
            if not number:
                one.seconds.clear()


def _ended(process: subprocess.Popen[bytes]) -> tuple[int, int]:
    """The exit code of a process and the most memory it had."""
    if sys.platform == "win32":
        return process.wait(), 0
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)

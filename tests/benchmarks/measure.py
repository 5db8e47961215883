"""Measure commands in interleaved runs, so that a busy machine slows all of them alike."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median


@dataclass
class Measurement:
    """A command with the time and memory of its runs."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    peak_bytes: int = 0
    """Peak memory of all runs, in bytes; 0 if the system does not report it."""

    @property
    def median(self) -> float:
        """Median time of its runs, in seconds."""
        return median(self.seconds)

    def run(self) -> None:
        """Run the command; raises RuntimeError if it fails."""
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
        code, peak_bytes = _wait(process)
        self.seconds.append(time.perf_counter() - started)
        self.peak_bytes = max(self.peak_bytes, peak_bytes)
        process.stderr.close()
        if code:
            raise RuntimeError(f"{self.name} ended with {code}: {errors.decode('utf-8', 'replace')[:300]}")


def run_interleaved(measurements: Sequence[Measurement], rounds: int) -> None:
    """Run each command once per round, after an extra round that fills the caches and is not counted."""
    for number in range(rounds + 1):
        for measurement in measurements:
            measurement.run()
            if not number:
                measurement.seconds.clear()


def _wait(process: subprocess.Popen[bytes]) -> tuple[int, int]:
    """Wait for a process; its exit code and peak memory in bytes."""
    if sys.platform == "win32":
        return process.wait(), 0
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)

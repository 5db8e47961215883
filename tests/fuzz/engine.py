"""Fuzzes a target: runs it on random inputs and keeps those that reach new code and those that fail.

Uses Atheris if it is installed, else a plain loop that traces lines.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import multiprocessing
import os
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from types import FrameType
from typing import Any, NamedTuple

from tests.fuzz.limits import MAX_INPUT_BYTES, MAX_SECONDS, TRACING_FACTOR, memory_limit, set_time_limit
from tests.fuzz.mutate import Mutator

WATCHED = (
    "patterns_cli.catalog",
    "patterns_cli.exchange",
    "patterns_cli.packs",
    "patterns_cli.study",
    "patterns_cli.text",
)
"""The packages whose coverage guides the search for new inputs."""

_PARTS = tuple(name.replace(".", os.sep) + os.sep for name in WATCHED)
Step = tuple[str, int, int]
"""A file, the line that ran last in the function, or 0, and the line that runs next."""


class Target(NamedTuple):
    """Code to fuzz."""

    check: Callable[[bytes], None]
    """Runs the code on an input and raises if anything is wrong."""
    seeds: Sequence[bytes]
    """The inputs to start from."""
    words: Sequence[bytes]
    """Tokens to insert into inputs."""
    is_text: bool
    close: Callable[[], None]
    """Releases what ``check`` holds open."""


class Store:
    """The kept inputs of a target on disk: the corpus, which reached new code, and the failures."""

    def __init__(self, folder: Path) -> None:
        self.corpus = folder / "corpus"
        self.failures = folder / "failures"
        for path in (self.corpus, self.failures):
            path.mkdir(parents=True, exist_ok=True)

    def keep(self, data: bytes) -> None:
        """Keep an input that reached new code."""
        (self.corpus / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)

    def report(self, data: bytes, error: BaseException) -> None:
        """Keep an input that failed if it is the smallest that failed at its location."""
        location = _location(error)
        path = self.failures / hashlib.sha256(location.encode()).hexdigest()[:16]
        if path.exists() and path.stat().st_size <= len(data):
            return
        if not path.exists():
            print(f"\nfound: {location}: {str(error)[:300]!r}\n  {path}", file=sys.stderr, flush=True)
        path.write_bytes(data)
        path.with_suffix(".txt").write_text("".join(traceback.format_exception(error)), encoding="utf-8")

    def inputs(self) -> Iterator[Path]:
        """All kept inputs, failures first."""
        yield from sorted(path for path in self.failures.iterdir() if not path.suffix)
        yield from sorted(self.corpus.iterdir())


def _location(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    own_frames = [
        frame for frame in frames if any(name in frame.filename for name in ("patterns_cli", "tests"))
    ] or frames
    calls = [f"{Path(frame.filename).name}:{frame.name}" for frame in own_frames[-2:]]
    message = str(error).partition(":")[0] if isinstance(error, AssertionError) else ""
    return f"{type(error).__name__} in {' > '.join(calls)} {message}".rstrip()


def try_input(target: Target, data: bytes) -> BaseException | None:
    """Run a target on an input; the error that it raises, or None."""
    try:
        with memory_limit():
            target.check(data)
    except Exception as error:
        return error
    return None


def fuzz(name: str, folder: Path, minutes: float, seed: int) -> None:
    """Fuzz a target for some minutes in a process of its own."""
    run = fuzz_with_atheris if importlib.util.find_spec("atheris") else fuzz_with_tracing
    process = multiprocessing.get_context("spawn").Process(target=run, args=(name, folder, minutes, seed))
    process.start()
    process.join()


def _target(name: str) -> Target:
    from tests.fuzz.targets import TARGETS

    return TARGETS[name]()


def fuzz_with_atheris(name: str, folder: Path, minutes: float, seed: int) -> None:
    """Fuzz a target with Atheris; does not return."""
    import atheris

    with atheris.instrument_imports(include=list(WATCHED)):
        target = _target(name)
    set_time_limit(MAX_SECONDS * TRACING_FACTOR)
    store, random = Store(folder), Random(seed)
    for data in target.seeds:
        store.keep(data)
    mutator = Mutator(target.words, lambda: target.seeds, is_text=target.is_text)

    def check(data: bytes) -> None:
        error = try_input(target, data)
        if error is not None:
            store.report(data, error)

    def mutate(data: bytes, max_size: int, seed: int) -> bytes:
        if random.random() < 0.1:
            return bytes(atheris.Mutate(data, max_size))
        return mutator.mutate(data, Random(seed), max_size)

    options = [f"-max_total_time={int(minutes * 60)}", f"-max_len={MAX_INPUT_BYTES}", f"-seed={seed}", "-timeout=60"]
    options += ["-rss_limit_mb=4096", "-len_control=0", "-print_final_stats=1", f"-artifact_prefix={store.failures}/"]
    atheris.Setup(["fuzz", *options, str(store.corpus)], check, custom_mutator=mutate)
    atheris.Fuzz()


def fuzz_with_tracing(name: str, folder: Path, minutes: float, seed: int) -> None:
    """Fuzz a target in a plain loop that traces lines."""
    target, store, random = _target(name), Store(folder), Random(seed)
    set_time_limit(MAX_SECONDS * TRACING_FACTOR)
    kept = [*target.seeds, *(path.read_bytes() for path in store.corpus.iterdir())]
    mutator = Mutator(target.words, lambda: kept, is_text=target.is_text)
    seen: set[Step] = set()
    end = time.monotonic() + minutes * 60
    count = 0
    queue = list(kept)
    while time.monotonic() < end:
        data = queue.pop() if queue else mutator.mutate(random.choice(kept), random)
        with trace_steps() as steps:
            error = try_input(target, data)
        count += 1
        if error is not None:
            store.report(data, error)
        if not steps <= seen:
            seen |= steps
            kept.append(data)
            store.keep(data)
    target.close()
    print(f"{count} inputs, {len(kept)} kept, {len(seen)} steps between lines", file=sys.stderr)


@contextlib.contextmanager
def trace_steps(watched: Sequence[str] = _PARTS) -> Iterator[set[Step]]:
    """Record the steps between lines that run within the block in files whose path contains ``watched``."""
    steps: set[Step] = set()

    def enter(frame: FrameType, event: str, argument: Any) -> Any:
        file = frame.f_code.co_filename
        if not any(part in file for part in watched):
            return None
        last = 0

        def step(frame: FrameType, event: str, argument: Any) -> Any:
            nonlocal last
            if event == "line":
                steps.add((file, last, frame.f_lineno))
                last = frame.f_lineno
            return step

        return step

    sys.settrace(enter)
    try:
        yield steps
    finally:
        sys.settrace(None)


def replay(name: str, folder: Path) -> tuple[int, set[tuple[str, int]]]:
    """Run all kept inputs again; the number of failures and the (file, line) pairs that ran."""
    target, store = _target(name), Store(folder)
    failed = 0
    lines: set[tuple[str, int]] = set()
    for path in store.inputs():
        data = path.read_bytes()
        error = try_input(target, data)
        if error is not None:
            failed += 1
            store.report(data, error)
            print(f"fails: {path}: {_location(error)}: {str(error)[:200]!r}")
        elif path.parent == store.failures:
            path.unlink()
            path.with_suffix(".txt").unlink(missing_ok=True)
        with trace_steps(("patterns_cli",)) as steps:
            try_input(target, data)
        lines |= {(file, line) for file, _, line in steps}
    target.close()
    return failed, lines

"""Runs a target on ever new inputs and keeps those that reach new code, and those that fail.

With Atheris, where it is installed; else with a plain loop that traces the lines of the code.
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

from tests.fuzz.limits import LARGEST, SLOWEST, TRACED, allow, in_memory
from tests.fuzz.mutate import Mutator

WATCHED = ("patterns_cli.catalog", "patterns_cli.exchange", "patterns_cli.study")
"""The packages whose code leads to new inputs."""

_PARTS = tuple(name.replace(".", os.sep) + os.sep for name in WATCHED)
Pair = tuple[str, int, int]


class Target(NamedTuple):
    """What is tried: ``judge`` raises what is wrong with an input, ``close`` ends what it opened."""

    judge: Callable[[bytes], None]
    seeds: Sequence[bytes]
    words: Sequence[bytes]
    is_text: bool
    close: Callable[[], None]


class Store:
    """The inputs of one target on disk: ``corpus`` reached new code, ``finds`` failed."""

    def __init__(self, folder: Path) -> None:
        self.corpus = folder / "corpus"
        self.finds = folder / "finds"
        for path in (self.corpus, self.finds):
            path.mkdir(parents=True, exist_ok=True)

    def keep(self, data: bytes) -> None:
        """Keep an input that reached new code."""
        (self.corpus / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)

    def report(self, data: bytes, error: BaseException) -> None:
        """Keep an input that failed, the smallest of those that failed in the same place."""
        place = _place(error)
        path = self.finds / hashlib.sha256(place.encode()).hexdigest()[:16]
        if path.exists() and path.stat().st_size <= len(data):
            return
        if not path.exists():
            print(f"\nfound: {place}: {str(error)[:300]!r}\n  {path}", file=sys.stderr, flush=True)
        path.write_bytes(data)
        path.with_suffix(".txt").write_text("".join(traceback.format_exception(error)), encoding="utf-8")

    def inputs(self) -> Iterator[Path]:
        """All inputs that were kept, the failing ones first."""
        yield from sorted(path for path in self.finds.iterdir() if not path.suffix)
        yield from sorted(self.corpus.iterdir())


def _place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if any(name in frame.filename for name in ("patterns_cli", "tests"))] or frames
    steps = [f"{Path(frame.filename).name}:{frame.name}" for frame in own[-2:]]
    said = str(error).partition(":")[0] if isinstance(error, AssertionError) else ""
    return f"{type(error).__name__} in {' > '.join(steps)} {said}".rstrip()


def tried(target: Target, data: bytes) -> BaseException | None:
    """What is wrong with one input."""
    try:
        with in_memory():
            target.judge(data)
    except Exception as error:
        return error
    return None


def fuzz(name: str, folder: Path, minutes: float, seed: int) -> None:
    """Try a target for so many minutes in a process of its own."""
    way = with_atheris if importlib.util.find_spec("atheris") else with_tracing
    process = multiprocessing.get_context("spawn").Process(target=way, args=(name, folder, minutes, seed))
    process.start()
    process.join()


def _target(name: str) -> Target:
    from tests.fuzz.targets import TARGETS

    return TARGETS[name]()


def with_atheris(name: str, folder: Path, minutes: float, seed: int) -> None:
    """Try a target with Atheris; does not return."""
    import atheris

    with atheris.instrument_imports(include=list(WATCHED)):
        target = _target(name)
    allow(SLOWEST * TRACED)
    store, random = Store(folder), Random(seed)
    for data in target.seeds:
        store.keep(data)
    mutator = Mutator(target.words, lambda: target.seeds, is_text=target.is_text)

    def judge(data: bytes) -> None:
        error = tried(target, data)
        if error is not None:
            store.report(data, error)

    def change(data: bytes, most: int, seed: int) -> bytes:
        if random.random() < 0.1:
            return bytes(atheris.Mutate(data, most))
        return mutator.mutated(data, Random(seed), most)

    options = [f"-max_total_time={int(minutes * 60)}", f"-max_len={LARGEST}", f"-seed={seed}", "-timeout=60"]
    options += ["-rss_limit_mb=4096", "-len_control=0", "-print_final_stats=1", f"-artifact_prefix={store.finds}/"]
    atheris.Setup(["fuzz", *options, str(store.corpus)], judge, custom_mutator=change)
    atheris.Fuzz()


def with_tracing(name: str, folder: Path, minutes: float, seed: int) -> None:
    """Try a target with a plain loop that traces lines."""
    target, store, random = _target(name), Store(folder), Random(seed)
    allow(SLOWEST * TRACED)
    kept = [*target.seeds, *(path.read_bytes() for path in store.corpus.iterdir())]
    mutator = Mutator(target.words, lambda: kept, is_text=target.is_text)
    seen: set[Pair] = set()
    end = time.monotonic() + minutes * 60
    count = 0
    queue = list(kept)
    while time.monotonic() < end:
        data = queue.pop() if queue else mutator.mutated(random.choice(kept), random)
        with traced() as pairs:
            error = tried(target, data)
        count += 1
        if error is not None:
            store.report(data, error)
        if not pairs <= seen:
            seen |= pairs
            kept.append(data)
            store.keep(data)
    target.close()
    print(f"{count} inputs, {len(kept)} kept, {len(seen)} steps from line to line", file=sys.stderr)


@contextlib.contextmanager
def traced(watched: Sequence[str] = _PARTS) -> Iterator[set[Pair]]:
    """The steps from line to line that are taken within the block, in the code that is watched."""
    pairs: set[Pair] = set()

    def enter(frame: FrameType, event: str, argument: Any) -> Any:
        file = frame.f_code.co_filename
        if not any(part in file for part in watched):
            return None
        last = 0

        def step(frame: FrameType, event: str, argument: Any) -> Any:
            nonlocal last
            if event == "line":
                pairs.add((file, last, frame.f_lineno))
                last = frame.f_lineno
            return step

        return step

    sys.settrace(enter)
    try:
        yield pairs
    finally:
        sys.settrace(None)


def replayed(name: str, folder: Path) -> tuple[int, set[tuple[str, int]]]:
    """Try all inputs that were kept anew; how many failed, and the lines of code that were reached."""
    target, store = _target(name), Store(folder)
    failed = 0
    lines: set[tuple[str, int]] = set()
    for path in store.inputs():
        data = path.read_bytes()
        error = tried(target, data)
        if error is not None:
            failed += 1
            store.report(data, error)
            print(f"fails: {path}: {_place(error)}: {str(error)[:200]!r}")
        elif path.parent == store.finds:
            path.unlink()
            path.with_suffix(".txt").unlink(missing_ok=True)
        with traced(("patterns_cli",)) as pairs:
            tried(target, data)
        lines |= {(file, line) for file, _, line in pairs}
    target.close()
    return failed, lines

"""A real terminal of a given size: the program runs in it, and its screen can be read."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Mapping
from types import TracebackType

import pexpect
import pyte


class Screen:
    """The program in a pseudo-terminal. ``text`` is what a person sees."""

    def __init__(
        self,
        *args: str,
        width: int = 90,
        height: int = 40,
        env: Mapping[str, str] | None = None,
        knows_its_size: bool = True,
    ) -> None:
        self._screen = pyte.HistoryScreen(width, height, history=2000)
        self._stream = pyte.Stream(self._screen)
        self.raw = ""
        self._ended = False
        self._answered = 0
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", "patterns_cli", *args],
            dimensions=(height, width) if knows_its_size else (0, 0),
            env={**os.environ, "LANG": "C.UTF-8", **(env or {})},
            encoding="utf-8",
            codec_errors="replace",
            timeout=20,
        )
        self._modes = self._modes_now()
        self.child.delaybeforesend = None
        self.child.delayafterclose = self.child.ptyproc.delayafterclose = 0.01  # type: ignore[attr-defined]

    def __enter__(self) -> Screen:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.child.close(force=True)

    @property
    def text(self) -> str:
        """The lines on the screen and those that have scrolled out of it."""
        above = ["".join(line[n].data for n in range(self._screen.columns)) for line in self._screen.history.top]
        return "\n".join(line.rstrip() for line in [*above, *self._screen.display])

    def wait_for(self, words: str, seconds: float = 15) -> str:
        """Read until the words are on the screen; fails with what is there instead."""
        until = time.monotonic() + seconds
        while words not in self.text:
            assert time.monotonic() < until, f"waited for {words!r}, saw:\n{self.text}"
            self.read()
        return self.text

    def wait_for_more(self, seconds: float = 15) -> str:
        """Read until something more is printed; fails if nothing is."""
        until, before = time.monotonic() + seconds, len(self.raw)
        while len(self.raw) == before:
            assert time.monotonic() < until, f"waited for more, saw:\n{self.text}"
            assert not self._ended, f"it ended:\n{self.text}"
            self.read()
        return self.text

    def press(self, *dialog: tuple[str, str]) -> None:
        """Press keys as soon as their prompt is printed, and not before."""
        for prompt, keys in dialog:
            until = time.monotonic() + 15
            while prompt not in self.raw[self._answered :]:
                assert time.monotonic() < until, f"waited for {prompt!r}, saw:\n{self.text}"
                self.read()
            self._answered = len(self.raw)
            self.type(keys)

    def reply(self, *dialog: tuple[str, str]) -> None:
        """Type each line as soon as its prompt is printed, and not before."""
        self.press(*((prompt, f"{line}\r") for prompt, line in dialog))

    def type(self, keys: str) -> None:
        """Press keys now."""
        self.child.send(keys)

    def end(self, seconds: float = 15) -> int:
        """Read to the end and return the exit code.

        Fails with the screen if there is no end, and where the terminal is not left as it was found: whether it
        echoes, and what it makes of keys.
        """
        until = time.monotonic() + seconds
        while not self._ended:
            assert time.monotonic() < until, f"still running:\n{self.text}"
            self.read()
        assert self._modes_now() == self._modes
        self.child.close()
        assert self.child.exitstatus is not None, f"ended by signal {self.child.signalstatus}"
        return int(self.child.exitstatus)

    def _modes_now(self) -> list[object]:
        import termios

        with contextlib.suppress(termios.error):  # some systems say nothing once the program has ended
            return [*termios.tcgetattr(self.child.child_fd)]
        return self._modes

    def read(self) -> None:
        """Take in what is printed within a tenth of a second."""
        try:
            data = self.child.read_nonblocking(size=65536, timeout=0.1)
        except pexpect.TIMEOUT:
            return
        except pexpect.EOF:
            self._ended = True
            return
        self.raw += data
        # The prompt library asks where the cursor is; a terminal answers.
        if "\x1b[6n" in data:
            self.child.send("\x1b[1;1R")
        self._stream.feed(data)

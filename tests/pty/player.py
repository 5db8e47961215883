"""Somebody who answers whatever a quiz or a lesson asks, in a terminal."""

from __future__ import annotations

import re
import time

from tests.pty.screen import Screen

PROMPTS = re.compile(
    r"(?P<line>Its name \(q|Press Enter to continue \(q|Press Enter to end \(u)"
    r"|such as (?P<order>[\d ]+) \(q"
    r"|(?P<arrows>\(arrows or number, q)"
)
GRADED = re.compile(r"^Question  (\S+/\S+)\r?$", re.MULTILINE)
"""The line under every answer; what stands there was written down before."""


class Player:
    """Plays on a screen; knows which part of what was printed it has reacted to."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self._read_up_to = 0

    def next_prompt(self, seconds: float = 15) -> re.Match[str]:
        """Read until something is asked that was not there before. Raises TimeoutError."""
        until = time.monotonic() + seconds
        while True:
            found = PROMPTS.search(self.screen.raw, self._read_up_to)
            if found:
                self._read_up_to = found.end()
                return found
            if time.monotonic() >= until:
                raise TimeoutError(self.screen.text)
            self.screen.read()

    def react(self, seconds: float = 15) -> None:
        """Answer what is asked next, as good as any."""
        self.answer(self.next_prompt(seconds))

    def answer(self, found: re.Match[str]) -> None:
        """Answer that prompt."""
        before = self.screen.raw[: found.start()]
        if found["order"]:
            keys = f"{found['order']}\r"
        elif found["arrows"]:
            is_sure = before.rfind("How sure are you?") > before.rfind("Question ")
            keys = "t" if is_sure else "1"
        else:
            keys = "\r" if "Enter" in found["line"] else "something like that\r"
        self.screen.type(keys)

    @property
    def graded(self) -> list[str]:
        """The questions whose answer was told, which is after it was written down."""
        return GRADED.findall(re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", self.screen.raw))

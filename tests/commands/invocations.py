"""Calls of every command that answers, for tests that must hold for all of them.

Add a line for a new command, or a new kind of answer, and it is held to what all are held to.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer

from patterns_cli.app import app

ANSWERS: tuple[tuple[str, ...], ...] = (
    (),
    ("list",),
    ("list", "systems"),
    ("list", "neighbors"),
    ("list", "tables"),
    ("show", "websocket"),
    ("show", "websocket", "--brief"),
    ("show", "pagination"),
    ("show", "cursor"),
    ("show", "circuit-breaker"),
    ("show", "uber"),
    ("compare", "sse", "websocket", "long-polling"),
    ("compare", "token-bucket", "sliding-window"),
    ("compare", "sse", "message-queue", "cdc", "webhooks", "heartbeat", "pagination"),
    ("system",),
    ("system", "chat-system"),
    ("search", "sticky", "session"),
    ("ask", "the phone retries and we charge the card twice", "--no-input"),
    ("ask", "something slow", "--no-input"),
    ("decide", "--tree"),
    ("decide", "-a", "need=hold-back", "-a", "who-floods=callers", "-a", "limit-shape=allow-burst"),
    ("decide", "-a", "need=learn-of-change", "-a", "who-learns=closed-app"),
    ("paths",),
)
"""They print documents, and end with 0."""

FAILURES: tuple[tuple[str, ...], ...] = (
    ("show", "websockt"),
    ("show", "no such thing at all"),
    ("compare", "sse"),
    ("system", "nowhere"),
    ("search", "xyzzy"),
    ("list", "birds"),
    ("decide", "--no-input"),
    ("decide", "-a", "need=nothing"),
    ("ask", ""),
    ("export",),
    ("export", "svg", "paths"),
    ("lst",),
    ("--nosuch",),
)
"""They print an error and what to do, and end with 1 or 2."""


def helps() -> Iterator[tuple[str, ...]]:
    """``--help`` of the program, and of every command and what is below it."""
    root: Any = typer.main.get_command(app)

    def below(group: Any, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        yield path
        context = group.make_context(" ".join(path), [], resilient_parsing=True)
        for name in group.list_commands(context) if hasattr(group, "list_commands") else ():
            yield from below(group.get_command(context, name), (*path, name))

    yield from ((*path, "--help") for path in below(root, ()))

"""Calls of every command that answers, for tests that must hold for all of them.

Add a line for a new command, or a new kind of answer, and it is held to what all are held to. They run in the
folder that the fixture ``furnished`` of tests/conftest.py lays out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer

from patterns_cli.app import typer_app

ANSWERS: tuple[tuple[str, ...], ...] = (
    (),
    ("list",),
    ("list", "systems"),
    ("list", "neighbors"),
    ("list", "tables"),
    ("list", "--pack", "realtime-api"),
    ("show", "websocket"),
    ("show", "websocket", "--brief"),
    ("show", "pagination"),
    ("show", "cursor"),
    ("show", "circuit-breaker"),
    ("show", "uber"),
    ("show", "cache-aside", "--pack", "caching-patterns"),
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
    ("learn", "sse", "--no-input", "--seed", "1"),
    ("learn", "--course"),
    ("quiz", "--export", "3"),
    ("quiz", "--answers", "answers.jsonl"),
    ("progress",),
    ("progress", "doctor"),
    ("pack", "list"),
    ("pack", "new", "mine"),
    ("import", "caching.md"),
    ("paths",),
)
"""They print documents, and end with 0."""

NEWCOMER: tuple[tuple[str, ...], ...] = ((), ("progress",), ("progress", "doctor"), ("learn", "--course"))
"""Those of them that say something else to one who has answered nothing yet."""

VALIDATIONS: tuple[tuple[tuple[str, ...], int], ...] = (
    (("validate", "clean"), 0),
    (("validate", "clean", "--strict"), 0),
    (("validate", "faulty"), 1),
    (("validate", "faulty/patterns/beta.yaml", "clean"), 1),
)
"""They print faults, and end with that code."""

EXPORTS: tuple[tuple[str, ...], ...] = (
    ("export", "json"),
    ("export", "json", "--pack", "caching-patterns"),
    ("export", "markdown"),
    ("export", "mermaid", "tree"),
    ("export", "mermaid", "websocket"),
    ("export", "svg", "sse"),
    ("export", "html", "compare", "sse", "websocket"),
    ("export", "gift", "--topic", "sse"),
    ("progress", "export", "-"),
    ("pack", "schema", "pattern"),
    ("completion", "bash"),
    ("completion", "zsh"),
    ("completion", "fish"),
)
"""They print what other programs read, and end with 0."""

FAILURES: tuple[tuple[str, ...], ...] = (
    ("show", "websockt"),
    ("show", "no such thing at all"),
    ("show", "sse", "--pack", "nowhere"),
    ("compare", "sse"),
    ("system", "nowhere"),
    ("search", "xyzzy"),
    ("list", "birds"),
    ("decide", "--no-input"),
    ("decide", "-a", "need=nothing"),
    ("ask", ""),
    ("quiz", "--no-input"),
    ("quiz", "--topic", "nowhere"),
    ("quiz", "--export", "none"),
    ("quiz", "--answers", "nowhere.json"),
    ("quiz", "--answers", "caching.md"),
    ("quiz", "--report", "nothing"),
    ("learn", "nowhere"),
    ("progress", "merge", "nowhere.jsonl"),
    ("progress", "merge", "caching.md"),
    ("progress", "reset", "--no-input"),
    ("validate", "nowhere"),
    ("import", "nowhere.md"),
    ("import", "caching.md", "-o", "clean"),
    ("pack", "new", "clean"),
    ("pack", "add", "nowhere"),
    ("pack", "remove", "realtime-api"),
    ("pack", "schema", "nothing"),
    ("export",),
    ("export", "svg", "paths"),
    ("export", "mermaid", "circuit-breaker"),
    ("export", "markdown", "--pack", "nowhere"),
    ("completion", "csh"),
    ("lst",),
    ("--nosuch",),
)
"""They print an error and what to do, and end with 1 or 2."""


def helps() -> Iterator[tuple[str, ...]]:
    """``--help`` of the program, and of every command and what is below it."""
    root: Any = typer.main.get_command(typer_app)

    def below(group: Any, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        yield path
        context = group.make_context(" ".join(path), [], resilient_parsing=True)
        for name in group.list_commands(context) if hasattr(group, "list_commands") else ():
            yield from below(group.get_command(context, name), (*path, name))

    yield from ((*path, "--help") for path in below(root, ()))

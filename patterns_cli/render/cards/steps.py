"""A diagram as numbered steps in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from patterns_cli.packs.model import RenderedDiagram


def numbered_steps(diagram: RenderedDiagram) -> Iterator[str]:
    """A line for each step, prefixed with loops and branches entered there."""
    enclosing: tuple[str, ...] = ()
    for number, step in enumerate(diagram.steps, 1):
        entered = [name for name in step.within if name not in enclosing]
        condition = f"({'; '.join(entered)}) " if entered else ""
        enclosing = step.within
        yield f"{number}. {condition}{step.text}"

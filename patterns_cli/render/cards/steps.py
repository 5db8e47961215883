"""A diagram told in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from patterns_cli.packs.model import RenderedDiagram


def numbered_steps(diagram: RenderedDiagram) -> Iterator[str]:
    """One line a step; where a loop or a branch starts, it is said before the step."""
    around: tuple[str, ...] = ()
    for number, step in enumerate(diagram.steps, 1):
        entered = [name for name in step.within if name not in around]
        condition = f"({'; '.join(entered)}) " if entered else ""
        around = step.within
        yield f"{number}. {condition}{step.text}"

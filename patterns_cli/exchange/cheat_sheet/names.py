"""Which pattern of a sheet is meant by words in its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from patterns_cli.text.names import normalize_name

if TYPE_CHECKING:
    from collections.abc import Iterable


class PatternNames:
    """Finds patterns by their names, with or without what stands in parentheses, also in the plural."""

    def __init__(self, patterns: Iterable[tuple[str, str]]) -> None:
        """Take ids with names."""
        found: dict[str, set[str]] = {}
        for id_, name in patterns:
            short, _, inside = name.partition(" (")
            for one in (name, short, inside.rstrip(")")):
                found.setdefault(normalize_name(one), set()).add(id_)
        self._id_by_name = {name: next(iter(ids)) for name, ids in found.items() if name and len(ids) == 1}

    def find_id(self, words: str) -> str:
        """The id of the pattern that is called so, or nothing."""
        for wanted in (normalize_name(words), normalize_name(words.partition(" (")[0])):
            for one in (wanted, f"{wanted}s", wanted.removesuffix("s")):
                if one in self._id_by_name:
                    return self._id_by_name[one]
        return ""

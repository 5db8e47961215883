"""Which pattern of a sheet is meant by words in its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from patterns_cli.text.names import name_forms, names_within, normalize_name, short_name

if TYPE_CHECKING:
    from collections.abc import Iterable


class PatternNames:
    """Finds patterns by their names, with or without what stands in parentheses, also in the plural."""

    def __init__(self, patterns: Iterable[tuple[str, str]]) -> None:
        """Take ids with names."""
        found: dict[str, set[str]] = {}
        for id_, name in patterns:
            for part in names_within(name):
                found.setdefault(normalize_name(part), set()).add(id_)
        self._id_by_name = {name: next(iter(ids)) for name, ids in found.items() if name and len(ids) == 1}

    def find_id(self, words: str) -> str:
        """The id of the pattern that is called so, or nothing."""
        for name in (words, short_name(words)):
            for form in sorted(name_forms(name), key=lambda form: form != normalize_name(name)):
                if form in self._id_by_name:
                    return self._id_by_name[form]
        return ""

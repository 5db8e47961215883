"""Parts of a card, asked for by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from patterns_cli.errors import NotFoundError, UsageError
from patterns_cli.render.document import Document
from patterns_cli.text.names import normalize_name
from patterns_cli.text.suggestions import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def select_sections(document: Document, names: Iterable[str], titles: Mapping[str, str]) -> Document:
    """The document with only the parts that are asked for, by id, title, or the beginning of either.

    Raises UsageError for a name that no card knows, NotFoundError where this card lacks the part.
    """
    ids = [_find_section_id(name, titles) for name in names]
    present = {section.id: section for section in document.sections}
    for id_ in ids:
        if id_ not in present:
            has = ", ".join(present)
            name = document.heading.text if document.heading else "this"
            raise NotFoundError(f"{name} has no part `{id_}`", f"it has: {has}")
    return Document(document.heading, [present[id_] for id_ in dict.fromkeys(ids)])


def _find_section_id(name: str, titles: Mapping[str, str]) -> str:
    wanted = normalize_name(name)
    for matches in (str.__eq__, str.startswith):
        for id_, title in titles.items():
            if wanted and (matches(normalize_name(id_), wanted) or matches(normalize_name(title), wanted)):
                return id_
    hint = did_you_mean(name, titles, "the parts are: " + ", ".join(titles))
    raise UsageError(f"no part of a card is called `{name}`", hint)

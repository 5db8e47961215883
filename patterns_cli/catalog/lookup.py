"""Find what a person means by a name they typed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from patterns_cli.errors import AmbiguousNameError, NotFoundError
from patterns_cli.text.names import all_names, name_forms, normalize_name
from patterns_cli.text.suggestions import close_matches, suggestion_hint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from patterns_cli.catalog.catalog import Catalog, Entry

MIN_PREFIX_CHARS = 3
"""How many letters of a name are enough to mean it, if only one name starts with them."""


def find_entry(catalog: Catalog, name: str) -> Entry:
    """The pattern, variant, neighbour, system or chapter of that name.

    Raises NotFoundError with near misses, or AmbiguousNameError with all that are meant.
    """
    return _find_by_name(name, [*_entry_names(catalog), *_system_names(catalog), *_chapter_names(catalog)], "pattern")


def find_exact(catalog: Catalog, text: str) -> Entry | None:
    """What goes by a text as its whole name, if one thing alone does."""
    forms = name_forms(text)
    found = {(entry.kind, entry.ref): entry for name, entry in _entry_names(catalog) if normalize_name(name) in forms}
    nearest_kind = _preferred_kind(found.values())
    return nearest_kind[0] if len(nearest_kind) == 1 else None


def find_recommendable(catalog: Catalog, name: str) -> Entry:
    """The pattern, variant or neighbour of that name; raises as ``find_entry`` does."""
    return _find_by_name(name, list(_entry_names(catalog)), "pattern")


def find_system(catalog: Catalog, name: str) -> Entry:
    """The system of that name; raises as ``find_entry`` does."""
    return _find_by_name(name, list(_system_names(catalog)), "system")


def names_of(entry: Entry) -> tuple[str, ...]:
    """Everything that an entry answers to."""
    return all_names(entry.ref, entry.name, entry.aliases)


def _is_canonical_name(name: str, entry: Entry) -> bool:
    """Whether an entry is called so by its pack; the start of such a name is enough, that of an alias is not."""
    variant = (entry.variant.id,) if entry.variant else ()
    return name in (entry.ref, entry.name, *variant) or name.endswith(f":{entry.ref}")


def _entry_names(catalog: Catalog) -> Iterator[tuple[str, Entry]]:
    for ref, entry in catalog.entries.items():
        yield ref, entry
        if ref == catalog.ref_of(entry):
            # The bare id of one that another pack's hides means that other one.
            yield from ((name, entry) for name in names_of(entry) if name != entry.ref or ref == entry.ref)
            if entry.variant:
                yield entry.variant.id, entry


def _system_names(catalog: Catalog) -> Iterator[tuple[str, Entry]]:
    for entry in catalog.system_entries.values():
        for name in names_of(entry):
            yield name, entry
    for id_, known_by in catalog.system_ids.items():
        yield id_, catalog.system_entries[known_by]


def _chapter_names(catalog: Catalog) -> Iterator[tuple[str, Entry]]:
    for entry in catalog.chapters:
        yield from ((name, entry) for name in (*names_of(entry), f"{entry.pack.info.id}:{entry.ref}"))


def _find_by_name(name: str, named_entries: list[tuple[str, Entry]], kind: str) -> Entry:
    starts = partial(_has_prefix, normalize_name(name))
    steps = (
        partial(_is_equal, name.strip().casefold()),
        partial(_is_any_form, name_forms(name)),
        starts,
    )
    for matches in steps:
        # Of two packs that hold the same system, the first one's is meant.
        candidates = [one for one in named_entries if _is_canonical_name(*one)] if matches is starts else named_entries
        found = {(entry.kind, entry.ref): entry for text, entry in reversed(candidates) if matches(text)}
        whole = _preferred_kind(found.values())
        if len(whole) == 1:
            return whole[0]
        if len(whole) > 1:
            refs = tuple(sorted(entry.ref for entry in whole))
            hint = "say which: " + ", ".join(refs)
            raise AmbiguousNameError(f"`{name}` can mean {len(refs)} things", hint, refs)
    near = _suggest_refs(name, named_entries)
    hint = suggestion_hint(near, "`patterns list` shows all there are")
    raise NotFoundError(f"no {kind} is called `{name}`", hint, near)


def _preferred_kind(entries: Iterable[Entry]) -> list[Entry]:
    """Those of the kind that is meant first: a pattern before its own variants, and before neighbours."""
    by_kind: dict[str, list[Entry]] = {}
    for entry in entries:
        by_kind.setdefault(entry.kind, []).append(entry)
    return next(
        (by_kind[kind] for kind in ("pattern", "variant", "system", "neighbour", "chapter") if kind in by_kind), []
    )


def _suggest_refs(name: str, named_entries: list[tuple[str, Entry]]) -> tuple[str, ...]:
    reached = {id(entry) for text, entry in named_entries if text == entry.ref}
    by_name: dict[str, str] = {}
    for text, entry in named_entries:
        if not text.endswith(f":{entry.ref}"):
            by_name.setdefault(text, entry.ref)
        elif id(entry) not in reached:
            by_name[text] = text  # hidden by another pack's, it is only found as pack:ref
    matches = close_matches(name, by_name, limit=6)
    return tuple(dict.fromkeys(by_name[match] for match in matches))[:3]


def _is_equal(query: str, name: str) -> bool:
    return name.casefold() == query


def _is_any_form(forms: frozenset[str], name: str) -> bool:
    return normalize_name(name) in forms


def _has_prefix(query: str, name: str) -> bool:
    return len(query) >= MIN_PREFIX_CHARS and normalize_name(name).startswith(query)

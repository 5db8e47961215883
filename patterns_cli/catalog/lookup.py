"""Look-up of entries by the names that users type."""

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
"""Minimum length of a prefix that finds a name, in characters."""


def find_entry(catalog: Catalog, name: str) -> Entry:
    """The entry of any kind with this name.

    Raises NotFoundError with suggestions, or AmbiguousNameError with all candidates.
    """
    return _find_by_name(name, [*_entry_names(catalog), *_system_names(catalog), *_chapter_names(catalog)], "pattern")


def find_exact(catalog: Catalog, text: str) -> Entry | None:
    """The entry whose full name is exactly this text, or None if there is no such entry or more than one."""
    forms = name_forms(text)
    found = {(entry.kind, entry.ref): entry for name, entry in _entry_names(catalog) if normalize_name(name) in forms}
    nearest_kind = _preferred_kind(found.values())
    return nearest_kind[0] if len(nearest_kind) == 1 else None


def find_recommendable(catalog: Catalog, name: str) -> Entry:
    """The pattern, variant or neighbor with this name. Raises as ``find_entry`` does."""
    return _find_by_name(name, list(_entry_names(catalog)), "pattern")


def find_system(catalog: Catalog, name: str) -> Entry:
    """The system with this name. Raises as ``find_entry`` does."""
    return _find_by_name(name, list(_system_names(catalog)), "system")


def names_of(entry: Entry) -> tuple[str, ...]:
    """Every name of an entry."""
    return all_names(entry.ref, entry.name, entry.aliases)


def _is_canonical_name(name: str, entry: Entry) -> bool:
    """Whether a name is the ref or the name of an entry; only those are found by a prefix, aliases are not."""
    variant = (entry.variant.id,) if entry.variant else ()
    return name in (entry.ref, entry.name, *variant) or name.endswith(f":{entry.ref}")


def _entry_names(catalog: Catalog) -> Iterator[tuple[str, Entry]]:
    for ref, entry in catalog.entries.items():
        yield ref, entry
        if ref == catalog.ref_of(entry):
            # The bare ref of a hidden entry means the entry that hides it.
            yield from ((name, entry) for name in names_of(entry) if name != entry.ref or ref == entry.ref)
            if entry.variant:
                yield entry.variant.id, entry


def _system_names(catalog: Catalog) -> Iterator[tuple[str, Entry]]:
    for entry in catalog.system_entries.values():
        for name in names_of(entry):
            yield name, entry
    for id_, catalog_id in catalog.system_ids.items():
        yield id_, catalog.system_entries[catalog_id]


def _chapter_names(catalog: Catalog) -> Iterator[tuple[str, Entry]]:
    for entry in catalog.chapters:
        yield from ((name, entry) for name in (*names_of(entry), f"{entry.pack.info.id}:{entry.ref}"))


def _find_by_name(name: str, named_entries: list[tuple[str, Entry]], kind: str) -> Entry:
    has_prefix = partial(_has_prefix, normalize_name(name))
    steps = (
        partial(_is_equal, name.strip().casefold()),
        partial(_is_any_form, name_forms(name)),
        has_prefix,
    )
    for matches in steps:
        candidates = named_entries
        if matches is has_prefix:
            candidates = [(text, entry) for text, entry in named_entries if _is_canonical_name(text, entry)]
        # In reverse, because of two packs with the same system the first counts.
        matching = {(entry.kind, entry.ref): entry for text, entry in reversed(candidates) if matches(text)}
        preferred = _preferred_kind(matching.values())
        if len(preferred) == 1:
            return preferred[0]
        if len(preferred) > 1:
            refs = tuple(sorted(entry.ref for entry in preferred))
            hint = "say which: " + ", ".join(refs)
            raise AmbiguousNameError(f"`{name}` can mean {len(refs)} things", hint, refs)
    near = _suggest_refs(name, named_entries)
    hint = suggestion_hint(near, "`patterns list` shows all there are")
    raise NotFoundError(f"no {kind} is called `{name}`", hint, near)


def _preferred_kind(entries: Iterable[Entry]) -> list[Entry]:
    """The entries of the most likely kind: patterns come before their variants, and before neighbors."""
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
            by_name[text] = text  # a hidden entry is only found as pack:ref
    matches = close_matches(name, by_name, limit=6)
    return tuple(dict.fromkeys(by_name[match] for match in matches))[:3]


def _is_equal(query: str, name: str) -> bool:
    return name.casefold() == query


def _is_any_form(forms: frozenset[str], name: str) -> bool:
    return normalize_name(name) in forms


def _has_prefix(query: str, name: str) -> bool:
    return len(query) >= MIN_PREFIX_CHARS and normalize_name(name).startswith(query)

"""Candidates for shell completion. A name is offered as a single lowercase word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import typer

from patterns_cli.cli.app_context import current_app

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from patterns_cli.catalog.catalog import Catalog, Entry
    from patterns_cli.packs.model import TreeQuestion

Candidates = list[tuple[str, str]]
"""Words, each with its description."""

_WORD = re.compile(r"[^\W_]+")


def entry_names(context: typer.Context, incomplete: str) -> Candidates:
    """Patterns and variants; once a letter is typed, neighbors, systems and other names as well."""
    catalog = current_app(context).catalog
    systems = _system_entries(catalog) if incomplete else ()
    return (
        []
        if context.params.get("name")
        else [*_name_candidates((*_recommendable_entries(catalog, incomplete), *systems), incomplete)]
    )


def recommendable_names(context: typer.Context, incomplete: str) -> Candidates:
    """Entries that can be compared, without those already given."""
    given = {*(context.params.get("names") or ())}
    entries = _recommendable_entries(current_app(context).catalog, incomplete)
    return [*_name_candidates((entry for entry in entries if given.isdisjoint(_single_word_names(entry))), incomplete)]


def system_names(context: typer.Context, incomplete: str) -> Candidates:
    """Systems."""
    given = context.params.get("name")
    return [] if given else [*_name_candidates(_system_entries(current_app(context).catalog), incomplete)]


def pattern_names(context: typer.Context, incomplete: str) -> Candidates:
    """Patterns without their variants."""
    return [*_name_candidates(current_app(context).catalog.patterns, incomplete)]


def next_answers(context: typer.Context, incomplete: str) -> Candidates:
    """The answers to the next question of the decision tree."""
    from patterns_cli.advise.decision_tree import walk
    from patterns_cli.packs.model import TreeQuestion

    tree = current_app(context).catalog.tree
    if tree is None:
        return []
    given = dict(word.partition("=")[::2] for word in context.params.get("answer") or ())
    at = walk(tree, given).node
    return [*_answer_candidates([at], incomplete)] if isinstance(at, TreeQuestion) else []


def all_answers(context: typer.Context, incomplete: str) -> Candidates:
    """The answers to every question of the decision tree."""
    tree = current_app(context).catalog.tree
    return [*_answer_candidates(tree.questions, incomplete)] if tree else []


def section_names(context: typer.Context, incomplete: str) -> Candidates:  # noqa: ARG001
    """The sections of a card."""
    from patterns_cli.render.cards.entry import SECTION_TITLES

    return [*SECTION_TITLES.items()]


def command_names(context: typer.Context, incomplete: str) -> Candidates:  # noqa: ARG001
    """The commands of the program."""
    root: Any = context.find_root()
    return [
        (name, root.command.get_command(root, name).get_short_help_str()) for name in root.command.list_commands(root)
    ]


def _answer_candidates(questions: Iterable[TreeQuestion], incomplete: str) -> Iterator[tuple[str, str]]:
    for question in questions:
        for option in question.options:
            word = f"{question.id}={option.id}"
            if word.startswith(incomplete):
                yield word, option.label


def _recommendable_entries(catalog: Catalog, incomplete: str) -> Iterator[Entry]:
    yield from catalog.patterns_with_variants()
    if incomplete:
        yield from catalog.neighbors


def _system_entries(catalog: Catalog) -> Iterator[Entry]:
    from patterns_cli.catalog.catalog import Entry

    for pack in catalog.packs:
        yield from (Entry(system.id, pack, system) for system in pack.systems)


def _name_candidates(entries: Iterable[Entry], incomplete: str) -> Iterator[tuple[str, str]]:
    """The first name of each entry that starts with the typed text; the ref is tried first."""
    for entry in entries:
        for word in _single_word_names(entry):
            if word.startswith(incomplete):
                yield word, entry.summary
                break


def _single_word_names(entry: Entry) -> Iterator[str]:
    """An entry's names, each as one word, the ref first."""
    from patterns_cli.catalog.lookup import names_of

    yield entry.ref
    if entry.variant:
        yield entry.variant.id
    yield from ("-".join(_WORD.findall(name.casefold())) for name in names_of(entry))
    if entry.kind != "system":
        yield f"{entry.pack.info.id}:{entry.ref}"

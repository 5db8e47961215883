"""A partial catalog says the same about its names as the whole catalog."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from patterns_cli.catalog.catalog import Catalog, open_catalog
from patterns_cli.catalog.lookup import find_entry, find_recommendable, find_system, names_of
from patterns_cli.catalog.partial import load_entries
from patterns_cli.errors import AmbiguousNameError
from patterns_cli.packs.cache import CacheLocations
from patterns_cli.render import json_views
from patterns_cli.render.cards.comparison import comparison_card
from patterns_cli.render.cards.entry import entry_card
from tests.conftest import CONTENT, Patterns, SmallPack

BUILT_IN = [CONTENT / "realtime-api"]


def about(folders: Sequence[Path], home: Path, *names: str) -> Catalog | None:
    return load_entries(folders, CacheLocations(None, lambda: home / "cache"), names)


def whole(folders: Sequence[Path], home: Path) -> Catalog:
    return open_catalog(folders, CacheLocations(None, lambda: home / "cache"))


def test_every_name_has_the_same_card_and_the_same_answer(catalog: Catalog, shared_home: Path) -> None:
    refs = [entry.ref for entry in (*catalog.patterns_with_variants(), *catalog.neighbors)]
    for name in (*refs, *catalog.systems):
        entry = find_entry(catalog, name)
        part = about(BUILT_IN, shared_home, name)
        assert part is not None
        found = find_entry(part, name)
        assert (found.ref, found.kind) == (entry.ref, entry.kind)
        assert entry_card(part, found) == entry_card(catalog, entry)
        assert json_views.entry_view(part, found) == json_views.entry_view(catalog, entry)
    for name in catalog.systems:
        part = about(BUILT_IN, shared_home, name)
        assert part is not None
        entry, found = find_system(catalog, name), find_system(part, name)
        assert entry_card(part, found) == entry_card(catalog, entry)


def test_every_alias_means_the_same(catalog: Catalog, shared_home: Path) -> None:
    for entry in catalog.patterns_with_variants():
        for name in (*names_of(entry), entry.name.upper() + "s", f"realtime-api:{entry.ref}"):
            part = about(BUILT_IN, shared_home, name)
            assert part is not None
            assert find_entry(part, name).ref == find_entry(catalog, name).ref


def test_comparisons_are_the_same(catalog: Catalog, shared_home: Path) -> None:
    for contrast in catalog.contrasts():
        part = about(BUILT_IN, shared_home, *contrast.between)
        assert part is not None
        ours, all_ = ([find_recommendable(one, name) for name in contrast.between] for one in (part, catalog))
        assert comparison_card(part, ours) == comparison_card(catalog, all_)
        assert json_views.comparison_view(part, ours) == json_views.comparison_view(catalog, all_)


@pytest.mark.parametrize("name", ["websoc", "websockt", "nothing of the kind", "", "→"])
def test_what_is_not_exactly_a_name_needs_the_whole(shared_home: Path, name: str) -> None:
    assert about(BUILT_IN, shared_home, name) is None
    assert about(BUILT_IN, shared_home, "sse", name) is None


def test_other_packs_are_read_for_what_a_card_speaks_of(small_pack: SmallPack, home: Path) -> None:
    small_pack.replace(
        "patterns/alpha.yaml", "instead: [beta]", "instead: [beta]\ndiagram: |\n  sequenceDiagram\n    A->>B: hi"
    )
    folders = [*BUILT_IN, small_pack.folder]
    part = about(folders, home, "alpha")
    assert part is not None
    assert part.name_of("beta") == "Beta"
    assert part.diagram_of(find_entry(part, "alpha"))
    assert len(part.patterns) < len(whole(folders, home).patterns)


def test_a_name_that_several_packs_have_is_ambiguous_as_ever(small_pack: SmallPack, home: Path) -> None:
    small_pack.replace("patterns/alpha.yaml", "name: Alpha", "name: Alpha\naliases: [both]")
    small_pack.replace("patterns/beta.yaml", "name: Beta", "name: Beta\naliases: [both]")
    part = about([small_pack.folder], home, "both")
    assert part is not None
    with pytest.raises(AmbiguousNameError):
        find_entry(part, "both")


def test_a_changed_file_is_seen_at_once(small_pack: SmallPack, home: Path) -> None:
    assert about([small_pack.folder], home, "alpha")
    small_pack.replace("patterns/alpha.yaml", "The first of two.", "The best of two.!")
    part = about([small_pack.folder], home, "alpha")
    assert part is not None
    assert find_entry(part, "alpha").summary == "The best of two.!"


def test_damage_to_any_page_of_the_file_changes_nothing_that_is_shown(small_pack: SmallPack, home: Path) -> None:
    expected = whole([small_pack.folder], home)
    [path] = (home / "cache").glob("*.sqlite")
    data = path.read_bytes()
    for position in range(0, len(data), 97):
        damaged = bytearray(data)
        damaged[position] ^= 0xFF
        path.write_bytes(damaged)
        for name in ("alpha", "beta"):
            part = about([small_pack.folder], home, name)
            assert part is None or find_entry(part, name).record == find_entry(expected, name).record
        path.write_bytes(data)


def test_without_a_cache_folder_the_same_entries_are_loaded(small_pack: SmallPack, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    for locations in (CacheLocations(), CacheLocations(None, lambda: tmp_path / "file")):
        part = load_entries([small_pack.folder], locations, ["alpha"])
        assert part is not None
        assert find_entry(part, "alpha").summary == "The first of two."


def test_faults_are_told_of_all_packs(patterns: Patterns, small_pack: SmallPack, home: Path) -> None:
    small_pack.write("patterns/gamma.yaml", "id: [broken")
    (home / "packs").mkdir(parents=True)
    small_pack.folder.rename(home / "packs" / "small")
    for words in (("show", "alpha"), ("alpha",), ("compare", "alpha", "beta"), ("show", "alph")):
        ended = patterns(*words)
        assert ended.code == 0
        assert ended.err.count("warning:") == 1
        assert "gamma.yaml" in ended.err

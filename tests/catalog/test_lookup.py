"""What a person means by a name they typed."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patterns_cli.catalog.catalog import Catalog, Entry, open_catalog
from patterns_cli.catalog.lookup import find_entry, find_recommendable, find_system, names_of
from patterns_cli.errors import AmbiguousNameError, NotFoundError
from tests.conftest import SmallPack

# By name.


@pytest.mark.parametrize(
    ("name", "ref"),
    [
        ("websocket", "websocket"),
        ("WebSocket", "websocket"),
        ("WEBSOCKET", "websocket"),
        ("web socket", "websocket"),
        ("Web-Sockets", "websocket"),
        ("  websocket  ", "websocket"),
        ("ws", "websocket"),
        ("SSE (Server-Sent Events)", "sse"),
        ("server sent events", "sse"),
        ("Server-Sent Events", "sse"),
        ("CDC", "cdc"),
        ("change data capture", "cdc"),
        ("presigned url", "presigned-urls"),
        ("heartbeats", "heartbeat"),
        ("idempotency key", "idempotency-keys"),
    ],
)
def test_a_pattern_is_found_by_any_of_its_names(catalog: Catalog, name: str, ref: str) -> None:
    assert find_entry(catalog, name).ref == ref


@pytest.mark.parametrize(
    ("name", "ref"),
    [
        ("pagination/cursor", "pagination/cursor"),
        ("cursor", "pagination/cursor"),
        ("Pagination / Cursor", "pagination/cursor"),
        ("keyset", "pagination/cursor"),
        ("limit/offset", "pagination/offset"),
        ("token bucket", "rate-limiting/token-bucket"),
        ("Fixed Window", "rate-limiting/fixed-window"),
    ],
)
def test_a_variant_is_found_by_its_own_names(catalog: Catalog, name: str, ref: str) -> None:
    entry = find_entry(catalog, name)
    assert (entry.ref, entry.kind) == (ref, "variant")


@pytest.mark.parametrize(
    ("name", "ref", "kind"),
    [
        ("etag", "conditional-polling", "neighbour"),
        ("Google Drive", "google-drive", "system"),
        ("gmail", "distributed-email", "system"),
    ],
)
def test_neighbours_and_systems_are_found_as_well(catalog: Catalog, name: str, ref: str, kind: str) -> None:
    entry = find_entry(catalog, name)
    assert (entry.ref, entry.kind) == (ref, kind)


def test_every_entry_is_found_by_its_ref_and_by_its_name(catalog: Catalog) -> None:
    for ref, entry in catalog.entries.items():
        assert find_entry(catalog, ref) == entry
    for entry in (*catalog.patterns_with_variants(), *catalog.neighbors):
        assert find_entry(catalog, entry.name) == entry
        assert find_recommendable(catalog, entry.short_name) == entry


def test_every_system_is_found_by_each_of_its_names(catalog: Catalog) -> None:
    for system in catalog.systems.values():
        for name in (system.id, system.name, *system.aliases):
            assert find_system(catalog, name).ref == system.id


def test_a_system_is_no_choice_and_a_pattern_is_no_system(catalog: Catalog) -> None:
    with pytest.raises(NotFoundError, match="no pattern is called `google-drive`"):
        find_recommendable(catalog, "google-drive")
    with pytest.raises(NotFoundError, match="no system is called `websocket`"):
        find_system(catalog, "websocket")


@pytest.mark.parametrize(("start", "ref"), [("webs", "websocket"), ("pag", "pagination"), ("Presig", "presigned-urls")])
def test_three_letters_are_enough_where_only_one_name_starts_with_them(catalog: Catalog, start: str, ref: str) -> None:
    assert find_entry(catalog, start).ref == ref


def test_two_letters_are_not_enough(catalog: Catalog) -> None:
    with pytest.raises(NotFoundError):
        find_entry(catalog, "pa")


def test_a_pattern_is_meant_before_its_own_variants(catalog: Catalog) -> None:
    assert find_entry(catalog, "rate").kind == "pattern"
    assert find_entry(catalog, "pagin").ref == "pagination"


def test_a_whole_name_is_meant_before_the_start_of_another(small_pack: SmallPack) -> None:
    small_pack.replace("patterns/beta.yaml", "name: Beta", "name: Beta\naliases: [alphabet]")
    assert find_entry(open_catalog([small_pack.folder]), "alpha").ref == "alpha"


def test_names_of_an_entry_are_its_ref_its_name_the_parts_of_it_and_its_aliases(catalog: Catalog) -> None:
    names = names_of(catalog.entries["sse"])
    assert names[:4] == ("sse", "SSE (Server-Sent Events)", "SSE", "Server-Sent Events")
    assert "eventsource" in names
    assert len(set(names)) == len(names)


# Not found.


@pytest.mark.parametrize(
    ("typo", "meant"),
    [("websockte", "websocket"), ("pagintion", "pagination"), ("hartbeat", "heartbeat"), ("webhok", "webhooks")],
)
def test_a_misspelt_name_is_told_with_what_was_meant(catalog: Catalog, typo: str, meant: str) -> None:
    with pytest.raises(NotFoundError) as error:
        find_entry(catalog, typo)
    assert error.value.message == f"no pattern is called `{typo}`"
    assert error.value.suggestions[0] == meant
    assert error.value.hint.startswith(f"did you mean {meant}")
    assert error.value.hint.endswith("?")
    assert len(error.value.suggestions) <= 3


@pytest.mark.parametrize("typo", ["rate-limiting/token-buckt", "pagination/curser", "idempotency-kyes"])
def test_nothing_is_suggested_under_two_names(catalog: Catalog, typo: str) -> None:
    with pytest.raises(NotFoundError) as error:
        find_entry(catalog, typo)
    meant = [find_entry(catalog, name).ref for name in error.value.suggestions]
    assert meant
    assert len(set(meant)) == len(meant)


def test_no_more_than_three_names_are_suggested(small_pack: SmallPack) -> None:
    ids = ("card", "care", "carp", "cars", "cart")
    lines = "".join(f"  - {{id: {id_}, name: {id_.title()}, summary: s}}\n" for id_ in ids)
    small_pack.write("systems.yaml", f"systems:\n{lines}")
    with pytest.raises(NotFoundError) as error:
        find_system(open_catalog([small_pack.folder]), "carx")
    assert error.value.suggestions == ("card", "care", "carp")


def test_two_near_names_are_joined_with_or(small_pack: SmallPack) -> None:
    small_pack.write(
        "systems.yaml",
        "systems:\n"
        + "".join(f"  - {{id: {id_}, name: {id_.title()}, summary: s}}\n" for id_ in ("cart", "card", "care")),
    )
    with pytest.raises(NotFoundError) as error:
        find_system(open_catalog([small_pack.folder]), "carx")
    assert error.value.suggestions == ("card", "care", "cart")
    assert error.value.hint == "did you mean card, care or cart?"


@pytest.mark.parametrize("name", ["", " ", "kubernetes-operator", "()", "!!!", "x" * 10_000])
def test_a_name_like_no_other_is_told_with_where_to_look(catalog: Catalog, name: str) -> None:
    with pytest.raises(NotFoundError) as error:
        find_entry(catalog, name)
    assert error.value.hint == "`patterns list` shows all there are"
    assert error.value.suggestions == ()


# More than one.


def test_the_start_of_two_names_is_told_with_both(catalog: Catalog) -> None:
    with pytest.raises(AmbiguousNameError) as error:
        find_entry(catalog, "web")
    assert error.value.message == "`web` can mean 2 things"
    assert error.value.hint == "say which: webhooks, websocket"
    assert error.value.suggestions == ("webhooks", "websocket")


def test_an_ambiguous_name_counts_as_one_that_is_not_found(catalog: Catalog) -> None:
    with pytest.raises(NotFoundError):
        find_entry(catalog, "web")


def test_a_variant_that_two_patterns_have_is_told_with_both(small_pack: SmallPack) -> None:
    for name in ("alpha", "beta"):
        variants = f"variants:\n  - {{id: fast, name: Fast {name}, summary: s, what: w}}\n"
        small_pack.replace(f"patterns/{name}.yaml", "profile:", f"{variants}profile:")
    catalog = open_catalog([small_pack.folder])
    with pytest.raises(AmbiguousNameError) as error:
        find_entry(catalog, "fast")
    assert error.value.suggestions == ("alpha/fast", "beta/fast")
    assert find_entry(catalog, "beta/fast").name == "Fast beta"


# Two packs.


@pytest.fixture
def two(small_pack: SmallPack) -> Catalog:
    """Two packs that share their ids and differ in their words."""
    other = SmallPack(small_pack.folder.parent / "other")
    for path in small_pack.folder.rglob("*.yaml"):
        text = path.read_text(encoding="utf-8").replace("The first of two", "From the other pack")
        other.write(path.relative_to(small_pack.folder).as_posix(), text.replace("id: small", "id: other"))
    system = "systems:\n  - {id: shop, name: Shop, summary: From the SOURCE pack.}\n"
    small_pack.write("systems.yaml", system.replace("SOURCE", "first"))
    other.write("systems.yaml", system.replace("SOURCE", "other"))
    return open_catalog([small_pack.folder, other.folder])


@pytest.mark.parametrize("name", ["alpha", "Alpha", "ALPHA", "alph", "small:alpha"])
def test_an_id_that_two_packs_have_means_the_first(two: Catalog, name: str) -> None:
    assert find_entry(two, name).summary == "The first of two."


@pytest.mark.parametrize("name", ["other:alpha", "Other:Alpha", "other:alph"])
def test_the_other_one_is_reached_through_its_pack(two: Catalog, name: str) -> None:
    assert find_entry(two, name).summary == "From the other pack."


@pytest.mark.parametrize("find", [find_entry, find_system])
@pytest.mark.parametrize("name", ["shop", "Shop", "sho"])
def test_a_system_that_two_packs_have_is_the_first_ones(
    two: Catalog, find: Callable[[Catalog, str], Entry], name: str
) -> None:
    assert find(two, name).summary == "From the first pack." == two.systems["shop"].summary


def test_a_near_miss_in_another_pack_suggests_the_name_by_which_that_one_is_found(two: Catalog) -> None:
    with pytest.raises(NotFoundError) as error:
        find_entry(two, "other:alhpa")
    assert error.value.suggestions[0] == "other:alpha"


# Whatever is typed.

TYPED = st.text(st.characters(exclude_categories=())) | st.lists(
    st.sampled_from(
        ["web", "socket", "s", " ", "-", ":", "/", "(", ")", "realtime-api", "cursor", "İ", "ß", "\x00", "é"]
    )
).map("".join)


@given(TYPED)
@settings(deadline=None, max_examples=40)
def test_any_name_finds_something_or_is_told(catalog: Catalog, name: str) -> None:
    for find in (find_entry, find_recommendable, find_system):
        with contextlib.suppress(NotFoundError):
            found = find(catalog, name)
            assert find(catalog, found.ref) == found


@pytest.mark.parametrize("name", ["polling", "window", "realtime"])
def test_the_beginning_of_an_alias_or_the_middle_of_a_name_is_not_enough(catalog: Catalog, name: str) -> None:
    with pytest.raises(NotFoundError):
        find_entry(catalog, name)

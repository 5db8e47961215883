"""Everything that is known, from all packs in force, found by ref."""

from __future__ import annotations

from pathlib import Path

import pytest

from patterns_cli.catalog.catalog import Catalog, open_catalog
from patterns_cli.packs.cache import CacheLocations
from patterns_cli.packs.model import DecisionTree, Pattern
from patterns_cli.packs.refs import is_same_or_variant
from tests.conftest import CONTENT, PATTERN, Patterns, SmallPack
from tests.packs.diagnosing import format_diagnostics

DIAGRAM = "diagram: |\n  sequenceDiagram\n    A->>B: WORDS\n"


def tree_to(verdict: str) -> str:
    """A tree with one question and one leaf."""
    return (
        "start: q\nquestions:\n"
        "  - {id: q, ask: a?, path: p, options: [{id: o, label: L, example: e, to: l}]}\n"
        f"leaves:\n  - {{id: l, verdict: {verdict}, because: b, costs: [], reconsider: []}}\n"
    )


@pytest.fixture
def own(small_pack: SmallPack) -> SmallPack:
    """A second pack: its alpha clashes with that of the first, its gamma does not."""
    pack = SmallPack(small_pack.folder.parent / "own")
    pack.write("pack.yaml", "id: own\ntitle: Own\nsummary: My own.\nprofile:\n  - {id: starts, label: Who starts}\n")
    pack.write("patterns/alpha.yaml", PATTERN.replace("The first of two", "My own").replace("[beta]", "[gamma]"))
    gamma = PATTERN.replace("alpha", "gamma").replace("Alpha", "Gamma").replace("[beta]", "[alpha]")
    pack.write("patterns/gamma.yaml", gamma)
    return pack


def both(first: SmallPack, second: SmallPack) -> Catalog:
    return open_catalog([first.folder, second.folder])


# Entries.


def test_patterns_variants_and_neighbors_are_found_by_ref(catalog: Catalog) -> None:
    kinds = {ref: catalog.entries[ref].kind for ref in ("websocket", "pagination/cursor", "webrtc")}
    assert kinds == {"websocket": "pattern", "pagination/cursor": "variant", "webrtc": "neighbour"}


def test_every_entry_is_also_found_through_its_pack(catalog: Catalog) -> None:
    assert catalog.entries["realtime-api:sse"] == catalog.entries["sse"]
    assert catalog.entries["realtime-api:pagination/cursor"] == catalog.entries["pagination/cursor"]


def test_an_id_that_two_packs_have_means_the_first_and_the_other_through_its_pack(
    small_pack: SmallPack, own: SmallPack
) -> None:
    entries = both(small_pack, own).entries
    assert entries["alpha"].summary == "The first of two."
    assert entries["own:alpha"].summary == "My own."
    assert entries["gamma"] == entries["own:gamma"]
    assert both(own, small_pack).entries["alpha"].summary == "My own."


def test_patterns_come_pack_by_pack_and_variants_after_their_pattern(catalog: Catalog) -> None:
    refs = [entry.ref for entry in catalog.patterns_with_variants()]
    assert refs[0] == "websocket"
    at = refs.index("pagination")
    assert set(refs[at + 1 : at + 3]) == {"pagination/cursor", "pagination/offset"}
    assert [entry.ref for entry in catalog.patterns] == [ref for ref in refs if "/" not in ref]
    assert len(catalog.patterns) == 10
    assert not set(refs) & {entry.ref for entry in catalog.neighbors}


def test_patterns_of_all_packs_are_listed_the_clashing_one_too(small_pack: SmallPack, own: SmallPack) -> None:
    catalog = both(small_pack, own)
    assert [(entry.pack.info.id, entry.ref) for entry in catalog.patterns] == [
        ("small", "alpha"),
        ("small", "beta"),
        ("own", "alpha"),
        ("own", "gamma"),
    ]


def test_an_entry_tells_its_name_with_and_without_what_stands_in_parentheses(catalog: Catalog) -> None:
    sse = catalog.entries["sse"]
    assert (sse.name, sse.short_name) == ("SSE (Server-Sent Events)", "SSE")
    assert catalog.entries["websocket"].short_name == "WebSocket"


def test_a_variant_has_its_own_name_aliases_and_summary(catalog: Catalog) -> None:
    cursor, pagination = catalog.entries["pagination/cursor"], catalog.entries["pagination"]
    assert cursor.name == "Cursor-based pagination"
    assert "keyset" in cursor.aliases
    assert "keyset" not in pagination.aliases
    assert cursor.summary != pagination.summary
    assert cursor.pattern == pagination.pattern


def test_a_neighbor_tells_its_purpose_as_its_summary_and_has_no_profile(catalog: Catalog) -> None:
    webrtc = catalog.entries["webrtc"]
    assert webrtc.summary.startswith("Live voice, video and data between people")
    assert webrtc.profile == {}


def test_a_neighbor_is_no_pattern(catalog: Catalog) -> None:
    with pytest.raises(TypeError, match="webrtc is no pattern"):
        assert catalog.entries["webrtc"].pattern


def test_the_profile_of_a_variant_is_that_of_its_pattern_with_its_own_lines_instead(small_pack: SmallPack) -> None:
    small_pack.replace("pack.yaml", "profile:\n", "profile:\n  - {id: ends, label: Who ends}\n")
    variants = "variants:\n  - {id: fast, name: F, summary: s, what: w, profile: {ends: Nobody}}\n"
    small_pack.replace("patterns/alpha.yaml", "profile:\n", f"{variants}profile:\n  ends: Alpha\n")
    entries = open_catalog([small_pack.folder]).entries
    assert entries["alpha"].profile == {"starts": "Alpha does", "ends": "Alpha"}
    assert entries["alpha/fast"].profile == {"starts": "Alpha does", "ends": "Nobody"}


def test_a_name_is_reported_for_every_ref_and_the_ref_where_nobody_knows_it(catalog: Catalog) -> None:
    assert catalog.name_of("sse") == "SSE"
    assert catalog.name_of("pagination/cursor") == "Cursor-based pagination"
    assert catalog.name_of("nowhere") == "nowhere"
    assert catalog.system_name("google-drive") == "Google Drive"
    assert catalog.system_name("nowhere") == "nowhere"


# Systems and their uses.


def test_packs_that_know_the_same_system_share_the_first_ones(small_pack: SmallPack, own: SmallPack) -> None:
    small_pack.write("systems.yaml", "systems:\n  - {id: shop, name: Shop, summary: First.}\n")
    own.write(
        "systems.yaml", "systems:\n  - {id: shop, name: My shop, summary: s}\n  - {id: bank, name: B, summary: s}\n"
    )
    catalog = both(small_pack, own)
    assert list(catalog.systems) == ["shop", "bank"]
    assert catalog.system_name("shop") == "Shop"


def test_every_row_of_every_applied_table_is_a_use(catalog: Catalog) -> None:
    rows = sum(len(entry.pattern.applied.rows) for entry in catalog.patterns if entry.pattern.applied)
    uses = list(catalog.usages())
    assert len(uses) == rows > 20
    assert {use.row.system for use in uses} <= set(catalog.systems)


def test_a_row_about_the_whole_pattern_counts_for_its_variants_but_not_the_other_way_round(
    small_pack: SmallPack,
) -> None:
    small_pack.write(
        "systems.yaml", "systems:\n  - {id: shop, name: S, summary: s}\n  - {id: bank, name: B, summary: s}\n"
    )
    text = (small_pack.folder / "patterns" / "alpha.yaml").read_text(encoding="utf-8")
    small_pack.write(
        "patterns/alpha.yaml",
        text + "variants:\n  - {id: fast, name: F, summary: s, what: w}\n  - {id: slow, name: S, summary: s, what: w}\n"
        "applied:\n  title: T\n  columns: [a, b, c]\n  rows:\n"
        "    - {system: shop, use: u, why: w}\n    - {system: bank, use: u, why: w, variant: fast}\n",
    )
    catalog = open_catalog([small_pack.folder])
    systems = {
        ref: [(use.row.system, use.ref) for use in catalog.usages_of(ref)]
        for ref in ("alpha", "alpha/fast", "alpha/slow", "beta")
    }
    assert systems == {
        "alpha": [("shop", "alpha"), ("bank", "alpha/fast")],
        "alpha/fast": [("shop", "alpha"), ("bank", "alpha/fast")],
        "alpha/slow": [("shop", "alpha")],
        "beta": [],
    }


# Contrasts, tables, trees.


def test_a_contrast_is_found_from_either_side(catalog: Catalog) -> None:
    contrast = catalog.contrast_between("sse", "websocket")
    assert contrast is not None
    assert contrast == catalog.contrast_between("websocket", "sse")
    assert contrast in catalog.contrasts_of("sse")
    assert contrast in catalog.contrasts_of("websocket")
    assert catalog.contrast_between("sse", "sse") is None
    assert catalog.contrast_between("sse", "nowhere") is None


def test_a_contrast_of_a_variant_is_one_of_its_pattern_but_not_of_another_variant(catalog: Catalog) -> None:
    contrast = catalog.contrast_between("pagination/cursor", "pagination/offset")
    assert contrast is not None
    assert contrast in catalog.contrasts_of("pagination")
    assert contrast in catalog.contrasts_of("pagination/cursor")
    assert contrast not in catalog.contrasts_of("rate-limiting")


@pytest.mark.parametrize(
    ("ref", "of", "answer"),
    [
        ("pagination", "pagination", True),
        ("pagination/cursor", "pagination", True),
        ("pagination", "pagination/cursor", False),
        ("paginations", "pagination", False),
        ("pagination/cursor", "pagination/offset", False),
    ],
)
def test_a_ref_is_itself_or_varies_what_stands_before_its_slash(ref: str, of: str, answer: bool) -> None:
    assert is_same_or_variant(ref, of) is answer


def test_the_tree_is_that_of_the_first_pack_that_has_one(small_pack: SmallPack, own: SmallPack) -> None:
    assert both(small_pack, own).tree is None
    own.write("decide.yaml", tree_to("gamma"))
    assert verdicts(both(small_pack, own).tree) == ["gamma"]
    small_pack.write("decide.yaml", tree_to("beta"))
    assert verdicts(both(small_pack, own).tree) == ["beta"]


def verdicts(tree: DecisionTree | None) -> list[str]:
    assert tree is not None
    return [leaf.verdict for leaf in tree.leaves]


def test_tables_and_contrasts_come_from_every_pack(small_pack: SmallPack, own: SmallPack) -> None:
    for pack, id_ in ((small_pack, "one"), (own, "two")):
        pack.write("tables.yaml", f"tables:\n  - {{id: {id_}, title: T, columns: [{{label: a}}], rows: []}}\n")
    assert [table.id for table in both(small_pack, own).tables()] == ["one", "two"]
    builtin = open_catalog([CONTENT / "realtime-api", small_pack.folder])
    assert [table.id for table in builtin.tables()][-1] == "one"
    assert len(list(builtin.contrasts())) == len(list(open_catalog([CONTENT / "realtime-api"]).contrasts()))


# Opening.


def test_a_catalogue_of_nothing_is_empty() -> None:
    catalog = open_catalog([])
    assert (catalog.packs, catalog.entries, catalog.patterns, catalog.systems, catalog.tree) == ((), {}, (), {}, None)


def test_faults_of_all_packs_are_reported(small_pack: SmallPack, own: SmallPack) -> None:
    small_pack.write("patterns/gamma.yaml", "- a\n")
    own.write("systems.yaml", "hello\n")
    catalog = both(small_pack, own)
    assert format_diagnostics(catalog.diagnostics, small_pack.folder.parent) == [
        "small/patterns/gamma.yaml:1:1: the file should be fields, found a list",
        "own/systems.yaml:1:1: the file should be fields, found text",
    ]
    assert [entry.ref for entry in catalog.patterns] == ["alpha", "beta", "alpha", "gamma"]


def test_a_second_pack_with_the_id_of_the_first_is_reported_as_nobody_could_reach_what_it_holds(
    small_pack: SmallPack, own: SmallPack
) -> None:
    own.replace("pack.yaml", "id: own", "id: small")
    [line] = format_diagnostics(both(small_pack, own).diagnostics, small_pack.folder.parent)
    assert line.startswith("own/pack.yaml:1:5: ")
    assert "`small`" in line


def test_a_hostile_pack_hides_no_other(small_pack: SmallPack, own: SmallPack) -> None:
    loops = "  loop x\n" * 1500 + "  A->>B: y\n" + "  end\n" * 1500
    own.replace("patterns/gamma.yaml", "profile:", f"diagram: |\n  sequenceDiagram\n{loops}profile:")
    assert both(small_pack, own).entries["alpha"].summary == "The first of two."


def test_what_is_found_is_found_again_through_a_cache(small_pack: SmallPack, own: SmallPack, tmp_path: Path) -> None:
    folders = [small_pack.folder, own.folder]
    catalogs = [open_catalog(folders, CacheLocations(find_cache_dir=lambda: tmp_path / "cache")) for _ in range(2)]
    assert catalogs[0] == catalogs[1] == open_catalog(folders)


def test_a_pattern_is_frozen(catalog: Catalog) -> None:
    pattern: Pattern = catalog.entries["sse"].pattern
    with pytest.raises(AttributeError):
        pattern.name = "Other"  # type: ignore[misc]


# Diagrams of two packs.


def how_it_works(patterns: Patterns, name: str) -> str:
    ended = patterns("show", name, "--section", "how")
    assert ended.code == 0
    return ended.out


def test_a_pattern_of_ones_own_shows_its_own_diagram_even_where_its_id_clashes(home: Path, patterns: Patterns) -> None:
    pack = SmallPack(home / "packs" / "own")
    pack.write("pack.yaml", "id: own\ntitle: Own\nsummary: My own.\n")
    text = PATTERN.replace("alpha", "sse").replace("[beta]", "[websocket]").partition("profile:")[0]
    pack.write("patterns/sse.yaml", text + DIAGRAM.replace("WORDS", "in my own words"))
    assert "in my own words" not in how_it_works(patterns, "sse")
    assert "in my own words" in how_it_works(patterns, "own:sse")


def test_a_diagram_of_another_pack_is_not_shown_for_a_pattern_that_has_none(
    small_pack: SmallPack, home: Path, patterns: Patterns
) -> None:
    packs = home / "packs"
    packs.mkdir(parents=True)
    small_pack.folder.rename(packs / "a-first")
    text = PATTERN.partition("profile:")[0]
    second = SmallPack(packs / "b-second")
    second.write("pack.yaml", "id: second\ntitle: Second\nsummary: s\n")
    second.write("patterns/alpha.yaml", text + DIAGRAM.replace("WORDS", "in other words"))
    ended = patterns("show", "alpha")
    assert ended.code == 0
    assert "The first of two." in ended.out
    assert "in other words" not in ended.out


SYSTEM = "systems:\n  - {{id: {id}, name: {name}, aliases: [{alias}], summary: {id} it is.}}\n"


@pytest.mark.parametrize(
    ("id_", "name", "alias"),
    [("shop", "Store", "x"), ("store", "SHOP", "x"), ("store", "Store", "shop"), ("store", "Store", "corner Shop")],
)
def test_packs_that_know_a_system_by_any_of_its_names_share_it(
    small_pack: SmallPack, own: SmallPack, id_: str, name: str, alias: str
) -> None:
    small_pack.write("systems.yaml", SYSTEM.format(id="shop", name="Shop", alias="corner-shop"))
    own.write("systems.yaml", SYSTEM.format(id=id_, name=name, alias=alias))
    catalog = both(small_pack, own)
    assert list(catalog.systems) == ["shop"]
    assert (catalog.system_name("shop"), catalog.system_name(id_)) == ("Shop", "Shop")
    assert catalog.systems["shop"].summary == "shop it is."
    assert {"shop", id_} == set(catalog.system_ids)


def test_two_systems_of_one_pack_are_never_taken_for_one(small_pack: SmallPack, own: SmallPack) -> None:
    two = "systems:\n  - {id: a, name: Same, summary: A.}\n  - {id: b, name: Same, summary: B.}\n"
    small_pack.write("systems.yaml", two)
    assert list(both(small_pack, own).systems) == ["a", "b"]

"""Checks of references: each kind of error, reported at its position."""

from __future__ import annotations

import pytest

from patterns_cli.catalog.catalog import open_catalog
from patterns_cli.catalog.lookup import find_entry
from patterns_cli.packs.loader import load_pack
from tests.conftest import SmallPack
from tests.packs.diagnosing import diagnose_pack

ALPHA = """\
id: alpha
name: Alpha
aliases: [first]
summary: The first of two.
what: It goes first.
use_when:
  - id: always
    text: Always.
  - id: sometimes
    text: Sometimes.
avoid_when:
  - id: never
    text: Never.
    instead: [beta, alpha/fast, queue]
profile:
  starts: Alpha does
variants:
  - id: fast
    name: Fast alpha
    aliases: [quick]
    summary: In a hurry.
    what: It runs.
    avoid_when:
      - id: tired
        text: Tired.
        instead: [alpha/slow]
    profile:
      starts: Alpha runs
  - id: slow
    name: Slow alpha
    summary: At leisure.
    what: It walks.
applied:
  title: Applied
  columns: [System, Use, Why]
  rows:
    - system: shop
      use: It sells.
      why: It must.
      variant: fast
      instead_of: [beta]
notes:
  - id: one
    label: One
    text: A note.
  - id: two
    code: GET /alpha
pitfalls:
  - id: hole
    title: A hole
    text: It falls.
    do: Jump.
    sources: [rfc]
  - id: wall
    title: A wall
    text: It stops.
    do: Climb.
footnotes:
  - id: exact
    quote: goes first
    text: Most days.
    sources: [rfc]
  - id: also
    quote: GET /alpha
    text: Over HTTP.
    sources: [manual, rfc]
references:
  - {id: rfc, title: RFC, url: "https://example.org/rfc", publisher: IETF, says: So.}
  - {id: manual, title: Manual, url: "https://example.org/man", publisher: Maker, says: So too.}
"""

SYSTEMS = """\
systems:
  - id: shop
    name: Shop
    aliases: [store]
    summary: Sells.
  - id: bank
    name: Bank
    aliases: [till]
    summary: Lends.
"""

TABLES = """\
tables:
  - id: sizes
    title: Sizes
    patterns: [alpha, beta]
    columns:
      - label: What
      - label: Alpha
        about: alpha/fast
    rows:
      - id: small
        cells: [Small, one]
        about: [beta]
      - id: large
        cells: [Large, two]
    footnotes:
      - id: roughly
        quote: Large
        text: Roughly.
        sources: [rfc]
  - id: colours
    title: Colours
    columns: [{label: Colour}]
    rows: []
"""

CONTRASTS = """\
contrasts:
  - id: one-or-other
    between: [alpha, beta]
    question: Which?
    choices:
      - {choose: alpha, when: Early., because: It is first.}
      - {choose: beta, when: Late., because: It is last.}
    flip:
      story: It is early.
      answer: alpha
      change: It gets late.
      then: beta
      because: It is late.
  - id: fast-or-slow
    between: [alpha/fast, alpha/slow]
    question: How?
    choices:
      - {choose: alpha/slow, when: Old., because: b}
      - {choose: alpha/fast, when: Young., because: b}
    flip: {story: s, answer: alpha/slow, change: c, then: alpha/fast, because: b}
"""

NEIGHBOURS = """\
neighbours:
  - id: queue
    name: Queue
    aliases: [line]
    purpose: Waiting.
    tell_apart: It stands.
    do: Stand.
    near: [alpha, alpha/slow]
  - id: cache
    name: Cache
    purpose: Keeping.
    tell_apart: It keeps.
    do: Keep.
"""


@pytest.fixture
def pack(small_pack: SmallPack) -> SmallPack:
    """A pack with something of everything, and no fault."""
    head = (small_pack.folder / "pack.yaml").read_text(encoding="utf-8")
    small_pack.write("pack.yaml", f"{head}groups:\n  - id: all\n    title: All\n    patterns: [alpha, beta]\n")
    small_pack.write("patterns/alpha.yaml", ALPHA)
    small_pack.write("systems.yaml", SYSTEMS)
    small_pack.write("tables.yaml", TABLES)
    small_pack.write("contrasts.yaml", CONTRASTS)
    small_pack.write("neighbours.yaml", NEIGHBOURS)
    return small_pack


def test_a_pack_whose_parts_fit_has_no_fault(pack: SmallPack) -> None:
    assert diagnose_pack(pack.folder) == []


# Every word that should lead somewhere and may not.

LEADS_NOWHERE = {
    "a group names a pattern": (
        "pack.yaml",
        ("patterns: [alpha, beta]", "patterns: [alpha, betta]"),
        "10:23: there is no pattern `betta` (did you mean beta?)",
    ),
    "a caution sends to something": (
        "patterns/alpha.yaml",
        ("[beta, alpha/fast, queue]", "[beta, alpha/fsat, queue]"),
        "14:21: there is no pattern, variant or neighbor `alpha/fsat` (did you mean alpha/fast?)",
    ),
    "a caution of a variant sends to something": (
        "patterns/alpha.yaml",
        ("[alpha/slow]", "[alpha/slw]"),
        "26:19: there is no pattern, variant or neighbor `alpha/slw` (did you mean alpha/slow?)",
    ),
    "a profile has a line": (
        "patterns/beta.yaml",
        ("  starts: Beta does", "  starts: Beta does\n  start: Beta does"),
        "14:10: there is no profile attribute `start` (did you mean starts?)",
    ),
    "the profile of a variant has a line": (
        "patterns/alpha.yaml",
        ("      starts: Alpha runs", "      begins: Alpha runs"),
        "28:15: there is no profile attribute `begins`",
    ),
    "a row is about a system": (
        "patterns/alpha.yaml",
        ("system: shop", "system: shp"),
        "37:15: there is no system `shp` (did you mean shop?)",
    ),
    "a row is about a variant": (
        "patterns/alpha.yaml",
        ("variant: fast", "variant: alpha/fast"),
        "40:16: there is no variant `alpha/fast`",
    ),
    "a row argues against something": (
        "patterns/alpha.yaml",
        ("instead_of: [beta]", "instead_of: [kubernetes]"),
        "41:20: there is no pattern, variant or neighbor `kubernetes`",
    ),
    "a pitfall has a source": (
        "patterns/alpha.yaml",
        ("do: Jump.\n    sources: [rfc]", "do: Jump.\n    sources: [rfcs]"),
        "53:15: there is no reference `rfcs` (did you mean rfc?)",
    ),
    "a footnote has a source": (
        "patterns/alpha.yaml",
        ("[manual, rfc]", "[manual, web]"),
        "66:23: there is no reference `web`",
    ),
    "a footnote quotes": (
        "patterns/alpha.yaml",
        ("quote: goes first", "quote: goes last"),
        "60:12: the quote does not occur in the entry (copy the words exactly as they are written above)",
    ),
    "a table stands on a card": (
        "tables.yaml",
        ("patterns: [alpha, beta]", "patterns: [alpha, queue]"),
        "4:23: there is no pattern `queue`",
    ),
    "a column is about something": (
        "tables.yaml",
        ("about: alpha/fast", "about: alpha/faste"),
        "8:16: there is no pattern, variant or neighbor `alpha/faste` (did you mean alpha/fast?)",
    ),
    "a table row is about something": (
        "tables.yaml",
        ("about: [beta]", "about: [gamma]"),
        "12:17: there is no pattern, variant or neighbor `gamma`",
    ),
    "a footnote of a table quotes": (
        "tables.yaml",
        ("quote: Large", "quote: large"),
        "17:16: the quote does not occur in the entry (copy the words exactly as they are written above)",
    ),
    "a footnote of a table has a source": (
        "tables.yaml",
        ("sources: [rfc]", "sources: [rcf]"),
        "19:19: there is no reference `rcf` (did you mean rfc?)",
    ),
    "a neighbour is near something": (
        "neighbours.yaml",
        ("near: [alpha, alpha/slow]", "near: [alpha, cache]"),
        "8:19: there is no pattern or variant `cache`",
    ),
}


@pytest.mark.parametrize("kind", LEADS_NOWHERE)
def test_a_word_that_leads_nowhere_is_reported_where_it_is_with_what_was_meant(pack: SmallPack, kind: str) -> None:
    name, (old, new), sentence = LEADS_NOWHERE[kind]
    pack.replace(name, old, new)
    assert diagnose_pack(pack.folder) == [f"{name}:{sentence}"]


def test_a_contrast_between_what_does_not_exist_is_reported(pack: SmallPack) -> None:
    pack.replace("contrasts.yaml", "[alpha, beta]", "[alpha, betamax]")
    assert diagnose_pack(pack.folder) == [
        "contrasts.yaml:3:22: there is no pattern, variant or neighbor `betamax` (did you mean beta?)",
        "contrasts.yaml:6:7: the choices are not the refs under `between` (write a choice for each of the two)",
        (
            "contrasts.yaml:9:7: `answer` and `then` are not the refs under `between` "
            "(the change must lead from one to the other)"
        ),
    ]


def test_a_reference_counts_for_its_own_pattern_only(pack: SmallPack) -> None:
    pitfall = "pitfalls:\n  - {id: p, title: t, text: t, do: d, sources: [rfc]}\nprofile:"
    pack.replace("patterns/beta.yaml", "profile:", pitfall)
    assert diagnose_pack(pack.folder) == ["patterns/beta.yaml:13:49: there is no reference `rfc`"]


@pytest.mark.parametrize(
    "quote",
    ["goes first", "Sometimes.", "Never.", "A note.", "GET /alpha", "It sells.", "It must."],
    ids=["what", "use when", "avoid when", "note", "code", "use", "why"],
)
def test_a_footnote_may_quote_any_text_of_its_pattern(pack: SmallPack, quote: str) -> None:
    pack.replace("patterns/alpha.yaml", "quote: goes first", f"quote: {quote}")
    assert diagnose_pack(pack.folder) == []


# The profile.


def test_a_profile_line_that_is_missing_is_reported_at_the_profile(pack: SmallPack) -> None:
    pack.replace("pack.yaml", "profile:\n", "profile:\n  - {id: ends, label: Who ends}\n")
    assert diagnose_pack(pack.folder) == [
        "patterns/alpha.yaml:15:1: the profile has no `ends` (add `ends:`)",
        "patterns/beta.yaml:12:1: the profile has no `ends` (add `ends:`)",
    ]


def test_a_pattern_without_a_profile_is_reported_at_its_start(pack: SmallPack) -> None:
    pack.replace("patterns/beta.yaml", "profile:\n  starts: Beta does\n", "")
    assert diagnose_pack(pack.folder) == ["patterns/beta.yaml:1:1: the profile has no `starts` (add `starts:`)"]


def test_a_variant_needs_no_profile_of_its_own(pack: SmallPack) -> None:
    pack.replace("patterns/alpha.yaml", "    profile:\n      starts: Alpha runs\n", "")
    assert diagnose_pack(pack.folder) == []


# Files and ids.


def test_a_pattern_in_a_file_of_another_name_is_reported_at_its_id(pack: SmallPack) -> None:
    (pack.folder / "patterns" / "beta.yaml").rename(pack.folder / "patterns" / "second.yaml")
    assert diagnose_pack(pack.folder) == [
        (
            "patterns/second.yaml:1:5: the id `beta` does not match the file name second.yaml "
            "(rename the file to beta.yaml, or change the id)"
        )
    ]


TWICE = {
    "a reason": ("patterns/alpha.yaml", ("id: sometimes", "id: always"), "9:5", "always"),
    "a caution": (
        "patterns/alpha.yaml",
        ("    instead: [beta, alpha/fast, queue]", "    instead: [beta]\n  - {id: never, text: No.}"),
        "15:5",
        "never",
    ),
    "a note": ("patterns/alpha.yaml", ("id: two", "id: one"), "46:5", "one"),
    "a pitfall": ("patterns/alpha.yaml", ("id: wall", "id: hole"), "54:5", "hole"),
    "a footnote": ("patterns/alpha.yaml", ("id: also", "id: exact"), "63:5", "exact"),
    "a reference": (
        "patterns/alpha.yaml",
        ("says: So too.}", "says: So too.}\n  - {id: rfc, title: t, url: u, publisher: p, says: s}"),
        "70:5",
        "rfc",
    ),
    "a system": ("systems.yaml", ("id: bank", "id: shop"), "6:5", "shop"),
    "a table": ("tables.yaml", ("id: colours", "id: sizes"), "20:5", "sizes"),
    "a table row": ("tables.yaml", ("id: large", "id: small"), "13:9", "small"),
    "a contrast": ("contrasts.yaml", ("id: fast-or-slow", "id: one-or-other"), "14:5", "one-or-other"),
    "a neighbour": ("neighbours.yaml", ("id: cache", "id: queue"), "9:5", "queue"),
}


@pytest.mark.parametrize("kind", TWICE)
def test_an_id_that_is_used_twice_is_reported_at_the_second(pack: SmallPack, kind: str) -> None:
    name, (old, new), place, id_ = TWICE[kind]
    pack.replace(name, old, new)
    assert diagnose_pack(pack.folder) == [f"{name}:{place}: the id `{id_}` is used twice (give each entry its own id)"]


def test_a_variant_id_that_is_used_twice_is_reported_at_the_second(pack: SmallPack) -> None:
    variants = "variants:\n" + "  - {id: new, name: New, summary: s, what: w}\n" * 2
    pack.replace("patterns/beta.yaml", "profile:", f"{variants}profile:")
    assert diagnose_pack(pack.folder) == [
        "patterns/beta.yaml:14:5: the id `new` is used twice (give each entry its own id)"
    ]


def test_the_same_id_in_two_patterns_or_two_lists_is_no_fault(pack: SmallPack) -> None:
    pack.replace("patterns/alpha.yaml", "id: sometimes", "id: never")
    pack.replace("patterns/beta.yaml", "id: never", "id: always")
    assert diagnose_pack(pack.folder) == []


def test_variants_of_two_patterns_may_have_the_same_id(pack: SmallPack) -> None:
    variants = "variants:\n  - {id: fast, name: Fast beta, summary: s, what: w}\n"
    pack.replace("patterns/beta.yaml", "profile:", f"{variants}profile:")
    assert diagnose_pack(pack.folder) == []


# Tables and contrasts.


@pytest.mark.parametrize(("cells", "count"), [("[Small]", 1), ("[Small, one, more]", 3), ("[]", 0)])
def test_a_row_that_does_not_fit_its_columns_is_reported(pack: SmallPack, cells: str, count: int) -> None:
    pack.replace("tables.yaml", "[Small, one]", cells)
    assert diagnose_pack(pack.folder) == [
        (
            f"tables.yaml:10:9: the number of cells ({count}) is not the number of columns (2) "
            '(write a cell for each column, `""` for an empty cell)'
        )
    ]


@pytest.mark.parametrize("choose", ["alpha", "queue"])
def test_choices_that_are_not_the_two_of_the_contrast_are_reported(pack: SmallPack, choose: str) -> None:
    pack.replace("contrasts.yaml", "{choose: beta", f"{{choose: {choose}")
    assert diagnose_pack(pack.folder) == [
        "contrasts.yaml:6:7: the choices are not the refs under `between` (write a choice for each of the two)"
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [("then: beta", "then: alpha"), ("answer: alpha", "answer: beta"), ("then: beta", "then: queue")],
    ids=["it stays", "it stays at the other", "it leads elsewhere"],
)
def test_a_flip_that_does_not_turn_the_answer_round_is_reported(pack: SmallPack, old: str, new: str) -> None:
    pack.replace("contrasts.yaml", old, new)
    assert diagnose_pack(pack.folder) == [
        (
            "contrasts.yaml:9:7: `answer` and `then` are not the refs under `between` "
            "(the change must lead from one to the other)"
        )
    ]


# Names: each is one thing's.

SHARED = {
    "an alias of two patterns": (
        "patterns/beta.yaml",
        ("name: Beta", "name: Beta\naliases: [second, First]"),
        "3:19: `First` is already a name of alpha",
    ),
    "an alias that is a pattern's id": (
        "patterns/alpha.yaml",
        ("[first]", "[first, BETA]"),
        "3:18: `BETA` is already a name of beta",
    ),
    "an alias that is a neighbour's id": (
        "patterns/alpha.yaml",
        ("[first]", "[queue]"),
        "3:11: `queue` is already a name of queue",
    ),
    "an alias of a pattern and its variant": (
        "patterns/alpha.yaml",
        ("[quick]", "[quick, the first, fir-st]"),
        "20:33: `fir-st` is already a name of alpha",
    ),
    "an alias of a variant that is another pattern's id": (
        "patterns/alpha.yaml",
        ("[quick]", "[beta]"),
        "20:15: `beta` is already a name of beta",
    ),
    "an alias that is a variant's name, for a name comes before an alias": (
        "patterns/alpha.yaml",
        ("[first]", "[first, slow alpha]"),
        "3:18: `slow alpha` is already a name of alpha/slow",
    ),
    "a name that is a neighbour's id, for an id comes before a name": (
        "patterns/beta.yaml",
        ("name: Beta", "name: Queue"),
        "2:7: `Queue` is already a name of queue",
    ),
    "an alias of a neighbour": (
        "neighbours.yaml",
        ("[line]", "[line, quick]"),
        "4:21: `quick` is already a name of alpha/fast",
    ),
    "an alias of two systems": (
        "systems.yaml",
        ("[till]", "[till, Store]"),
        "8:21: `Store` is already a name of system shop",
    ),
}


@pytest.mark.parametrize("kind", SHARED)
def test_a_name_that_two_things_have_is_reported_where_it_is_the_second_time(pack: SmallPack, kind: str) -> None:
    name, (old, new), sentence = SHARED[kind]
    pack.replace(name, old, new)
    assert diagnose_pack(pack.folder) == [f"{name}:{sentence} (rename one of the two)"]


@pytest.mark.parametrize(
    ("name", "old", "new", "sentence"),
    [
        ("systems.yaml", "[till]", "[first]", "8:15: `first` is already a name of alpha"),
        ("patterns/beta.yaml", "name: Beta", "name: Alpha", "2:7: `Alpha` is already a name of alpha"),
    ],
    ids=["a system and a pattern", "two patterns"],
)
def test_of_a_shared_name_that_leaves_both_within_reach_the_pack_is_only_warned(
    pack: SmallPack, name: str, old: str, new: str, sentence: str
) -> None:
    pack.replace(name, old, new)
    assert diagnose_pack(pack.folder) == [f"warning: {name}:{sentence} (rename one of the two)"]


def test_a_neighbor_with_the_id_of_a_pattern_is_reported(pack: SmallPack) -> None:
    pack.replace("neighbours.yaml", "id: cache", "id: beta")
    assert diagnose_pack(pack.folder) == [
        "neighbours.yaml:9:9: `beta` is already a name of beta (rename one of the two)"
    ]


def test_several_spellings_of_ones_own_name_are_welcome(pack: SmallPack) -> None:
    pack.replace("patterns/alpha.yaml", "[first]", "[first, First, fir-st, ALPHA]")
    assert diagnose_pack(pack.folder) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "place"),
    [
        ("neighbours.yaml", "name: Cache", "name: Alpha", "10:11"),
        ("systems.yaml", "aliases: [till]", "aliases: [shop]", "8:15"),
        ("systems.yaml", "name: Bank", "name: Shop", "7:11"),
    ],
    ids=["a pattern and a neighbour", "an alias and another system's id", "two systems"],
)
def test_what_would_make_a_name_ambiguous_is_reported_where_it_is(
    pack: SmallPack, name: str, old: str, new: str, place: str
) -> None:
    pack.replace(name, old, new)
    [line] = diagnose_pack(pack.folder)
    assert line.startswith(f"{name}:{place}: `{new.partition(': ')[2].strip('[]')}` is already a name of ")


@pytest.mark.parametrize("name", ["alpha", "fast", "queue", "shop", "first", "quick", "line", "store"])
def test_in_a_pack_without_a_fault_every_name_is_found(pack: SmallPack, name: str) -> None:
    catalog = open_catalog([pack.folder])
    assert catalog.diagnostics == ()
    assert find_entry(catalog, name).name in ("Alpha", "Fast alpha", "Queue", "Shop")


# What is wrong stays readable.


def test_a_pattern_that_does_not_fit_stays_in_the_pack(pack: SmallPack) -> None:
    pack.replace("patterns/alpha.yaml", "system: shop", "system: shp")
    assert [pattern.id for pattern in load_pack(pack.folder).pack.patterns] == ["alpha", "beta"]

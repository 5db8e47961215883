"""Which pattern fits a problem told in a person's own words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patterns_cli.advise.index import Index
from patterns_cli.advise.recommend import Recommendation, clean_text, open_index, recommend
from patterns_cli.catalog.catalog import Catalog, open_catalog
from patterns_cli.errors import UsageError
from patterns_cli.packs.cache import NO_CACHE, CacheLocations
from patterns_cli.packs.model import OUTSIDE
from tests.benchmarks.generate import write_pack
from tests.conftest import CONTENT, SmallPack

RIDER = "drivers' positions must appear on the rider's map, the rider sends nothing"


@pytest.fixture(scope="session")
def index(catalog: Catalog, shared_home: Path) -> Index:
    """The counted scenarios of the built-in pack."""
    return open_index(CONTENT / "realtime-api", catalog.packs[0], CacheLocations(None, lambda: shared_home / "cache"))


def asked(catalog: Catalog, index: Index, text: str, **answers: str) -> Recommendation:
    return recommend(
        catalog, [index], clean_text(text), {name.replace("_", "-"): option for name, option in answers.items()}
    )


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (RIDER, "sse"),
        ("two players move their pieces at the same time and must see each other's moves within 50 ms", "websocket"),
        ("a till behind the shop's firewall has to hear of the two price changes a day within seconds", "long-polling"),
        ("the courier company should tell our server when a parcel was handed over, instead of us asking", "webhooks"),
        ("our search index must follow every change in the orders table, even those made by hand in SQL", "cdc"),
        ("members upload films of 5 GB and our API servers run out of memory passing them on", "presigned-urls"),
        ("show which colleagues are online, and notice when somebody's laptop just dies", "heartbeat"),
        ("after a timeout the phone sends the transfer again and the money goes out twice", "idempotency-keys"),
        ("one customer's script calls our API a thousand times a second and everybody else waits", "rate-limiting"),
        ("an endless feed: new posts arrive while people scroll, and they see some of them twice", "pagination/cursor"),
        ("an admin table of 300 rows in which clerks want to jump to page 7 of 12", "pagination/offset"),
        ("two clerks edit the same address and the second save silently overwrites the first", OUTSIDE),
    ],
)
def test_plain_problems_get_the_plain_answer(catalog: Catalog, index: Index, text: str, verdict: str) -> None:
    assert asked(catalog, index, text).ranked[0].verdict == verdict


def test_verdicts_are_ranked_by_a_confidence_that_adds_up_to_one(catalog: Catalog, index: Index) -> None:
    ranked = asked(catalog, index, RIDER).ranked
    assert [one.confidence for one in ranked] == sorted((one.confidence for one in ranked), reverse=True)
    assert sum(one.confidence for one in ranked) == pytest.approx(1, abs=0.001)
    assert len({one.verdict for one in ranked}) == len(ranked) == 12


def test_the_reasons_are_words_of_the_text(catalog: Catalog, index: Index) -> None:
    found = asked(catalog, index, RIDER)
    assert any("sends nothing" in mark.words for mark in found.ranked[0].because)
    for one in found.ranked:
        assert all(found.text[mark.start : mark.end] == mark.words for mark in one.because)


def test_what_the_words_amount_to_is_said_as_facts(catalog: Catalog, index: Index) -> None:
    facts = {fact.says: fact for fact in asked(catalog, index, RIDER).facts}
    fact = facts["One side only watches and sends nothing."]
    assert (fact.words, fact.answers) == ("sends nothing", "who-sends=server-only")


def test_facts_that_lead_elsewhere_are_not_given_as_reasons(catalog: Catalog, index: Index) -> None:
    assert catalog.tree is not None
    found = asked(catalog, index, "chat between players, both sides send, though most people only watch")
    assert found.ranked[0].verdict == "websocket"
    assert "who-sends=server-only" not in [fact.answers for fact in found.facts]


def test_the_advice_is_that_of_the_tree_and_says_what_would_turn_it_round(catalog: Catalog, index: Index) -> None:
    found = asked(catalog, index, RIDER)
    assert found.advice.because.startswith("Only the server speaks")
    assert found.advice.costs
    assert [one.ref for one in found.advice.alternatives][:1] == ["websocket"]
    assert all(one.why_not for one in found.advice.alternatives)
    assert found.turn is not None
    assert found.turn.then == "websocket"


def test_the_nearest_problems_have_the_same_verdict(catalog: Catalog, index: Index) -> None:
    stories = asked(catalog, index, RIDER).stories
    assert len(stories) == 3
    assert {story.verdict for story in stories} == {"sse"}


def test_outside_names_the_neighbor_and_what_to_do(catalog: Catalog, index: Index) -> None:
    found = asked(catalog, index, "two clerks edit the same address and the second save overwrites the first")
    assert found.advice.instead is not None
    assert found.advice.instead.ref == "optimistic-locking"
    assert found.advice.instead.do


def test_a_sure_answer_asks_nothing_and_an_unsure_one_asks_what_settles_it(catalog: Catalog, index: Index) -> None:
    assert asked(catalog, index, "jump to page 7 of 12 in a small admin table with page numbers").next_question is None
    question = asked(catalog, index, "updates for a page").next_question
    assert question is not None
    assert question.options[-1].id == "unknown"
    assert all(option.verdicts for option in question.options[:-1])


def test_an_answer_settles_it(catalog: Catalog, index: Index) -> None:
    text = "messages on the page"
    both = asked(catalog, index, text, need="learn-of-change", who_learns="open-page", who_sends="both-often")
    assert both.ranked[0].verdict == "websocket"
    watch = asked(catalog, index, text, need="learn-of-change", who_learns="open-page", who_sends="server-only")
    assert watch.ranked[0].verdict in ("sse", "long-polling")
    assert [given.option for given in watch.advice.answers] == ["learn-of-change", "open-page", "server-only"]


def test_not_knowing_changes_nothing(catalog: Catalog, index: Index) -> None:
    plain = asked(catalog, index, RIDER)
    unknown = asked(catalog, index, RIDER, need="unknown")
    assert [one.verdict for one in plain.ranked] == [one.verdict for one in unknown.ranked]
    assert unknown.next_question is None or unknown.next_question.id != "need"


@pytest.mark.parametrize("text", [RIDER, "hello"])
@pytest.mark.parametrize("answers", [{"ned": "move-files"}, {"need": "move"}])
def test_an_answer_that_nothing_asks_is_refused(
    catalog: Catalog, index: Index, text: str, answers: dict[str, str]
) -> None:
    with pytest.raises(UsageError):
        recommend(catalog, [index], text, answers)


def test_where_nothing_is_asked_every_answer_is_refused(small_pack: SmallPack) -> None:
    catalog = open_catalog([small_pack.folder])
    own = open_index(small_pack.folder, catalog.packs[0], NO_CACHE)
    with pytest.raises(UsageError, match="there is no question `need`"):
        recommend(catalog, [own], "parcels should be sorted by postal code", {"need": "move-files"})


@given(st.text(st.characters(codec=None), max_size=400))
@settings(max_examples=40, deadline=None)
def test_any_text_is_answered(catalog: Catalog, index: Index, text: str) -> None:
    found = recommend(catalog, [index], clean_text(text), {})
    assert found.ranked
    assert all(0 <= one.confidence <= 1 for one in found.ranked)


def test_the_same_text_gets_the_same_answer(catalog: Catalog, index: Index) -> None:
    assert asked(catalog, index, RIDER) == asked(catalog, index, RIDER)
    again = open_index(CONTENT / "realtime-api", catalog.packs[0], NO_CACHE)
    assert asked(catalog, again, RIDER) == asked(catalog, index, RIDER)


def test_a_pack_without_scenarios_answers_from_its_own_words_and_is_less_sure(small_pack: SmallPack) -> None:
    small_pack.replace("patterns/alpha.yaml", "what: It goes first.", "what: Sorts parcels by their postal code.")
    catalog = open_catalog([small_pack.folder])
    own = open_index(small_pack.folder, catalog.packs[0], NO_CACHE)
    found = recommend(catalog, [own], "parcels should be sorted by postal code", {})
    assert found.ranked[0].verdict == "alpha"
    assert not found.has_scenarios
    assert found.ranked[0].confidence < 0.9
    assert found.advice.name == "Alpha"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("websocket", "websocket"),
        ("Infinite scroll", "pagination"),
        ("token bucket", "rate-limiting/token-bucket"),
        ("circuit breaker", OUTSIDE),
    ],
)
def test_a_text_that_is_a_name_asks_for_what_goes_by_it(
    catalog: Catalog, index: Index, text: str, verdict: str
) -> None:
    found = asked(catalog, index, text)
    assert found.ranked[0].verdict == verdict
    assert found.is_settled
    assert found.advice.name


@pytest.mark.parametrize(
    "text",
    [
        "hello",
        "my dog is sick",
        "pizza margherita",
        "what is the capital of France",
        "my sister's birthday is on Friday",
        "how do I center a div",
        "What does this do? We've had it, they'll see it, and it's ours.",
        "asdf qwer",
    ],
)
def test_what_has_nothing_to_do_with_it_settles_nothing(catalog: Catalog, index: Index, text: str) -> None:
    found = asked(catalog, index, text)
    assert not found.is_settled
    assert found.ranked[0].confidence <= 0.5


@pytest.mark.parametrize("text", ["retries", "typing indicator", "double charge", "upload"])
def test_a_word_or_two_of_which_people_often_speak_settle_something(catalog: Catalog, index: Index, text: str) -> None:
    assert asked(catalog, index, text).is_settled


def test_what_the_words_do_not_settle_the_answers_do(catalog: Catalog, index: Index) -> None:
    found = asked(catalog, index, "hello", need="learn-of-change", who_learns="open-page", who_sends="both-often")
    assert found.is_settled
    assert found.ranked[0].verdict == "websocket"


def test_packs_are_weighed_together(catalog: Catalog, index: Index, small_pack: SmallPack) -> None:
    small_pack.replace("patterns/alpha.yaml", "what: It goes first.", "what: Sorts zebras by stripes of their hooves.")
    both = open_catalog([CONTENT / "realtime-api", small_pack.folder])
    own = open_index(small_pack.folder, both.packs[1], NO_CACHE)
    assert recommend(both, [index, own], RIDER, {}).ranked[0].verdict == "sse"
    assert "alpha" in [one.verdict for one in recommend(both, [index, own], "sorts zebras by stripes", {}).ranked]


def test_a_pack_about_something_else_makes_it_hardly_less_sure(
    catalog: Catalog, index: Index, small_pack: SmallPack
) -> None:
    stories = "".join(
        f'  - {{id: {verdict}-{n}, text: "The {place} is full, and we want all the {thing} in it.", why: "{thing}"}}\n'
        for verdict, thing in (("alpha", "zebras"), ("beta", "stripes"))
        for n, place in enumerate(("stable", "meadow", "lorry", "barn"))
    )
    for verdict in ("alpha", "beta"):
        own = [line for line in stories.splitlines(keepends=True) if f"{verdict}-" in line]
        small_pack.write(f"scenarios/{verdict}.yaml", f"verdict: {verdict}\nscenarios:\n{''.join(own)}")
    both = open_catalog([CONTENT / "realtime-api", small_pack.folder])
    other = open_index(small_pack.folder, both.packs[1], NO_CACHE)
    alone = asked(catalog, index, RIDER).ranked[0]
    beside = recommend(both, [index, other], RIDER, {}).ranked[0]
    assert beside.verdict == alone.verdict
    assert beside.confidence > alone.confidence - 0.03
    assert recommend(both, [index, other], "all the zebras of the meadow", {}).ranked[0].verdict == "alpha"


def test_scenarios_that_change_are_counted_again(small_pack: SmallPack, tmp_path: Path) -> None:
    catalog = open_catalog([small_pack.folder])
    stores = CacheLocations(None, lambda: tmp_path / "cache")
    assert not open_index(small_pack.folder, catalog.packs[0], stores).has_scenarios
    story = 'verdict: beta\nscenarios:\n  - {id: b-1, text: "the second comes first", why: "it is second"}\n'
    small_pack.write("scenarios/beta.yaml", story)
    index = open_index(small_pack.folder, catalog.packs[0], stores)
    assert index.has_scenarios
    assert index.verdicts == ("beta",)


def test_a_pack_can_have_more_verdicts_than_a_byte_can_count(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "generated", patterns=300, scenarios=600)
    stores = CacheLocations(None, lambda: tmp_path / "cache")
    catalog = open_catalog([folder], stores)
    assert catalog.diagnostics == ()
    index = open_index(folder, catalog.packs[0], stores)
    assert len(index.verdicts) == 301
    story = index.scenario(299)
    found = recommend(catalog, [index], story.text, {})
    assert found.ranked[0].verdict == story.verdict
    assert found.stories[0].id == story.id


def test_what_is_not_close_is_not_told_as_close(catalog: Catalog, index: Index) -> None:
    found = asked(catalog, index, RIDER)
    likely = {one.verdict: one.confidence for one in found.ranked}
    confused = {choice.choose for contrast in catalog.contrasts_of("sse") for choice in contrast.choices}
    assert len(found.advice.alternatives) == 2
    assert all(one.ref in confused or likely[one.ref] >= 0.03 for one in found.advice.alternatives)


def test_of_what_no_contrast_tells_apart_it_is_told_what_little_it_does(catalog: Catalog, index: Index) -> None:
    found = asked(catalog, index, "a customer hammers our api with huge video uploads and the others get nothing")
    close = {one.ref: one for one in found.advice.alternatives}
    both = {"rate-limiting", "presigned-urls"}
    assert found.ranked[0].verdict in both
    other = (both - {found.ranked[0].verdict}).pop()
    assert catalog.contrast_between(*both) is None
    assert close[other].why_not.startswith("Rate limiting only ")
    assert close[other].wins_when.startswith("You need ")

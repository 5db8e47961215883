"""What questions are made from, looked up the way they need it."""

from __future__ import annotations

import pytest

from patterns_cli.catalog.catalog import Catalog, open_catalog
from patterns_cli.study.deck import Deck
from patterns_cli.study.questions.feedback import wrong_ref
from patterns_cli.study.questions.sources import NONE, Material
from tests.conftest import SmallPack


@pytest.fixture
def material(deck: Deck) -> Material:
    return deck.material


def test_every_pattern_and_variant_of_the_built_in_pack_can_be_an_answer(material: Material, catalog: Catalog) -> None:
    assert list(material.choices) == [entry.ref for entry in catalog.entries_in_order()]


def test_without_problems_and_contrasts_every_pattern_can_be_an_answer(small_pack: SmallPack) -> None:
    assert Material(open_catalog([small_pack.folder]), []).choices == ("alpha", "beta")


def test_problems_lie_under_their_verdict_and_pieces_of_cards_are_none(material: Material) -> None:
    assert set(material.stories) >= {"sse", "pagination/cursor", "outside"}
    for verdict, stories in material.stories.items():
        assert {story.verdict for story in stories} == {verdict}
        assert not any(story.is_card for story in stories)


def test_a_contrast_is_found_from_either_side_and_serves_variants_too(material: Material) -> None:
    found = material.contrast("sse", "websocket")
    assert found is not None
    assert found is material.contrast("websocket", "sse")
    own = material.contrast("pagination/cursor", "pagination/offset")
    assert own is not None
    assert own.id == "cursor-or-offset"
    of_the_whole = material.contrast("rate-limiting/token-bucket", "circuit-breaker")
    assert of_the_whole is not None
    assert of_the_whole.id == "rate-limiting-or-circuit-breaker"
    assert material.contrast("cdc", "pagination") is None


def test_partners_are_what_a_ref_is_told_apart_from_its_own_first_and_itself_never(material: Material) -> None:
    assert {"websocket", "long-polling", "webhooks"} <= set(material.partners("sse"))
    bucket = material.partners("rate-limiting/token-bucket")
    assert set(bucket[:2]) == {"rate-limiting/sliding-window", "rate-limiting/fixed-window"}
    assert bucket.index("rate-limiting/fixed-window") < bucket.index("circuit-breaker")
    for ref in material.choices:
        partners = material.partners(ref)
        assert len(set(partners)) == len(partners)
        assert not {ref, ref.partition("/")[0]} & set(partners)


def test_a_neighbour_is_near_the_choices_it_names(material: Material, catalog: Catalog) -> None:
    assert "webhooks" in material.near("message-queue")
    assert material.near("sse") == []
    for entry in catalog.neighbours:
        assert set(material.near(entry.ref)) <= set(material.choices)


def test_names_are_short_and_outside_has_one(material: Material) -> None:
    assert material.name("sse") == "SSE"
    assert material.name("outside") == NONE
    assert material.name("unheard-of") == "unheard-of"


def test_when_to_use_it_is_the_first_reason_of_the_card(material: Material, catalog: Catalog) -> None:
    assert material.use_when("sse") == catalog.entries["sse"].pattern.use_when[0].text
    assert material.use_when("message-queue") == catalog.entries["message-queue"].summary
    assert material.use_when("unheard-of") == ""


@pytest.mark.parametrize(
    ("right", "wrong", "why"),
    [
        (
            "rate-limiting/token-bucket",
            "rate-limiting",
            "Rate Limiting is the pattern as a whole; Token Bucket is one way of doing it.",
        ),
        (
            "pagination",
            "pagination/cursor",
            "Cursor-based pagination is one way of doing it; Pagination is the pattern as a whole.",
        ),
    ],
)
def test_a_pattern_and_its_variant_are_never_said_to_be_for_different_things(
    material: Material, right: str, wrong: str, why: str
) -> None:
    assert wrong_ref(material, right, wrong).why == why

"""What questions are made from, looked up the way they need it."""

from __future__ import annotations

import pytest

from patterns_cli.catalog.catalog import Catalog, open_catalog
from patterns_cli.study.deck import Deck
from patterns_cli.study.questions.feedback import distractor_for
from patterns_cli.study.questions.sources import NONE_OF_THESE, QuestionSources
from tests.conftest import SmallPack


@pytest.fixture
def material(deck: Deck) -> QuestionSources:
    return deck.sources


def test_every_pattern_and_variant_of_the_built_in_pack_can_be_an_answer(
    material: QuestionSources, catalog: Catalog
) -> None:
    assert list(material.answerable_refs) == [entry.ref for entry in catalog.patterns_with_variants()]


def test_without_problems_and_contrasts_every_pattern_can_be_an_answer(small_pack: SmallPack) -> None:
    assert QuestionSources(open_catalog([small_pack.folder]), []).answerable_refs == ("alpha", "beta")


def test_problems_lie_under_their_verdict_and_pieces_of_cards_are_none(material: QuestionSources) -> None:
    assert set(material.scenarios) >= {"sse", "pagination/cursor", "outside"}
    for verdict, stories in material.scenarios.items():
        assert {story.verdict for story in stories} == {verdict}
        assert not any(story.is_card_text for story in stories)


def test_a_contrast_is_found_from_either_side_and_serves_variants_too(material: QuestionSources) -> None:
    found = material.contrast_between("sse", "websocket")
    assert found is not None
    assert found is material.contrast_between("websocket", "sse")
    own = material.contrast_between("pagination/cursor", "pagination/offset")
    assert own is not None
    assert own.id == "cursor-or-offset"
    of_the_whole = material.contrast_between("rate-limiting/token-bucket", "circuit-breaker")
    assert of_the_whole is not None
    assert of_the_whole.id == "rate-limiting-or-circuit-breaker"
    assert material.contrast_between("cdc", "pagination") is None


def test_partners_are_what_a_ref_is_told_apart_from_its_own_first_and_itself_never(material: QuestionSources) -> None:
    assert {"websocket", "long-polling", "webhooks"} <= set(material.confusable_refs("sse"))
    bucket = material.confusable_refs("rate-limiting/token-bucket")
    assert set(bucket[:2]) == {"rate-limiting/sliding-window", "rate-limiting/fixed-window"}
    assert bucket.index("rate-limiting/fixed-window") < bucket.index("circuit-breaker")
    for ref in material.answerable_refs:
        partners = material.confusable_refs(ref)
        assert len(set(partners)) == len(partners)
        assert not {ref, ref.partition("/")[0]} & set(partners)


def test_a_neighbour_is_near_the_choices_it_names(material: QuestionSources, catalog: Catalog) -> None:
    assert "webhooks" in material.refs_near("message-queue")
    assert material.refs_near("sse") == []
    for entry in catalog.neighbors:
        assert set(material.refs_near(entry.ref)) <= set(material.answerable_refs)


def test_names_are_short_and_outside_has_one(material: QuestionSources) -> None:
    assert material.name_of("sse") == "SSE"
    assert material.name_of("outside") == NONE_OF_THESE
    assert material.name_of("unheard-of") == "unheard-of"


def test_when_to_use_it_is_the_first_reason_of_the_card(material: QuestionSources, catalog: Catalog) -> None:
    assert material.reason_to_choose("sse") == catalog.entries["sse"].pattern.use_when[0].text
    assert material.reason_to_choose("message-queue") == catalog.entries["message-queue"].summary
    assert material.reason_to_choose("unheard-of") == ""


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
    material: QuestionSources, right: str, wrong: str, why: str
) -> None:
    assert distractor_for(material, right, wrong).feedback == why

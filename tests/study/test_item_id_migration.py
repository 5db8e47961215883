"""Content that goes by another id now keeps what was learned of it."""

from __future__ import annotations

import msgspec
import pytest

from patterns_cli.catalog.catalog import Catalog
from patterns_cli.packs.model import HistoryFile, Rename
from patterns_cli.study.item_id_migration import item_renames
from patterns_cli.study.schedule import current_id


@pytest.mark.parametrize(
    ("old", "new", "before", "after"),
    [
        ("patterns/push", "patterns/sse", "recognise/push", "recognise/sse"),
        ("patterns/push", "patterns/sse", "fact/push/for/one-way", "fact/sse/for/one-way"),
        ("patterns/push", "patterns/sse", "none-fits/push", "none-fits/sse"),
        ("patterns/sse/use_when/a", "patterns/sse/use_when/b", "fact/sse/for/a", "fact/sse/for/b"),
        (
            "patterns/sse/avoid_when/a",
            "patterns/sse/avoid_when/b",
            "fact/sse/against/a/side",
            "fact/sse/against/b/side",
        ),
        ("patterns/sse/pitfalls/a", "patterns/sse/pitfalls/b", "fact/sse/pitfall/a", "fact/sse/pitfall/b"),
        (
            "patterns/pagination/variants/keyset",
            "patterns/pagination/variants/cursor",
            "recognise/pagination/keyset",
            "recognise/pagination/cursor",
        ),
        (
            "patterns/pagination/variants/cursor/use_when/a",
            "patterns/pagination/variants/cursor/use_when/b",
            "fact/pagination/cursor/for/a",
            "fact/pagination/cursor/for/b",
        ),
        ("tables/t/rows/a", "tables/t/rows/b", "fact/table/t/a/sse", "fact/table/t/b/sse"),
        ("contrasts/a", "contrasts/b", "tell/a", "tell/b"),
        ("neighbours/queue", "neighbours/message-queue", "fact/queue/name", "fact/message-queue/name"),
        ("systems/cab", "systems/uber", "fact/sse/applied/cab", "fact/sse/applied/uber"),
    ],
)
def test_an_item_follows_what_it_is_made_of(catalog: Catalog, old: str, new: str, before: str, after: str) -> None:
    history = HistoryFile(renamed=(Rename(id=new, renamed_from=old),))
    pack = msgspec.structs.replace(catalog.packs[0], history=history)
    assert current_id(before, item_renames(pack)) == after


def test_without_renames_all_stays(catalog: Catalog) -> None:
    assert item_renames(catalog.packs[0]) == {}

"""What may change in a pack without taking away what a person learnt of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from patterns_cli.catalog.catalog import open_catalog
from patterns_cli.study.deck import Deck
from patterns_cli.study.item_id_migration import item_renames
from patterns_cli.study.questions.sources import QuestionSources
from patterns_cli.study.schedule import current_id
from tests.conftest import SmallPack


def items(*folders: Path) -> set[str]:
    return set(Deck(QuestionSources(open_catalog(folders), [])).items)


def typo(pack: SmallPack) -> None:
    pack.replace("patterns/alpha.yaml", "The first of two.", "The very first of the two.")
    pack.replace("patterns/alpha.yaml", "text: Always.", "text: Nearly always.")


def other_name(pack: SmallPack) -> None:
    pack.replace("patterns/alpha.yaml", "name: Alpha", "name: The Alpha Pattern")


def other_files(pack: SmallPack) -> None:
    for name, new in (("alpha", "z-first"), ("beta", "a-second")):
        (pack.folder / "patterns" / f"{name}.yaml").rename(pack.folder / "patterns" / f"{new}.yaml")


def other_order(pack: SmallPack) -> None:
    pack.write("pack.yaml", (pack.folder / "pack.yaml").read_text(encoding="utf-8"))
    pack.replace("pack.yaml", "profile:", "groups:\n  - id: all\n    title: All\n    patterns: [beta, alpha]\nprofile:")


@pytest.mark.parametrize("change", [typo, other_name, other_files, other_order])
def test_words_names_files_and_order_keep_every_item(
    small_pack: SmallPack, change: Callable[[SmallPack], None]
) -> None:
    before = items(small_pack.folder)
    assert before
    change(small_pack)
    assert items(small_pack.folder) == before


def test_another_folder_keeps_every_item(small_pack: SmallPack, tmp_path: Path) -> None:
    before = items(small_pack.folder)
    assert items(small_pack.folder.rename(tmp_path / "moved")) == before


def test_an_id_that_was_renamed_is_followed(small_pack: SmallPack) -> None:
    before = items(small_pack.folder)
    small_pack.replace("patterns/alpha.yaml", "id: alpha", "id: gamma")
    small_pack.replace("patterns/beta.yaml", "[alpha]", "[gamma]")
    small_pack.write("history.yaml", "renamed:\n  - id: patterns/gamma\n    renamed_from: patterns/alpha\n")
    pack = open_catalog([small_pack.folder]).packs[0]
    renames = item_renames(pack)
    assert {current_id(item, renames) for item in before} == items(small_pack.folder)


def test_the_same_words_in_two_packs_are_two_items(small_pack: SmallPack, tmp_path: Path) -> None:
    other = SmallPack(tmp_path / "other")
    other.fill()
    both = items(small_pack.folder, other.folder)
    assert len(both) == len(items(small_pack.folder)) + len(items(other.folder))

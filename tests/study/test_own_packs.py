"""Questions of packs that people write: unfinished sentences, ids that packs share, columns that are renamed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import msgspec
import pytest

from patterns_cli.catalog.catalog import Catalog, open_catalog
from patterns_cli.packs.model import HistoryFile, Pack, Rename
from patterns_cli.study.course import items_in_course_order
from patterns_cli.study.deck import Deck
from patterns_cli.study.item_id_migration import item_renames
from patterns_cli.study.questions.sources import QuestionSources
from patterns_cli.study.schedule import current_id
from tests.conftest import SmallPack

TABLES = """\
tables:
  - id: speed
    title: Speed
    columns:
      - label: What
      - label: Alpha
        about: alpha
      - label: Beta
        about: beta
    rows:
      - id: start
        cells: [Start, slow and steady, quick]
"""

SYSTEMS = "systems:\n" + "".join(
    f"  - id: {id_}\n    name: {id_.title()}\n    summary: a place to go to\n"
    for id_ in ("shop", "bank", "school", "harbor")
)

CONTRAST = """\
  - id: alpha-or-beta
    between: [alpha, beta]
    question: Which comes first?
    choices:
      - choose: alpha
        when: it has to lead
        because: somebody has to begin
      - choose: beta
        when: it has to follow
        because: somebody has to be second
    flip:
      story: We have to lead.
      answer: alpha
      change: Now we follow.
      then: beta
      because: who follows is second
      stays:
        - change: We lead faster.
          because: speed is not the question
"""


WHY = {"shop": "queues were too long", "bank": "ink runs dry", "school": "bells ring late", "harbor": "tides turn"}


def applied(*systems: str) -> str:
    rows = "".join(f"    - system: {one}\n      use: what they need most\n      why: {WHY[one]}\n" for one in systems)
    return f"applied:\n  title: Applied\n  columns: [System, What, Why]\n  rows:\n{rows}"


def pitfalls(pattern: str) -> str:
    return "pitfalls:\n" + "".join(
        f"  - id: {pattern}-{number}\n    title: {pattern} trouble {number}\n    text: it breaks {number} things\n"
        f"    do: mend {pattern} {number} times\n"
        for number in range(3)
    )


@pytest.fixture
def rich_pack(small_pack: SmallPack) -> SmallPack:
    """The small pack with some of everything, none of it ending in a full stop."""
    small_pack.write("tables.yaml", TABLES)
    small_pack.write("systems.yaml", SYSTEMS)
    small_pack.write(
        "contrasts.yaml", f"contrasts:\n{CONTRAST}{CONTRAST.replace('alpha', 'gamma').replace('beta', 'delta')}"
    )
    for pattern, systems in (("alpha", ("shop", "bank")), ("beta", ("school", "harbor"))):
        text = (small_pack.folder / f"patterns/{pattern}.yaml").read_text(encoding="utf-8")
        text = text.replace("Always.", "it is wanted").replace("Never.", "it is not").replace("of two.", "of two")
        small_pack.write(f"patterns/{pattern}.yaml", f"{text}{applied(*systems)}{pitfalls(pattern)}")
    beta = (small_pack.folder / "patterns/beta.yaml").read_text(encoding="utf-8").partition("applied:")[0]
    for pattern in ("gamma", "delta"):
        small_pack.write(f"patterns/{pattern}.yaml", beta.replace("beta", pattern).replace("Beta", pattern.title()))
    return small_pack


def catalog_of(*folders: Path) -> Catalog:
    catalog = open_catalog(folders)
    assert [str(fault) for fault in catalog.diagnostics if fault.severity != "warning"] == []
    return catalog


def test_reasons_are_sentences_even_where_the_pack_has_none(rich_pack: SmallPack) -> None:
    questions = list(Deck(QuestionSources(catalog_of(rich_pack.folder), [])).questions())
    kinds = {question.id.rpartition("/")[2] for question in questions}
    assert kinds >= {"flip", "stay-1", "recall", "side", "whose", "why", "which", "remedy", "helps"}
    for question in questions:
        for option in question.options:
            for text in (option.feedback, option.right_when):
                assert not text or (text[0].isupper() and text.endswith(".")), (question.id, text)
            assert option.feedback, question.id


def test_an_item_that_two_packs_have_is_met_once(rich_pack: SmallPack, tmp_path: Path) -> None:
    copy = SmallPack(tmp_path / "copy")
    for file in rich_pack.folder.rglob("*.yaml"):
        copy.write(file.relative_to(rich_pack.folder).as_posix(), file.read_text(encoding="utf-8"))
    copy.replace("pack.yaml", "id: small", "id: copy")
    deck = Deck(QuestionSources(catalog_of(rich_pack.folder, copy.folder), []))
    met = Counter(item.id for item in items_in_course_order(deck))
    assert [id_ for id_, count in met.items() if count > 1] == []
    assert set(met) == set(deck.items)
    asked = Counter(question.id for question in deck.questions())
    assert [id_ for id_, count in asked.items() if count > 1] == []


def under_history(pack: Pack, old: str, new: str) -> dict[str, str]:
    history = HistoryFile(renamed=(Rename(id=new, renamed_from=old),))
    return item_renames(msgspec.structs.replace(pack, history=history))


@pytest.mark.parametrize(
    ("old", "new", "before", "after"),
    [
        ("patterns/first", "patterns/alpha", "first", "alpha"),
        ("patterns/alpha/variants/old", "patterns/alpha/variants/new", "alpha-old", "alpha-new"),
        ("patterns/first", "patterns/alpha", "first-new", "alpha-new"),
        ("neighbours/other", "neighbours/beta", "other", "beta"),
    ],
)
def test_a_cell_follows_what_its_column_is_about(
    rich_pack: SmallPack, old: str, new: str, before: str, after: str
) -> None:
    about = after.replace("-", "/")
    pack = catalog_of(rich_pack.folder).packs[0]
    table = pack.tables[0]
    column = msgspec.structs.replace(table.columns[1], about=about)
    table = msgspec.structs.replace(table, columns=(table.columns[0], column, *table.columns[2:]))
    renames = under_history(msgspec.structs.replace(pack, tables=(table,)), old, new)
    for part in ("", "/whose"):
        was = f"fact/table/speed/start/{before}{part}"
        assert current_id(was, renames) == f"fact/table/speed/start/{after}{part}"


def test_the_cells_of_other_columns_keep_their_ids(rich_pack: SmallPack) -> None:
    renames = under_history(catalog_of(rich_pack.folder).packs[0], "patterns/first", "patterns/alpha")
    for cell in ("fact/table/speed/start/beta", "fact/table/speed/start/alpha"):
        assert current_id(cell, renames) == cell


def test_every_cell_of_the_built_in_tables_would_be_found_after_a_renaming(deck: Deck, catalog: Catalog) -> None:
    cells = [id_ for id_ in deck.items if id_.startswith("fact/table/transports/") and id_.endswith("/sse")]
    assert cells
    renames = under_history(catalog.packs[0], "patterns/server-push", "patterns/sse")
    assert [current_id(f"{cell.removesuffix('sse')}server-push", renames) for cell in cells] == cells

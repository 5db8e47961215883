"""The index of a pack's scenarios: counted by hand, from the cache, and from a damaged cache."""

from __future__ import annotations

from pathlib import Path

import pytest

from patterns_cli.advise.index import Index, build_index
from patterns_cli.advise.recommend import open_index
from patterns_cli.catalog.catalog import open_catalog
from patterns_cli.packs.cache import CacheLocations
from patterns_cli.packs.compiled import compile_pack
from patterns_cli.packs.model import Scenario, ScenariosFile
from tests.conftest import SmallPack

ALPHA = 'verdict: alpha\nscenarios:\n  - {id: a-1, text: "zebras run, zebras sleep", why: "zebras"}\n'
BETA = 'verdict: beta\nscenarios:\n  - {id: b-1, text: "lions sleep", why: "cats"}\n'


@pytest.fixture
def pack(small_pack: SmallPack) -> SmallPack:
    small_pack.write("scenarios/alpha.yaml", ALPHA)
    small_pack.write("scenarios/beta.yaml", BETA)
    return small_pack


def opened(pack: SmallPack, cache: Path) -> Index:
    """The index of a pack, beside the pack itself in one cache folder."""
    [loaded] = open_catalog([pack.folder], CacheLocations(None, lambda: cache)).packs
    return open_index(pack.folder, loaded, CacheLocations(None, lambda: cache))


def content_of(index: Index) -> object:
    """Everything that a look-up can get from an index of these scenarios."""
    words = ("zebra", "lion", "sleep", "run", "cat", "nowhere")
    return (
        index.classes,
        index.class_totals,
        [index.class_counts(word) for word in words],
        [list(index.scenarios_with(word)) for word in words],
        [(index.scenario(number), index.verdict_of(number)) for number in range(index.scenario_count)],
    )


def test_a_word_counts_twice_in_the_text_and_once_in_the_reason(pack: SmallPack, tmp_path: Path) -> None:
    index = opened(pack, tmp_path / "cache")
    alpha, beta = (index.classes.index((verdict, "")) for verdict in ("alpha", "beta"))
    assert index.class_counts("zebra") == {alpha: 2 + 1}  # repeating it in the text makes no difference
    assert index.class_counts("sleep") == {alpha: 2, beta: 2}
    assert index.class_counts("nowhere") == {}


def test_a_word_leads_to_the_scenarios_whose_text_has_it(pack: SmallPack, tmp_path: Path) -> None:
    index = opened(pack, tmp_path / "cache")
    assert [index.scenario(number).id for number in index.scenarios_with("sleep")] == ["a-1", "b-1"]
    assert [index.scenario(number).id for number in index.scenarios_with("lion")] == ["b-1"]
    assert list(index.scenarios_with("cat")) == []


def test_an_index_is_the_same_in_memory_in_a_new_cache_and_from_the_cache(pack: SmallPack, tmp_path: Path) -> None:
    first = content_of(opened(pack, tmp_path / "cache"))
    again = content_of(opened(pack, tmp_path / "cache"))
    [loaded] = open_catalog([pack.folder]).packs
    in_memory = content_of(open_index(pack.folder, loaded, CacheLocations()))
    assert first == again == in_memory


def test_pack_and_index_share_one_file(pack: SmallPack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(pack, tmp_path / "cache")
    assert len(list((tmp_path / "cache").iterdir())) == 1
    monkeypatch.setattr("patterns_cli.packs.loader.load_pack", lambda _: pytest.fail("the pack is read again"))
    monkeypatch.setattr(
        "patterns_cli.packs.loader.load_scenario_bank", lambda *_, **__: pytest.fail("they are counted again")
    )
    assert opened(pack, tmp_path / "cache").scenario_count


def test_looking_up_a_name_counts_no_scenarios(
    pack: SmallPack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "patterns_cli.packs.loader.load_scenario_bank", lambda *_, **__: pytest.fail("they are counted")
    )
    assert open_catalog([pack.folder], CacheLocations(None, lambda: tmp_path / "cache")).patterns


def test_damage_anywhere_in_a_file_is_repaired(pack: SmallPack, tmp_path: Path) -> None:
    expected = content_of(opened(pack, tmp_path / "cache"))
    [path] = (tmp_path / "cache").iterdir()
    data = path.read_bytes()
    page = 4096
    for start in range(0, len(data), page):
        path.write_bytes(data[:start] + b"\xa5" * page + data[start + page :])
        assert content_of(opened(pack, tmp_path / "cache")) == expected, start
    assert content_of(opened(pack, tmp_path / "cache")) == expected


@pytest.mark.parametrize("word", [b"zebras run", b"lions sleep"])
def test_a_changed_letter_is_not_shown(pack: SmallPack, tmp_path: Path, word: bytes) -> None:
    expected = content_of(opened(pack, tmp_path / "cache"))
    [path] = (tmp_path / "cache").iterdir()
    data = path.read_bytes()
    assert word in data
    path.write_bytes(data.replace(word, word[::-1]))
    assert content_of(opened(pack, tmp_path / "cache")) == expected


def test_a_pack_whose_scenario_files_are_empty_has_no_scenarios(small_pack: SmallPack, tmp_path: Path) -> None:
    pack = compile_pack(small_pack.folder).pack
    index = build_index(pack, [ScenariosFile(verdict="alpha", scenarios=())], ())
    assert not index.has_scenarios
    assert index.bank_scenario_count == 0
    assert index.verdicts == ("alpha", "beta")


def test_texts_of_cards_are_not_problems_of_the_bank(small_pack: SmallPack) -> None:
    pack = compile_pack(small_pack.folder).pack
    scenarios = (Scenario(id="a-1", text="zebras run", why="zebras"),)
    index = build_index(pack, [ScenariosFile(verdict="alpha", scenarios=scenarios)], ())
    assert index.bank_scenario_count == 1
    assert index.scenario_count > 1


def test_qualified_refs_replace_those_of_the_pack(pack: SmallPack, tmp_path: Path) -> None:
    index = opened(pack, tmp_path / "cache").with_qualified_refs({"alpha": "small:alpha"})
    assert set(index.verdicts) == {"small:alpha", "beta"}
    assert index.scenario(0).verdict == index.verdict_of(0) == "small:alpha"

"""``patterns pack``, ``--pack`` and PATTERNS_PATH."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from pathlib import Path

import pytest

from patterns_cli.advise.recommend import open_index
from patterns_cli.catalog.catalog import Catalog
from patterns_cli.packs.cache import CacheLocations
from patterns_cli.packs.file_types import FILE_TYPES
from patterns_cli.packs.json_schema import schema_text
from tests.conftest import CONTENT, Patterns, SmallPack

SYSTEMS = "systems:\n  - {id: uber-rides, name: UBER, aliases: [Uber Rides], summary: Brings people along.}\n"
APPLIED = """\
applied:
  title: Where
  columns: [System, How, Why]
  rows:
    - {system: uber-rides, use: It goes first there., why: Somebody must.}
"""


@pytest.fixture
def home(home: Path, shared_home: Path, catalog: Catalog) -> Path:
    """A home of this test's own, in which the built-in pack need not be compiled again."""
    cache = shared_home / "cache"
    open_index(CONTENT / "realtime-api", catalog.packs[0], CacheLocations(None, lambda: cache))
    (home / "cache").mkdir(parents=True)
    for path in cache.glob("realtime-api-*"):
        shutil.copy(path, home / "cache")
    return home


@pytest.fixture
def path_pack(small_pack: SmallPack, monkeypatch: pytest.MonkeyPatch, home: Path) -> SmallPack:
    """A pack that PATTERNS_PATH brings into force."""
    monkeypatch.setenv("PATTERNS_PATH", str(small_pack.folder))
    return small_pack


def with_systems(pack: SmallPack) -> SmallPack:
    pack.write("systems.yaml", SYSTEMS)
    text = (pack.folder / "patterns/alpha.yaml").read_text(encoding="utf-8")
    pack.write("patterns/alpha.yaml", text + APPLIED)
    return pack


def test_from_nothing_to_answers_out_of_ones_own_pack(
    patterns: Patterns, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    begun = patterns("pack", "new", "caching")
    assert begun.code == 0
    assert f"wrote: {Path('caching', 'patterns', 'cache-aside.yaml')}\n" in begun.out
    assert patterns("validate", "--strict", "caching").code == 0
    added = patterns("pack", "add", "caching")
    assert (added.code, added.out) == (0, f"Added caching, in {home / 'packs' / 'caching'}\n")
    assert patterns("show", "cache-aside").out.startswith("Cache-aside\n")
    told = patterns("ask", "--pack", "caching", "the very next look must show the new number of free places")
    assert told.out.startswith("Write-through\n")
    led = patterns("decide", "--pack", "caching", "--answer", "what-is-slow=one-query", "--json")
    assert json.loads(led.out)["advice"]["instead"]["ref"] == "query-tuning"


def test_a_new_pack_takes_nobodys_place(patterns: Patterns, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine", encoding="utf-8")
    for place in (tmp_path, tmp_path / "mine"):
        ended = patterns("pack", "new", str(place))
        assert (ended.code, ended.out) == (1, "")
    assert (tmp_path / "mine").read_text(encoding="utf-8") == "mine"


def test_the_list_says_what_each_pack_holds_and_where_it_is_from(patterns: Patterns, path_pack: SmallPack) -> None:
    out = patterns("pack", "list").out
    assert "realtime-api: Real-time & API Patterns\n  from: built-in, " in out
    assert "  holds: 10 patterns, 15 systems, " in out
    assert (
        f"small: Small\n  from: PATTERNS_PATH, {path_pack.folder}\n  holds: 2 patterns, 0 systems, 0 problems\n" in out
    )
    builtin, small = json.loads(patterns("pack", "list", "--json").out)["packs"]
    assert (builtin["from"], builtin["scenarios"] > 5000, builtin["errors"]) == ("built-in", True, 0)
    assert (small["id"], small["patterns"], small["errors"]) == ("small", 2, 0)


def test_the_list_says_which_pack_has_faults(patterns: Patterns, path_pack: SmallPack) -> None:
    path_pack.replace("patterns/alpha.yaml", "[beta]", "[beto]")
    ended = patterns("pack", "list")
    assert f"  errors: 1 error: patterns validate {path_pack.folder}\n" in ended.out
    assert ended.err.endswith(f"All that is wrong: patterns validate {path_pack.folder}\n")


def test_a_pack_with_an_error_is_not_added_and_its_faults_are_told(
    patterns: Patterns, home: Path, small_pack: SmallPack
) -> None:
    small_pack.replace("patterns/alpha.yaml", "[beta]", "[beto]")
    ended = patterns("pack", "add", str(small_pack.folder))
    assert (ended.code, ended.out) == (1, "")
    place = small_pack.folder / "patterns" / "alpha.yaml"
    assert ended.err.startswith(
        f"{place}:11:15: there is no pattern, variant or neighbor `beto` (did you mean beta?)\n"
    )
    assert f"error: {small_pack.folder} has an error, and was not added\n" in ended.err
    assert patterns("show", "alpha").code == 1


def test_a_zip_file_is_added_and_a_hostile_one_is_not(
    patterns: Patterns, home: Path, small_pack: SmallPack, tmp_path: Path
) -> None:
    archive = shutil.make_archive(str(tmp_path / "small"), "zip", small_pack.folder.parent, small_pack.folder.name)
    with zipfile.ZipFile(tmp_path / "evil.zip", "w") as evil:
        evil.write(small_pack.folder / "pack.yaml", "pack.yaml")
        evil.writestr("../../evil.yaml", "id: evil\n")
    ended = patterns("pack", "add", str(tmp_path / "evil.zip"))
    assert ended.code == 1
    assert "points outside the pack" in ended.err
    assert not list(home.rglob("*.yaml"))
    assert patterns("pack", "add", archive).code == 0
    assert patterns("list", "--pack", "small").out == "alpha\nbeta\n"


def test_a_pack_is_replaced_by_force_alone(patterns: Patterns, home: Path, small_pack: SmallPack) -> None:
    folder = str(small_pack.folder)
    assert patterns("pack", "add", folder).code == 0
    small_pack.replace("patterns/alpha.yaml", "It goes first.", "It goes before.")
    ended = patterns("pack", "add", folder)
    assert ended.code == 1
    assert "hint: use --force to replace it\n" in ended.err
    assert "It goes first." in patterns("show", "alpha").out
    answer = json.loads(patterns("pack", "add", folder, "--force", "--json").out)
    assert (answer["added"], Path(answer["replaced"]).is_dir()) == ("small", True)
    assert "It goes before." in patterns("show", "alpha").out


def test_the_built_in_packs_id_is_taken(patterns: Patterns, home: Path, small_pack: SmallPack) -> None:
    small_pack.replace("pack.yaml", "id: small", "id: realtime-api")
    ended = patterns("pack", "add", str(small_pack.folder), "--force")
    assert ended.code == 1
    assert "the id realtime-api belongs to a pack that is not your own" in ended.err


def test_what_is_not_there_cannot_be_added(patterns: Patterns, home: Path, tmp_path: Path) -> None:
    assert patterns("pack", "add", str(tmp_path / "nowhere")).code == 2
    assert patterns("pack", "add", str(tmp_path)).code == 1
    assert list(home.rglob(".incoming*")) == []


def test_removing_needs_a_yes_and_keeps_the_pack_aside(patterns: Patterns, home: Path, small_pack: SmallPack) -> None:
    patterns("pack", "add", str(small_pack.folder))
    ended = patterns("pack", "remove", "small", typed="\n\ny\n")
    assert (ended.code, ended.out) == (2, "")
    assert "--yes removes it unasked" in ended.err
    assert patterns("show", "alpha").code == 0
    kept = json.loads(patterns("pack", "remove", "small", "--yes", "--json").out)["kept"]
    assert (Path(kept) / "patterns" / "alpha.yaml").is_file()
    assert patterns("show", "alpha").code == 1


@pytest.mark.parametrize(("typed", "stays"), [("2\n", False), ("1\n", True), ("\n", True), ("q\n", True), ("", True)])
def test_removing_asks_a_person(patterns: Patterns, home: Path, small_pack: SmallPack, typed: str, stays: bool) -> None:
    patterns("pack", "add", str(small_pack.folder))
    ended = patterns("pack", "remove", "small", "--plain", terminal=True, typed=typed)
    assert ended.code == 0
    assert "Remove small?" in ended.out
    assert (home / "packs" / "small").exists() == stays


def test_only_ones_own_packs_can_be_removed(patterns: Patterns, path_pack: SmallPack) -> None:
    for name, why in (("realtime-api", "it is built in"), ("small", "PATTERNS_PATH brings it")):
        ended = patterns("pack", "remove", name, "--yes")
        assert ended.code == 1
        assert why in ended.err
    ended = patterns("pack", "remove", "smal", "--yes")
    assert ended.err == "error: no pack has the id `smal`\nhint: did you mean small?\n"
    assert path_pack.folder.is_dir()


def test_one_pack_alone_answers(patterns: Patterns, path_pack: SmallPack) -> None:
    assert patterns("list", "--pack", "small").out == "alpha\nbeta\n"
    assert patterns("show", "websocket", "--pack", "small").code == 1
    assert patterns("websocket", "--pack", "realtime-api").code == 0
    assert patterns("compare", "alpha", "beta", "--pack", "small").code == 0
    assert patterns("search", "goes", "first", "--pack", "small").code == 0
    assert patterns("system", "uber", "--pack", "small").code == 1
    assert patterns("decide", "--tree", "--pack", "small").code == 1
    packs = json.loads(patterns("export", "json", "--pack", "small").out)["packs"]
    assert [pack["info"]["id"] for pack in packs] == ["small"]
    ended = patterns("show", "alpha", "--pack", "smal")
    assert ended.err == "error: no pack has the id `smal`\nhint: did you mean small?\n"


def test_all_packs_in_force_are_exported(patterns: Patterns, path_pack: SmallPack) -> None:
    packs = json.loads(patterns("export", "json").out)["packs"]
    assert [pack["info"]["id"] for pack in packs] == ["realtime-api", "small"]


def test_the_path_names_packs_and_folders_of_packs_in_order(
    patterns: Patterns, home: Path, small_pack: SmallPack, tmp_path: Path
) -> None:
    other = tmp_path / "more" / "other"
    shutil.copytree(small_pack.folder, other)
    text = (other / "pack.yaml").read_text(encoding="utf-8")
    (other / "pack.yaml").write_text(text.replace("id: small", "id: other"), encoding="utf-8")
    written = os.pathsep.join([str(tmp_path / "more"), "", str(small_pack.folder), str(other)])
    listed = json.loads(patterns("pack", "list", "--json", env={"PATTERNS_PATH": written}).out)["packs"]
    assert [pack["id"] for pack in listed] == ["realtime-api", "other", "small"]
    out = patterns("list", env={"PATTERNS_PATH": written}).out.splitlines()
    assert out[-4:] == ["alpha", "beta", "small:alpha", "small:beta"]


def test_the_folders_of_the_path_are_among_the_paths(patterns: Patterns, path_pack: SmallPack) -> None:
    assert f"further packs: {path_pack.folder}\n" in patterns("paths").out
    assert "further packs" not in patterns("paths", env={"PATTERNS_PATH": ""}).out


def test_a_folder_on_the_path_that_is_not_there_is_told_once(patterns: Patterns, home: Path, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    ended = patterns("show", "sse", "--brief", env={"PATTERNS_PATH": str(gone)})
    assert ended.code == 0
    assert ended.err == f"warning: PATTERNS_PATH names {gone}, and there is no such folder\n"


def test_an_id_that_clashes_is_reached_through_its_pack(patterns: Patterns, path_pack: SmallPack) -> None:
    with_systems(path_pack)
    for name in ("alpha", "beta"):
        text = (path_pack.folder / f"patterns/{name}.yaml").read_text(encoding="utf-8")
        (path_pack.folder / f"patterns/{name}.yaml").unlink()
        new = {"alpha": "sse", "beta": "cdc"}
        for old, other in new.items():
            text = text.replace(f"id: {old}", f"id: {other}").replace(f"[{old}]", f"[{other}]")
        path_pack.write(f"patterns/{new[name]}.yaml", text)
    assert patterns("show", "sse").out.startswith("SSE")
    own = patterns("show", "small:sse")
    assert own.out.startswith("Alpha\n")
    assert "System: UBER" not in own.out
    assert "System: Uber\n  How: It goes first there.\n" in own.out
    assert "It goes first there." not in patterns("show", "sse").out
    assert json.loads(patterns("small:sse", "--json").out)["uses"][0]["pattern"] == "small:sse"
    assert "small:sse" in patterns("list").out.splitlines()
    assert "patterns show small:sse" in patterns("search", "the", "first", "of", "two").out


def test_a_pattern_with_the_id_of_a_shipped_neighbor_is_advised_as_ones_own(
    patterns: Patterns, home: Path, small_pack: SmallPack
) -> None:
    (small_pack.folder / "patterns" / "alpha.yaml").rename(small_pack.folder / "patterns" / "circuit-breaker.yaml")
    for name in ("circuit-breaker", "beta"):
        path = small_pack.folder / "patterns" / f"{name}.yaml"
        text = path.read_text(encoding="utf-8").replace("alpha", "circuit-breaker").replace("Alpha", "Fuse of ours")
        path.write_text(text, encoding="utf-8")
    stories = "".join(
        f'  - {{id: c-{n}, text: "The {place} is full of zebras, let no more in.", why: "full of zebras"}}\n'
        for n, place in enumerate(("stable", "meadow", "lorry"))
    )
    small_pack.write("scenarios/circuit-breaker.yaml", f"verdict: circuit-breaker\nscenarios:\n{stories}")
    (home / "packs").mkdir()
    small_pack.folder.rename(home / "packs" / "small")
    answer = json.loads(patterns("ask", "--json", "the meadow is full of zebras").out)
    assert (answer["ranked"][0]["verdict"], answer["advice"]["name"]) == ("small:circuit-breaker", "Fuse of ours")
    asked = json.loads(patterns("quiz", "--export", "all", "--topic", "small:circuit-breaker", "--json").out)
    items = {one["item"] for one in asked["questions"]}
    assert items > {"recognise/small:circuit-breaker", "fact/small:circuit-breaker/name"}
    assert not any(item.startswith("fact/circuit-breaker/") for item in items)
    both = patterns("compare", "circuit-breaker", "small:circuit-breaker")
    assert (both.code, "Fuse of ours" in both.out) == (0, True)


@pytest.mark.parametrize("name", ["uber", "UBER", "uber-rides", "uber rides"])
def test_a_system_of_several_packs_is_one(patterns: Patterns, path_pack: SmallPack, name: str) -> None:
    with_systems(path_pack)
    out = patterns("system", name).out
    assert out.startswith("Uber\n")
    assert "It goes first there." in out
    assert "WebSocket" in out
    assert patterns("list", "systems").out.splitlines().count("uber") == 1
    assert "uber-rides" not in patterns("list", "systems").out.splitlines()
    rows = json.loads(patterns("system", "--json").out)["systems"]
    uber = next(row for row in rows if row["id"] == "uber")
    assert "alpha" in [use["pattern"] for use in uber["uses"]]


def test_several_packs_answer_together(patterns: Patterns, path_pack: SmallPack) -> None:
    told = patterns("ask", "the phone retries after a timeout and we charge the card twice")
    assert told.out.startswith("Idempotency")
    assert patterns("decide", "--tree").code == 0


@pytest.mark.parametrize("kind", FILE_TYPES)
def test_a_schema_is_printed_as_it_is(patterns: Patterns, kind: str) -> None:
    assert patterns("pack", "schema", kind).out == schema_text(kind)


def test_all_schemas_are_written(patterns: Patterns, tmp_path: Path) -> None:
    folder = tmp_path / "a" / "schemas"
    assert patterns("pack", "schema", "-o", str(folder)).code == 0
    assert sorted(path.name for path in folder.iterdir()) == sorted(f"{kind}.json" for kind in FILE_TYPES)


def test_a_schema_that_is_none_is_a_usage_error(patterns: Patterns) -> None:
    ended = patterns("pack", "schema", "patern")
    assert ended.err == "error: there is no kind of file called `patern`\nhint: did you mean pattern?\n"
    assert ended.code == patterns("pack", "schema").code == 2


@pytest.mark.parametrize("command", ["new", "list", "add", "remove", "schema"])
def test_every_command_about_packs_explains_itself_with_an_example(patterns: Patterns, command: str) -> None:
    for words in (["pack", command, "--help"], ["help", "pack", command]):
        out = patterns(*words).out
        assert out.startswith(f"Usage: patterns pack {command}")
        assert f"\n  patterns pack {command}" in out or "patterns pack list" in out

"""The cache: used while it is up to date and intact, built again from YAML otherwise, never half-written."""

from __future__ import annotations

import contextlib
import os
import stat
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patterns_cli.catalog.catalog import open_catalog
from patterns_cli.packs import cache as cache_module
from patterns_cli.packs.cache import FORMAT, CacheLocations, Fingerprint, prebuilt_name
from patterns_cli.packs.compiled import SECTION, CompiledPack, EntryStore, compile_pack, compiled_pack, pack_section
from patterns_cli.packs.files import content_files
from tests.conftest import CONTENT, PATTERN, SmallPack
from tests.packs.diagnosing import format_diagnostics


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """A cache folder that does not exist yet."""
    return tmp_path / "deep" / "cache"


def cached(pack: SmallPack, cache: Path) -> CompiledPack:
    """The pack, with a cache folder and nothing prebuilt."""
    return compiled_pack(pack.folder, CacheLocations(None, lambda: cache))


def fingerprint_of(folder: Path) -> Fingerprint:
    """The fingerprint of a pack's knowledge."""
    return cache_module.fingerprint_of(folder, content_files(folder))


def file_in(folder: Path) -> Path:
    """The one file of a cache."""
    [path] = folder.iterdir()
    return path


def planted(pack: SmallPack, path: Path, summary: str) -> None:
    """Write a cache file that is up to date, but has another summary than the YAML."""
    compiled = compile_pack(pack.folder)
    info = msgspec.structs.replace(compiled.pack.info, summary=summary)
    changed = msgspec.structs.replace(compiled.pack, info=info)
    fingerprint = fingerprint_of(pack.folder)
    times = ((0, 0),) * len(fingerprint)
    sources = msgspec.msgpack.encode(cache_module._SectionSources(cache_module.FORMAT, fingerprint, times))
    section = pack_section(msgspec.structs.replace(compiled, pack=changed))
    assert cache_module._write_file(path, SECTION, sources, section, keep_others=False)


def summary_of(compiled: CompiledPack) -> str:
    return compiled.pack.info.summary


# Fresh.


def test_what_is_compiled_is_the_whole_pack(cache: Path) -> None:
    folder = CONTENT / "realtime-api"
    first = compiled_pack(folder, CacheLocations(None, lambda: cache))
    again = compiled_pack(folder, CacheLocations(None, lambda: cache))
    assert first == again == compile_pack(folder)
    assert set(again.diagrams) == {pattern.id for pattern in again.pack.patterns}


def test_what_had_to_be_compiled_is_left_in_the_cache_as_one_file(small_pack: SmallPack, cache: Path) -> None:
    cached(small_pack, cache)
    assert file_in(cache).name.startswith("small-")
    assert file_in(cache).suffix == ".sqlite"


def test_a_fresh_compiled_pack_is_used_instead_of_the_yaml(small_pack: SmallPack, cache: Path) -> None:
    cached(small_pack, cache)
    planted(small_pack, file_in(cache), "From the cache.")
    assert summary_of(cached(small_pack, cache)) == "From the cache."


def test_faults_are_told_from_the_cache_as_from_the_yaml(small_pack: SmallPack, cache: Path) -> None:
    small_pack.write("patterns/gamma.yaml", "- a\n")
    first = cached(small_pack, cache)
    again = cached(small_pack, cache)
    assert format_diagnostics(first.diagnostics, small_pack.folder) == [
        "patterns/gamma.yaml:1:1: the file should be fields, found a list"
    ]
    assert again.diagnostics == first.diagnostics


def test_a_copy_with_new_times_but_the_same_bytes_is_still_fresh(small_pack: SmallPack, cache: Path) -> None:
    cached(small_pack, cache)
    planted(small_pack, file_in(cache), "From the cache.")
    os.utime(small_pack.folder / "pack.yaml", (1, 1))
    assert summary_of(cached(small_pack, cache)) == "From the cache."


def test_two_packs_of_the_same_name_in_two_places_do_not_share_a_file(small_pack: SmallPack, cache: Path) -> None:
    other = SmallPack(small_pack.folder.parent / "elsewhere" / "small")
    other.write("pack.yaml", "id: small\ntitle: Other\nsummary: Another.\n")
    for _ in range(2):
        assert summary_of(cached(small_pack, cache)) == "A pack for a test."
        assert summary_of(cached(other, cache)) == "Another."
    assert len(list(cache.iterdir())) == 2


# Stale.


def edit(pack: SmallPack) -> None:
    pack.replace("pack.yaml", "A pack for a test.", "An edited pack here")


def edit_to_the_same_size_and_time(pack: SmallPack) -> None:
    path = pack.folder / "pack.yaml"
    before = path.stat()
    pack.replace("pack.yaml", "A pack for a test.", "A pack for a text.")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def add_a_pattern(pack: SmallPack) -> None:
    pack.write("patterns/gamma.yaml", PATTERN.replace("alpha", "gamma").replace("Alpha", "Gamma"))


def remove_a_pattern(pack: SmallPack) -> None:
    (pack.folder / "patterns" / "beta.yaml").unlink()


def rename_a_pattern(pack: SmallPack) -> None:
    (pack.folder / "patterns" / "beta.yaml").rename(pack.folder / "patterns" / "second.yaml")


def add_a_list(pack: SmallPack) -> None:
    pack.write("systems.yaml", "systems:\n  - {id: shop, name: Shop, summary: Sells.}\n")


def break_a_file(pack: SmallPack) -> None:
    pack.write("patterns/beta.yaml", "- a\n")


def make_a_file_unreadable(pack: SmallPack) -> None:
    (pack.folder / "patterns" / "beta.yaml").unlink()
    (pack.folder / "patterns" / "beta.yaml").mkdir()


EDITS = [
    edit,
    edit_to_the_same_size_and_time,
    add_a_pattern,
    remove_a_pattern,
    rename_a_pattern,
    add_a_list,
    break_a_file,
    make_a_file_unreadable,
]


@pytest.mark.parametrize("change", EDITS, ids=lambda change: change.__name__)
def test_after_any_edit_the_yaml_is_read_again(
    small_pack: SmallPack, cache: Path, change: Callable[[SmallPack], None]
) -> None:
    before = cached(small_pack, cache)
    change(small_pack)
    after = cached(small_pack, cache)
    assert after == compile_pack(small_pack.folder)
    assert (after.pack, after.diagnostics) != (before.pack, before.diagnostics)
    assert cached(small_pack, cache) == after
    assert len(list(cache.iterdir())) == 1


def test_a_file_that_moves_to_where_it_belongs_is_read_again(small_pack: SmallPack, cache: Path) -> None:
    for name in ("alpha", "beta"):
        (small_pack.folder / "patterns" / f"{name}.yaml").unlink()
    misplaced = small_pack.write("patterns/systems.yaml", "systems:\n  - {id: shop, name: Shop, summary: Sells.}\n")
    small_pack.write("patterns/zeta.yaml", PATTERN.replace("alpha", "zeta").replace("beta", "zeta"))
    assert cached(small_pack, cache).pack.systems == ()
    misplaced.rename(small_pack.folder / "systems.yaml")
    after = cached(small_pack, cache)
    assert [system.id for system in after.pack.systems] == ["shop"]
    assert after.diagnostics == ()


def test_a_fingerprint_names_each_file_with_its_size_and_a_checksum(small_pack: SmallPack) -> None:
    small_pack.write("patterns/gamma.yaml", "")
    (small_pack.folder / "patterns" / "nowhere.yaml").symlink_to("nowhere")
    found = fingerprint_of(small_pack.folder)
    sizes = {Path(name).name: size for name, size, _ in found}
    assert sizes == {
        "pack.yaml": (small_pack.folder / "pack.yaml").stat().st_size,
        "alpha.yaml": (small_pack.folder / "patterns" / "alpha.yaml").stat().st_size,
        "beta.yaml": (small_pack.folder / "patterns" / "beta.yaml").stat().st_size,
        "gamma.yaml": 0,
        "nowhere.yaml": -1,
    }
    assert fingerprint_of(small_pack.folder) == found


# Another version's, torn, or garbage.


@pytest.mark.parametrize("version", ["0.0.0/1", f"{FORMAT}0", ""])
def test_what_another_version_compiled_is_made_again(
    small_pack: SmallPack, cache: Path, version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cached(small_pack, cache)
    with monkeypatch.context() as other:
        other.setattr(cache_module, "FORMAT", version)
        planted(small_pack, file_in(cache), "From another version.")
    assert summary_of(cached(small_pack, cache)) == "A pack for a test."


def test_a_file_torn_at_any_place_is_made_again(small_pack: SmallPack, cache: Path) -> None:
    whole = cached(small_pack, cache)
    path = file_in(cache)
    data = path.read_bytes()
    for length in range(0, len(data), 997):
        path.write_bytes(data[:length])
        assert cached(small_pack, cache) == whole


GARBAGE = {
    "nothing": b"",
    "zeros": bytes(4096),
    "text": b"not a pack\n",
    "JSON": b'{"format": "x"}',
    "a number": b"\x01",
    "an invalid byte": b"\xc1",
    "a list without an end": b"\xdd\xff\xff\xff\xff",
    "a mapping without an end": b"\xdf\xff\xff\xff\xff",
    "deep lists": b"\x91" * 100_000,
    "text that is not UTF-8": b"\x81\xa6format\xa2\xff\xfe",
}


@pytest.mark.parametrize("kind", GARBAGE)
def test_garbage_is_made_again(small_pack: SmallPack, cache: Path, kind: str) -> None:
    whole = cached(small_pack, cache)
    file_in(cache).write_bytes(GARBAGE[kind])
    assert cached(small_pack, cache) == whole
    assert file_in(cache).read_bytes() != GARBAGE[kind]


def test_a_file_in_which_a_letter_has_changed_is_not_believed(small_pack: SmallPack, cache: Path) -> None:
    cached(small_pack, cache)
    data = file_in(cache).read_bytes()
    assert b"The first of two." in data
    file_in(cache).write_bytes(data.replace(b"The first of two.", b"The worst of two.", 1))
    assert cached(small_pack, cache).pack.patterns[0].summary == "The first of two."


@given(st.binary(max_size=30), st.floats(0, 1), st.floats(0, 1))
@settings(deadline=None, max_examples=80)
def test_a_file_with_any_bytes_in_its_middle_is_used_or_made_again(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, start: float, length: float
) -> None:
    folder = tmp_path_factory.getbasetemp() / "any-bytes"
    pack = SmallPack(folder / "small")
    pack.write("pack.yaml", "id: small\ntitle: Small\nsummary: A pack.\n")
    whole = cached(pack, folder / "cache")
    path = file_in(folder / "cache")
    data = path.read_bytes()
    at = int(start * len(data))
    path.write_bytes(data[:at] + noise + data[at + int(length * 40) :])
    assert cached(pack, folder / "cache") == whole
    path.unlink()


# Where nothing can be written.


def test_without_a_cache_the_pack_is_read_from_its_yaml(small_pack: SmallPack) -> None:
    assert compiled_pack(small_pack.folder, CacheLocations()) == compile_pack(small_pack.folder)


def test_a_file_in_the_place_of_the_cache_does_no_harm(small_pack: SmallPack, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("not a folder", encoding="utf-8")
    for place in (tmp_path / "cache", tmp_path / "cache" / "deeper"):
        assert cached(small_pack, place) == compile_pack(small_pack.folder)
    assert (tmp_path / "cache").read_text(encoding="utf-8") == "not a folder"


def test_a_directory_in_the_place_of_the_file_does_no_harm_and_leaves_no_draft(
    small_pack: SmallPack, cache: Path
) -> None:
    cached(small_pack, cache)
    path = file_in(cache)
    path.unlink()
    path.mkdir()
    assert cached(small_pack, cache) == compile_pack(small_pack.folder)
    assert list(cache.iterdir()) == [path]


def test_a_folder_without_the_right_to_write_does_no_harm(small_pack: SmallPack, cache: Path) -> None:
    cache.mkdir(parents=True)
    cache.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        assert cached(small_pack, cache) == compile_pack(small_pack.folder)
        assert not list(cache.glob("*.tmp"))
    finally:
        cache.chmod(stat.S_IRWXU)


# Two at once.


def is_whole(data: bytes, folder: Path) -> bool:
    copy = folder.parent / f"copy-{os.getpid()}"
    copy.write_bytes(data)
    file = cache_module._open_section(copy, SECTION, cache_module.SourceState(folder, content_files(folder)))
    return file is not None and EntryStore(file).load_all() == compile_pack(folder)


def open_many_times(folder: str, cache: str) -> tuple[set[str], int]:
    """What one of several processes reads while the others write, and how often a file was not whole."""
    pack, summaries, torn = SmallPack(Path(folder)), set(), 0
    for _ in range(60):
        summaries.add(summary_of(cached(pack, Path(cache))))
        for path in Path(cache).glob("*.sqlite"):
            with contextlib.suppress(OSError):
                torn += not is_whole(path.read_bytes(), pack.folder)
                path.unlink()
    return summaries, torn


def test_processes_that_write_at_once_all_read_the_whole_pack_and_leave_nothing_half_written(
    small_pack: SmallPack, cache: Path
) -> None:
    cached(small_pack, cache)
    with ProcessPoolExecutor(max_workers=3, mp_context=get_context("spawn")) as pool:
        runs = [pool.submit(open_many_times, str(small_pack.folder), str(cache)) for _ in range(3)]
        read = [run.result(timeout=60) for run in runs]
    assert read == [({"A pack for a test."}, 0)] * 3
    assert not [path for path in cache.iterdir() if path.suffix != ".sqlite"]


# Built into the package.


@pytest.fixture
def built_in(small_pack: SmallPack, tmp_path: Path) -> SmallPack:
    """A pack in an installed package, with a prebuilt file that can be told from the YAML."""
    (tmp_path / "content").mkdir()
    pack = SmallPack(small_pack.folder.rename(tmp_path / "content" / "small"))
    planted(pack, tmp_path / "compiled" / prebuilt_name(pack.folder), "Prebuilt.")
    return pack


def test_a_prebuilt_file_is_trusted_without_looking_at_its_sources(built_in: SmallPack, tmp_path: Path) -> None:
    edit(built_in)
    (built_in.folder / "patterns" / "beta.yaml").unlink()
    locations = CacheLocations(tmp_path / "compiled", lambda: pytest.fail("the cache folder is asked for"))
    assert summary_of(compiled_pack(built_in.folder, locations)) == "Prebuilt."


def test_another_pack_in_a_folder_of_the_same_name_is_not_taken_for_the_built_in_one(
    built_in: SmallPack, tmp_path: Path
) -> None:
    own = SmallPack(tmp_path / "packs" / "small")
    own.write("pack.yaml", "id: small\ntitle: Own\nsummary: My own.\n")
    locations = CacheLocations(tmp_path / "compiled", lambda: tmp_path / "cache")
    assert summary_of(compiled_pack(own.folder, locations)) == "My own."


@pytest.mark.parametrize("damage", [b"", b"garbage", None])
def test_a_damaged_prebuilt_file_is_replaced_by_the_cache(
    built_in: SmallPack, tmp_path: Path, damage: bytes | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = file_in(tmp_path / "compiled")
    data = path.read_bytes().replace(b"The first of two.", b"The worst of two.") if damage is None else damage
    path.write_bytes(data)
    locations = CacheLocations(tmp_path / "compiled", lambda: tmp_path / "cache")
    assert compiled_pack(built_in.folder, locations) == compile_pack(built_in.folder)
    monkeypatch.setattr("patterns_cli.packs.loader.load_pack", lambda folder: pytest.fail(f"{folder} is read again"))
    assert summary_of(compiled_pack(built_in.folder, locations)) == "A pack for a test."
    assert path.read_bytes() == data


def test_without_the_folder_of_prebuilt_files_the_yaml_is_read(small_pack: SmallPack, tmp_path: Path) -> None:
    locations = CacheLocations(tmp_path / "nowhere")
    assert compiled_pack(small_pack.folder, locations) == compile_pack(small_pack.folder)


# Hostile packs.


def test_a_file_of_hundreds_of_megabytes_is_told_without_taking_it_in(small_pack: SmallPack, cache: Path) -> None:
    with (small_pack.folder / "patterns" / "gamma.yaml").open("wb") as file:
        file.truncate(400 * 1024 * 1024)
    tracemalloc.start()
    try:
        compiled = cached(small_pack, cache)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert format_diagnostics(compiled.diagnostics, small_pack.folder) == [
        "patterns/gamma.yaml:1:1: the file is larger than 8 MiB (split it into several files)"
    ]
    assert most < 300 * 1024 * 1024


OPEN = """\
import sys
from pathlib import Path
from patterns_cli.catalog.catalog import open_catalog
from patterns_cli.packs.cache import CacheLocations

catalog = open_catalog([Path(sys.argv[1])], CacheLocations(find_cache_dir=lambda: Path(sys.argv[2])))
print([entry.ref for entry in catalog.patterns], len(catalog.diagnostics))
"""

if sys.platform != "win32":

    def test_a_pipe_that_nobody_writes_to_is_not_waited_for(small_pack: SmallPack, cache: Path) -> None:
        os.mkfifo(small_pack.folder / "patterns" / "gamma.yaml")
        command = [sys.executable, "-c", OPEN, str(small_pack.folder), str(cache)]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=5, check=True)
        assert ended.stdout == "['alpha', 'beta'] 1\n"


if sys.platform == "linux":  # elsewhere the file system refuses such a name

    def test_a_file_whose_name_is_not_utf_8_is_told_and_hides_no_other(small_pack: SmallPack, cache: Path) -> None:
        small_pack.write("patterns/" + os.fsdecode(b"caf\xe9.yaml"), "- a\n")
        catalog = open_catalog([small_pack.folder], CacheLocations(find_cache_dir=lambda: cache))
        assert [entry.ref for entry in catalog.patterns] == ["alpha", "beta"]
        [fault] = catalog.diagnostics
        assert fault.message == "the file should be fields, found a list"

    def test_a_folder_whose_name_is_not_utf_8_is_a_pack_like_any_other(small_pack: SmallPack, cache: Path) -> None:
        folder = small_pack.folder.rename(small_pack.folder.parent / os.fsdecode(b"caf\xe9"))
        (folder / "pack.yaml").unlink()
        for _ in range(2):
            catalog = open_catalog([folder], CacheLocations(find_cache_dir=lambda: cache))
            assert [entry.ref for entry in catalog.patterns] == ["alpha", "beta"]


# Seen without being read.


def settled(pack: SmallPack) -> None:
    """Let the files be as old as files usually are."""
    for path in content_files(pack.folder):
        os.utime(path, (1_000_000_000, 1_000_000_000))


@pytest.fixture
def long_ago(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything that was written until now was written long ago."""
    now = time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: now() + 60 * cache_module.MTIME_GRANULARITY_NS)


def test_files_that_have_not_changed_are_not_read_again(
    small_pack: SmallPack, cache: Path, long_ago: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    cached(small_pack, cache)
    monkeypatch.setattr(cache_module, "read_content", lambda path: pytest.fail(f"{path} is read"))
    assert summary_of(cached(small_pack, cache)) == "A pack for a test."


@pytest.mark.skipif(sys.platform == "win32", reason="there a file keeps the time it was made at")
def test_a_change_that_hides_its_time_and_size_is_seen(small_pack: SmallPack, cache: Path, long_ago: None) -> None:
    settled(small_pack)
    cached(small_pack, cache)
    small_pack.replace("pack.yaml", "A pack for a test.", "A pack for a toast")
    settled(small_pack)
    assert summary_of(cached(small_pack, cache)) == "A pack for a toast"


def test_a_file_that_has_just_been_written_is_read(small_pack: SmallPack, cache: Path) -> None:
    cached(small_pack, cache)
    before = (small_pack.folder / "pack.yaml").stat()
    small_pack.replace("pack.yaml", "A pack for a test.", "A pack for a toast")
    os.utime(small_pack.folder / "pack.yaml", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert summary_of(cached(small_pack, cache)) == "A pack for a toast"


def test_files_that_were_only_touched_are_compiled_no_second_time(
    small_pack: SmallPack, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cached(small_pack, cache)
    settled(small_pack)
    monkeypatch.setattr("patterns_cli.packs.loader.load_pack", lambda folder: pytest.fail(f"{folder} is compiled"))
    assert summary_of(cached(small_pack, cache)) == "A pack for a test."

"""Published ids stay, or the history says what happened to them."""

from __future__ import annotations

import pytest

from patterns_cli.catalog.catalog import Catalog
from patterns_cli.packs.checks.validate import validate_pack
from patterns_cli.packs.content_ids import all_content_ids, current_content_id, is_retired, publish_ids, rename_map
from patterns_cli.packs.loader import load_pack
from patterns_cli.packs.model import HistoryFile, Pack, PackInfo, Rename
from tests.conftest import SmallPack
from tests.packs.diagnosing import format_diagnostics

IDS = [
    "patterns/alpha",
    "patterns/alpha/avoid_when/never",
    "patterns/alpha/use_when/always",
    "patterns/beta",
    "patterns/beta/avoid_when/never",
    "patterns/beta/use_when/always",
]


@pytest.fixture
def published(small_pack: SmallPack) -> SmallPack:
    publish_ids(small_pack.folder)
    return small_pack


def diagnose(pack: SmallPack) -> list[str]:
    return format_diagnostics(validate_pack(pack.folder), pack.folder)


def rename_alpha(pack: SmallPack) -> None:
    text = (pack.folder / "patterns/alpha.yaml").read_text(encoding="utf-8")
    (pack.folder / "patterns/alpha.yaml").unlink()
    pack.write("patterns/omega.yaml", text.replace("alpha", "omega").replace("Alpha", "Omega"))
    pack.replace("patterns/beta.yaml", "[alpha]", "[omega]")


def test_everything_that_questions_are_made_of_has_an_id(catalog: Catalog) -> None:
    ids = all_content_ids(catalog.packs[0], ())
    for id_ in (
        "patterns/websocket",
        "patterns/pagination/variants/cursor",
        "patterns/heartbeat/use_when/online-status",
        "patterns/heartbeat/avoid_when/presence-irrelevant",
        "patterns/heartbeat/pitfalls/one-lost-beat",
        "tables/transports",
        "tables/transports/rows/direction",
        "contrasts/sse-or-websocket",
        "neighbours/direct-response",
        "systems/uber",
    ):
        assert id_ in ids


def test_publishing_writes_all_ids_sorted_and_a_second_time_nothing(small_pack: SmallPack) -> None:
    assert publish_ids(small_pack.folder) == 6
    assert (small_pack.folder / "ids.txt").read_text(encoding="utf-8").splitlines() == IDS
    before = (small_pack.folder / "ids.txt").stat().st_mtime_ns
    assert publish_ids(small_pack.folder) == 0
    assert (small_pack.folder / "ids.txt").stat().st_mtime_ns == before


def test_publishing_never_takes_an_id_back(published: SmallPack) -> None:
    published.replace("patterns/alpha.yaml", "id: always", "id: ever")
    assert publish_ids(published.folder) == 1
    ids = (published.folder / "ids.txt").read_text(encoding="utf-8").splitlines()
    assert {"patterns/alpha/use_when/always", "patterns/alpha/use_when/ever"} <= set(ids)


def test_a_pack_that_published_nothing_is_asked_for_nothing(small_pack: SmallPack) -> None:
    assert diagnose(small_pack) == []


def test_an_id_that_vanished_is_an_error_with_a_guess(published: SmallPack) -> None:
    published.replace("patterns/alpha.yaml", "id: never", "id: newer")
    new, gone = diagnose(published)
    assert new.startswith("warning: ids.txt:1:1: not published yet: patterns/alpha/avoid_when/newer (")
    guess = "(was it renamed to `patterns/alpha/avoid_when/newer`?)"
    assert gone.startswith(
        f"ids.txt:2:1: the published id `patterns/alpha/avoid_when/never` is missing from the pack {guess}"
    )


def test_a_rename_accounts_for_it_and_for_all_its_parts(published: SmallPack) -> None:
    rename_alpha(published)
    published.write("history.yaml", "renamed:\n  - id: patterns/omega\n    renamed_from: patterns/alpha\n")
    publish_ids(published.folder)
    assert diagnose(published) == []


def test_a_retirement_accounts_for_it(published: SmallPack) -> None:
    published.replace("patterns/alpha.yaml", "  - id: always\n    text: Always.\n", "  - id: ever\n    text: Ever.\n")
    retired = "retired:\n  - id: patterns/alpha/use_when/always\n    why: It was not true.\n"
    published.write("history.yaml", retired)
    publish_ids(published.folder)
    assert diagnose(published) == []


@pytest.mark.parametrize(
    ("history", "fault"),
    [
        (
            "renamed:\n  - id: patterns/beto\n    renamed_from: patterns/gone\n",
            "history.yaml:2:9: the pack has no `patterns/beto` (did you mean patterns/beta?)",
        ),
        (
            "renamed:\n  - id: patterns/beta\n    renamed_from: patterns/alpha\n",
            "history.yaml:3:19: `patterns/alpha` is still in the pack (give the new content another id)",
        ),
        (
            "retired:\n  - id: patterns/alpha\n    why: No more.\n",
            "history.yaml:2:9: `patterns/alpha` is still in the pack (give the new content another id)",
        ),
        (
            "retired:\n  - id: patterns/gone\n    why: ''\n",
            "history.yaml:3:10: `why` is empty (say what replaced it, or why it was wrong)",
        ),
        (
            "renamed:\n  - {id: a, renamed_from: b}\n  - {id: b, renamed_from: a}\n",
            "history.yaml:2:10: the renames form a cycle (write the current id)",
        ),
        (
            "renamed:\n  - {id: patterns/beta, renamed_from: b}\n  - {id: patterns/alpha, renamed_from: b}\n",
            "history.yaml:3:40: `b` is renamed twice (remove one of the two entries)",
        ),
        (
            "renamed:\n  - {id: patterns/beta, renamed_from: b}\nretired:\n  - {id: b, why: No.}\n",
            "history.yaml:4:10: `b` is listed twice (remove one of the two entries)",
        ),
    ],
)
def test_a_history_that_does_not_fit(small_pack: SmallPack, history: str, fault: str) -> None:
    small_pack.write("history.yaml", history)
    assert fault in diagnose(small_pack)


def test_a_history_of_what_was_never_published_is_a_warning(published: SmallPack) -> None:
    published.write("history.yaml", "renamed:\n  - id: patterns/beta\n    renamed_from: patterns/betta\n")
    assert diagnose(published) == [
        "warning: history.yaml:3:19: `patterns/betta` was never published (did you mean patterns/beta?)"
    ]


def test_what_cannot_be_read_has_not_vanished(published: SmallPack) -> None:
    published.replace("patterns/alpha.yaml", "summary:", "sumary:")
    assert not any(fault.startswith("ids.txt") for fault in diagnose(published))


def test_a_list_of_ids_that_is_no_text_is_named_with_its_line(published: SmallPack) -> None:
    (published.folder / "ids.txt").write_bytes(b"patterns/alpha\npatterns/\xff\n")
    assert diagnose(published) == ["ids.txt:2:1: byte 0xff is not UTF-8 (save the file as UTF-8)"]


@pytest.mark.parametrize("id_", ["Big", "a:b", "a/b", "..", "con", "x" * 61, "a--b", "naïve", "a b"])
def test_a_pack_id_names_a_folder_everywhere(small_pack: SmallPack, id_: str) -> None:
    small_pack.replace("pack.yaml", "id: small", f"id: {id_!r}")
    [fault] = diagnose(small_pack)
    assert fault.startswith(f"pack.yaml:1:5: `{id_}` is not a valid pack id")


def renamed(*pairs: tuple[str, str]) -> dict[str, str]:
    history = HistoryFile(renamed=tuple(Rename(id=new, renamed_from=old) for old, new in pairs))
    return rename_map(Pack(info=PackInfo(id="a", title="a", summary=""), history=history))


def test_renames_are_followed_to_the_end() -> None:
    assert renamed(("a", "b"), ("b", "c")) == {"a": "c", "b": "c"}


def test_renames_in_a_circle_end() -> None:
    assert set(renamed(("a", "b"), ("b", "a"))) == {"a", "b"}
    assert current_content_id("a", {"a": "b", "b": "a"}) in {"a", "b"}
    assert current_content_id("a", {"a": "a/b"}).startswith("a")


def test_a_part_is_renamed_with_its_whole_and_by_itself() -> None:
    known = renamed(("patterns/ws", "patterns/websocket"), ("patterns/websocket/notes/a", "patterns/websocket/notes/b"))
    assert current_content_id("patterns/ws/notes/a", known) == "patterns/websocket/notes/b"
    assert current_content_id("patterns/wsx", known) == "patterns/wsx"


def test_a_part_is_retired_with_its_whole() -> None:
    assert is_retired("patterns/ws/notes/a", ["patterns/ws"])
    assert not is_retired("patterns/wsx", ["patterns/ws"])


def test_a_pack_keeps_its_history_when_it_is_loaded(small_pack: SmallPack) -> None:
    small_pack.write("history.yaml", "renamed:\n  - id: patterns/beta\n    renamed_from: patterns/b\n")
    assert rename_map(load_pack(small_pack.folder).pack) == {"patterns/b": "patterns/beta"}

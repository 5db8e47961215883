"""``patterns complete``: what the shells' scripts are told."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from tests.conftest import Patterns, Program, SmallPack


@pytest.fixture
def candidates(patterns: Patterns) -> object:
    """The words that could come next: ``candidates("show", "web")``."""

    def ask(*words: str) -> list[str]:
        ended = patterns("complete", f"--word={words[-1]}", "--", *words[:-1])
        assert (ended.code, ended.err) == (0, "")
        return [line.partition("\t")[0] for line in ended.out.splitlines()]

    return ask


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("compar",), ["compare"]),
        (("sho",), ["show"]),
        (("heartb",), ["heartbeat"]),
        (("show", "webs"), ["websocket"]),
        (("show", "tok"), ["token-bucket"]),
        (("show", "server-sent"), ["server-sent-events"]),
        (("show", "rate-limiting/t"), ["rate-limiting/token-bucket"]),
        (("show", "realtime-api:heart"), ["realtime-api:heartbeat"]),
        (("show", "circuit-"), ["circuit-breaker"]),
        (("show", "ub"), ["uber"]),
        (("show", "websocket", ""), []),
        (("heartbeat", "--se"), ["--section"]),
        (("show", "ws", "--section", "pit"), ["pitfalls"]),
        (("system", "ube"), ["uber"]),
        (("compare", "heartbeat", "hea"), ["health-check"]),
        (("list", "--color", "a"), ["auto", "always"]),
        (("list", "--color=a"), ["--color=auto", "--color=always"]),
        (("--color", "n"), ["never"]),
        (("list", ""), ["patterns", "systems", "neighbors", "tables"]),
        (("help", "com"), ["compare", "completion"]),
        (("export", "j"), ["json"]),
        (("completion", ""), ["bash", "zsh", "fish", "powershell"]),
        (("decide", "--answer", "need=move-f"), ["need=move-files"]),
        (("decide", "-a", "need=move-files", "-a", "file-path=d"), ["file-path=direct"]),
        (("decide", "--record", ""), [":files"]),
        (("ask", "anything at"), []),
    ],
)
def test_what_can_come_next(candidates: object, words: tuple[str, ...], expected: list[str]) -> None:
    found = candidates(*words)  # type: ignore[operator]
    assert found == expected


def test_before_a_letter_is_typed_only_patterns_and_their_variants_are_offered(candidates: object) -> None:
    found = candidates("show", "")  # type: ignore[operator]
    assert len(found) == 15
    assert found[0] == "websocket"


def test_each_candidate_says_what_it_means(patterns: Patterns) -> None:
    out = patterns("complete", "--word=heartb", "--", "show").out
    assert out == "heartbeat\tTells who is online or alive now, by giving up on anyone who stops reporting in.\n"


@pytest.mark.parametrize("words", [("nosuch", ""), ("decide", "-a", "nosuch=x", "-a", ""), ("show", "\x1b["), ()])
def test_where_nothing_can_be_said_nothing_is(patterns: Patterns, words: tuple[str, ...]) -> None:
    word, *before = [*reversed(words)] or [""]
    ended = patterns("complete", f"--word={word}", "--", *reversed(before))
    assert ended.code == 0
    assert ended.err == ""
    assert words == () or ended.out == ""


def test_a_broken_pack_is_not_told_of(patterns: Patterns, home: Path, small_pack: SmallPack) -> None:
    small_pack.write("patterns/alpha.yaml", "id: [broken")
    (home / "packs").mkdir(parents=True)
    small_pack.folder.rename(home / "packs" / "small")
    ended = patterns("complete", "--word=bet", "--", "show")
    assert (ended.code, ended.out, ended.err) == (0, "beta\tThe first of two.\n", "")


def test_what_a_shell_might_act_upon_is_not_offered(patterns: Patterns, home: Path, small_pack: SmallPack) -> None:
    small_pack.replace("patterns/alpha.yaml", "name: Alpha", "name: Alpha\naliases: [zeta$(reboot)`x`]")
    small_pack.replace("patterns/beta.yaml", "summary: The first", 'summary: "\\t: $(reboot) first')
    small_pack.replace("patterns/beta.yaml", "of two.", 'of two."')
    small_pack.replace("patterns/beta.yaml", "id: beta", "id: 'be$(reboot)'")
    (home / "packs").mkdir(parents=True)
    small_pack.folder.rename(home / "packs" / "small")
    for word in ("zeta", "be$", "be"):
        out = patterns("complete", f"--word={word}", "--", "show").out
        for line in out.splitlines():
            assert not set(line.partition("\t")[0]) & set("$`()'\";&|<> \\")


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="everything can be written here")
def test_a_home_that_cannot_be_written_changes_nothing(patterns: Patterns, home: Path) -> None:
    home.mkdir()
    home.chmod(stat.S_IRUSR | stat.S_IXUSR)
    assert patterns("complete", "--word=heartb", "--", "show").out.startswith("heartbeat\t")


def test_a_home_that_is_a_file_changes_nothing(patterns: Patterns, home: Path) -> None:
    home.write_text("", encoding="utf-8")
    ended = patterns("complete", "--word=heartb", "--", "show")
    assert ended.out.startswith("heartbeat\t")
    assert ended.err == ""


def test_no_content_at_all_leaves_the_commands(program: Program, tmp_path: Path) -> None:
    script = (
        "from pathlib import Path\n"
        "from patterns_cli.paths import Paths\n"
        f"Paths.content = Path({str(tmp_path)!r})\n"
        "from patterns_cli.app import run\n"
        "import sys; sys.exit(run(sys.argv[1:]))\n"
    )
    import subprocess

    for words, out in ((["--word=sho"], b"show\t"), (["--word=x", "--", "show"], b"")):
        ended = subprocess.run([sys.executable, "-c", script, "complete", *words], capture_output=True, check=True)
        assert (ended.stdout[: len(out)], ended.stderr) == (out, b"")
        assert out or not ended.stdout


def test_it_draws_nothing_and_loads_no_console() -> None:
    from tests.test_start_up import HEAVY, loaded_by

    loaded = loaded_by("complete", "--word=web", "--", "show")
    assert not loaded.intersection({*HEAVY, "rich.console"})


def test_it_is_shown_in_no_help(patterns: Patterns) -> None:
    assert "  complete " not in patterns("--help").out

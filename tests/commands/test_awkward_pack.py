"""A pack whose words look like markup: every command prints them as they are."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from tests.conftest import Patterns, SmallPack
from tests.wholeness import ACTING, SGR

MARKUP = "Close with [/items]; use list[str] and dict[str, int]; [the docs](http://e.x); {a :key: b}; [bold]x[/bold]"
PATH = r"C:\dir\[red]"
LONG = " ".join(f"word{number}" for number in range(40))

QUOTED = json.dumps(f"{MARKUP} {PATH} {LONG}.")

PATTERN = """\
id: {id}
name: "{name}[/]B"
summary: {text}
what: {text}
use_when:
  - id: always
    text: {text}
avoid_when:
  - id: never
    text: {text}
    instead: [{other}]
profile:
  starts: {text}
"""

CONTRAST = """\
contrasts:
  - id: alpha-or-beta
    between: [alpha, beta]
    question: {text}
    choices:
      - choose: alpha
        when: {text}
        because: {text}
      - choose: beta
        when: {text}
        because: {text}
    flip:
      story: {text}
      answer: alpha
      change: {text}
      then: beta
      because: {text}
"""

TREE = """\
start: first
questions:
  - id: first
    ask: {text}
    path: {text}
    options:
      - id: "no"
        label: {text}
        example: {text}
        to: alpha
      - id: "yes"
        label: {text}
        example: {text}
        to: beta
leaves:
  - id: alpha
    verdict: alpha
    because: {text}
    costs: [{text}]
    reconsider: [{text}]
  - id: beta
    verdict: beta
    because: {text}
    costs: [{text}]
    reconsider: [{text}]
"""


@pytest.fixture
def pack(small_pack: SmallPack, monkeypatch: pytest.MonkeyPatch, compiled_home: Path) -> Path:
    """The pack, in force alone."""
    small_pack.write("patterns/alpha.yaml", PATTERN.format(id="alpha", name="A", other="beta", text=QUOTED))
    small_pack.write("patterns/beta.yaml", PATTERN.format(id="beta", name="C", other="alpha", text=QUOTED))
    small_pack.write("contrasts.yaml", CONTRAST.format(text=QUOTED))
    small_pack.write("decide.yaml", TREE.format(text=QUOTED))
    monkeypatch.setenv("PATTERNS_PATH", str(small_pack.folder))
    return small_pack.folder


def test_markup_in_the_line_of_a_fault_is_text(patterns: Patterns, pack: Path) -> None:
    path = pack / "patterns" / "alpha.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("\nwhat:", "\n'[/what] :smile:':"), encoding="utf-8")
    for options in (("--plain",), ("--color", "always")):
        ended = patterns("validate", str(path), *options, terminal=True, width=400)
        assert ended.code == 1
        out = SGR.sub("", ended.out)
        assert "    '[/what] :smile:': \"Close with [/items]; use list[str]" in out
        assert "`[/what] :smile:` is not a field" in out


def test_it_has_no_fault(patterns: Patterns, pack: Path) -> None:
    ended = patterns("validate", str(pack))
    assert (ended.code, ended.err) == (0, ""), ended.out


@pytest.mark.parametrize(
    "args",
    [
        ("show", "alpha", "--pack", "small"),
        ("compare", "alpha", "beta", "--pack", "small"),
        ("search", "list", "str", "--pack", "small"),
        ("decide", "--tree", "--pack", "small"),
        ("decide", "-a", "first=no", "--pack", "small"),
        ("ask", "list[str] and word1 word2 word3", "--no-input", "--pack", "small"),
        ("learn", "alpha", "--no-input"),
        ("quiz", "--export", "all", "--topic", "alpha"),
        ("list", "--pack", "small"),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("is_plain", [True, False])
def test_markup_is_text_in_every_answer(patterns: Patterns, pack: Path, args: tuple[str, ...], is_plain: bool) -> None:
    form = ("--plain",) if is_plain else ("--color", "always")
    ended = patterns(*args, *form, terminal=True, width=4000)
    assert (ended.code, "Traceback" in ended.err) == (0, False), ended.err
    bare = " ".join(SGR.sub("", ended.out).replace("│", " ").split())
    assert not ACTING.search(bare)
    assert "…" not in bare
    run_on = "".join(bare.replace("*", "").split())
    assert "list[str]" in run_on
    assert "A[/]B" in run_on or args[0] == "list" or args[:2] == ("decide", "--tree")
    for words in (MARKUP, PATH):
        assert "".join(words.split()) in run_on, words


@pytest.mark.parametrize("width", [None, 40, 160])
@pytest.mark.parametrize("args", [("show", "alpha"), ("compare", "alpha", "beta")], ids=" ".join)
def test_long_cells_keep_every_word_in_their_order(
    patterns: Patterns, pack: Path, args: tuple[str, ...], width: int | None
) -> None:
    env = {"TERM": "dumb"}
    for terminal in (True, False):
        ended = patterns(*args, "--pack", "small", "--plain", terminal=terminal, width=width, env=env)
        assert ended.code == 0
        assert LONG in " ".join(ended.out.split())
        assert "…" not in ended.out
        drawn = patterns(*args, "--pack", "small", "--no-pager", terminal=terminal, width=width, env=env)
        assert drawn.code == 0
        shown = re.findall(r"word\d+", drawn.out)
        assert Counter(re.findall(r"word\d+", ended.out)) == Counter(shown)
        assert "…" not in drawn.out

"""``patterns export``: for other programs, and to files."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.conftest import Patterns, SmallPack


def test_the_tree_is_what_mermaid_means_by_itself(patterns: Patterns) -> None:
    ended = patterns("export", "mermaid")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("flowchart LR\n")
    assert ended.out == patterns("export", "mermaid", "tree").out
    assert json.loads(patterns("export", "mermaid", "--json").out)["text"] == ended.out


@pytest.mark.parametrize("name", ["websocket", "server-sent events", "cursor"])
def test_a_pattern_gives_its_diagram(patterns: Patterns, name: str) -> None:
    assert patterns("export", "mermaid", *name.split()).out.startswith("sequenceDiagram\n")


def test_what_has_no_diagram_is_told(patterns: Patterns) -> None:
    ended = patterns("export", "mermaid", "circuit-breaker")
    assert (ended.code, ended.out) == (1, "")
    assert "Circuit breaker has no diagram" in ended.err


def letters(text: str) -> str:
    return re.sub(r"\W", "", text)


def text_of(form: str, picture: str) -> str:
    """What a picture shows, without its title."""
    if form == "html":
        return unescape(re.sub("<[^>]*>", "", picture.partition("<pre>")[2]))
    texts = [one.text or "" for one in ElementTree.fromstring(picture).iter() if one.tag.endswith("}text")]
    return "".join(texts[1:])


@pytest.mark.parametrize("form", ["svg", "html"])
@pytest.mark.parametrize(
    "words",
    [
        ("websocket",),
        ("show", "circuit-breaker"),
        ("show", "websocket", "--section", "pitfalls", "-s", "use"),
        ("compare", "cursor", "offset"),
        ("system", "uber"),
        ("list", "tables"),
        ("search", "sticky", "--limit", "3"),
        ("decide", "-a", "need=hold-back", "-a", "who-floods=callers", "-a", "limit-shape=allow-burst"),
        ("ask", "the phone retries and we charge the card twice"),
    ],
)
def test_a_picture_says_what_the_terminal_says(patterns: Patterns, form: str, words: tuple[str, ...]) -> None:
    ended = patterns("export", form, *words)
    assert ended.code == 0
    terminal = patterns(*words, "--no-input", terminal=True, width=100, env={"NO_COLOR": "1"})
    assert letters(text_of(form, ended.out)) == letters(terminal.out)


@pytest.mark.parametrize("form", ["svg", "html", "mermaid"])
def test_a_file_is_written_whole_and_not_over_another(patterns: Patterns, tmp_path: Path, form: str) -> None:
    path = tmp_path / "out"
    ended = patterns("export", form, "websocket", "-o", str(path))
    assert (ended.code, ended.out, ended.err) == (0, "", f"Wrote {path}\n")
    first = path.read_bytes()
    assert first == patterns("export", form, "websocket").out.encode("utf-8")
    again = patterns("export", form, "sse", "-o", str(path))
    assert again.code == 1
    assert "use --force to overwrite it" in again.err
    assert path.read_bytes() == first
    assert patterns("export", form, "sse", "-o", str(path), "--force").code == 0
    assert path.read_bytes() != first
    assert [*tmp_path.iterdir()] == [path]
    assert patterns("export", form, "sse", "-o", str(tmp_path / "no" / "out")).code == 1


@pytest.mark.parametrize("words", [("paths",), ("export", "json"), ("help",), ("decide",), ("nosuch",)])
def test_what_shows_no_card_has_no_picture(patterns: Patterns, words: tuple[str, ...]) -> None:
    ended = patterns("export", "svg", *words)
    assert ended.code in (1, 2)
    assert ended.out == ""
    assert ended.err.startswith("error: ")


def test_the_width_is_the_pictures(patterns: Patterns) -> None:
    page = patterns("export", "html", "compare", "sse", "websocket", "--width", "60", width=200).out
    lines = unescape(re.sub("<[^>]*>", "", page.partition("<pre>")[2].partition("</pre>")[0])).split("\n")
    assert max(map(len, lines)) in range(40, 61)


def test_a_packs_markup_is_text(patterns: Patterns, home: Path, small_pack: SmallPack) -> None:
    small_pack.replace("patterns/alpha.yaml", "what: It goes first.", "what: '<script>x</script> [bold]y[/bold]'")
    (home / "packs").mkdir(parents=True)
    small_pack.folder.rename(home / "packs" / "small")
    page = patterns("export", "html", "alpha").out
    assert "<script" not in page
    assert "&lt;script&gt;x&lt;/script&gt; [bold]y[/bold]" in page

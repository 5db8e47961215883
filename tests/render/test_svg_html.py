"""SVG and HTML of cards and tables: whole, valid, and without anything that acts."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from patterns_cli.render.document import CodeBlock, Document, Grid, Heading, Paragraph, Section
from patterns_cli.render.svg_html import to_html, to_svg

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</text></svg>",
    "</style>",
    "{code} {0} {unique_id}",
    "[link=http://e.x]x[/link]",
    "[bold]y[/bold]",
    "&amp; & &#60;",
    "a\x1b]8;;http://e.x\x07b\x9b31m\u202e",
)


class Words(HTMLParser):
    """The text of a page and its tags."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert not {name for name, _ in attrs} & {"href", "src", "onerror", "onload"}

    def handle_data(self, data: str) -> None:
        self.text += data


def hostile(text: str) -> list[Document]:
    grid = Grid(["Name", text], [["a", text]])
    return [Document(Heading(text, text), [Section("s", text, [Paragraph(text), grid, CodeBlock(text)])])]


def shown(text: str) -> str:
    return re.sub(r"[\x1b\x07\x9b\u202e]", lambda match: f"\\x{ord(match[0]):02x}", text).replace("\\x202e", "\\u202e")


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_text_in_svg(text: str) -> None:
    svg = to_svg(hostile(text), text, 120)
    root = ElementTree.fromstring(svg)
    names = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert names <= {"svg", "style", "defs", "clipPath", "rect", "g", "circle", "text"}
    words = "".join(root.itertext()).replace("\xa0", " ")
    assert words.count(shown(text)) >= 5
    assert "http" not in re.sub(r'xmlns="[^"]*"', "", svg).replace("http://e.x", "")


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_text_in_html(text: str) -> None:
    page = Words()
    page.feed(to_html(hostile(text), text, 120))
    assert page.tags == {"html", "head", "meta", "title", "style", "body", "pre", "span"}
    assert page.text.count(shown(text)) >= 6


def test_the_same_each_time() -> None:
    assert to_svg(hostile("x"), "x", 80) == to_svg(hostile("x"), "x", 80)

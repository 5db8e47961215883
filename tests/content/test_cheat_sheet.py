"""Nothing of the cheat sheet is lost, and none of its words is changed."""

from __future__ import annotations

import re

import pytest

from patterns_cli.catalog.catalog import Catalog
from patterns_cli.packs.model import Pattern
from tests.conftest import CHEAT_SHEET

SHEET = CHEAT_SHEET.read_text(encoding="utf-8")


def section(number: int) -> str:
    """The text of one numbered section."""
    return re.split(r"^## ", SHEET, flags=re.MULTILINE)[1:][_index(number)]


def _index(number: int) -> int:
    heads = re.findall(r"^## (.*)$", SHEET, re.MULTILINE)
    return next(n for n, head in enumerate(heads) if head.startswith(f"{number}. "))


def tables(text: str) -> list[list[list[str]]]:
    """The Markdown tables of a text: their rows of cells, headings first, links as their words."""
    found = re.findall(r"((?:^\|.*\n)+)", text + "\n", re.MULTILINE)
    return [
        [
            [re.sub(r"\[([^]]+)\]\([^)]*\)", r"\1", cell.strip()) for cell in line.strip("|\n").split("|")]
            for line in table.splitlines()
            if not re.fullmatch(r"\|[\s:|-]+\|", line)
        ]
        for table in found
    ]


IDS = (
    "websocket",
    "sse",
    "long-polling",
    "cdc",
    "presigned-urls",
    "heartbeat",
    "webhooks",
    "idempotency-keys",
    "rate-limiting",
    "pagination",
)


@pytest.fixture(params=list(enumerate(IDS, 1)), ids=lambda pair: pair[1])
def numbered(request: pytest.FixtureRequest, catalog: Catalog) -> tuple[str, Pattern]:
    number, id_ = request.param
    return section(number), catalog.entries[id_].pattern


def labelled(text: str, label: str) -> str:
    found = re.search(rf"^\*\*{re.escape(label)}\*\*: (.*)$", text, re.MULTILINE)
    return found[1] if found else ""


def test_the_name_is_the_heading(numbered: tuple[str, Pattern]) -> None:
    text, pattern = numbered
    assert text.partition("\n")[0].partition(". ")[2] == pattern.name


def test_what_and_when_are_word_for_word(numbered: tuple[str, Pattern]) -> None:
    text, pattern = numbered
    assert labelled(text, "What") == pattern.what
    if pattern.id != "pagination":  # its section has no such lines
        assert labelled(text, "When to use") == " ".join(condition.text for condition in pattern.use_when)
        assert labelled(text, "When NOT to use") == " ".join(caution.text for caution in pattern.avoid_when)


def test_the_applied_table_is_word_for_word(numbered: tuple[str, Pattern], catalog: Catalog) -> None:
    text, pattern = numbered
    after = text.partition("### Applied in our systems\n")[2]
    if not after:
        assert pattern.applied is None
        return
    assert pattern.applied is not None
    head, *rows = tables(after)[0]
    assert head == list(pattern.applied.columns)
    assert rows == [[catalog.system_name(row.system), row.use, row.why] for row in pattern.applied.rows]


def test_every_note_is_word_for_word(numbered: tuple[str, Pattern]) -> None:
    text, pattern = numbered
    labels = set(re.findall(r"^\*\*([^*]+)\*\*:", text, re.MULTILINE)) - {"What", "When to use", "When NOT to use"}
    told = {note.label: note for note in pattern.notes}
    for label in labels - {"Theory"}:
        note = told[label]
        assert labelled(text, label) == note.text or note.code in text
    if "Theory" in labels:
        assert [f"[{link.text.partition(' — ')[0]}]({link.link}) — CDC" for link in pattern.theory] == [
            labelled(text, "Theory")
        ]


def test_the_four_tables_are_word_for_word(catalog: Catalog) -> None:
    held = [
        [[column.label for column in table.columns], *([*row.cells] for row in table.rows)]
        for table in catalog.tables()
    ]
    applied = re.sub(r"### Applied in our systems\n\n(?:\|.*\n)+", "", SHEET)
    assert held == tables(applied)


def test_the_systems_and_their_links(catalog: Catalog) -> None:
    links = dict(re.findall(r"^\| \[([^]]+)\]\(([^)]+)\) \|", SHEET, re.MULTILINE))
    assert links == {system.name: system.link for system in catalog.systems.values()}


def test_every_line_is_somewhere_in_the_pack(catalog: Catalog) -> None:
    """Headings, code, quotes: whatever the tests above do not look at."""
    import msgspec

    def plain(text: str) -> str:
        text = re.sub(r"\[([^]]+)\]\([^)]*\)", r"\1", text)
        return " ".join(re.sub(r"[*`|]", " ", text).split())

    def texts(value: object) -> list[str]:
        if isinstance(value, str):
            return [value]
        if isinstance(value, dict):
            return [text for item in value.values() for text in texts(item)]
        return [text for item in value for text in texts(item)] if isinstance(value, (list, tuple)) else []

    held = plain(" ".join(texts(msgspec.to_builtins(catalog.packs[0]))))
    for line in SHEET.splitlines():
        if re.fullmatch(r"(---|```|\|[\s:|-]+\||\s*|### Applied in our systems)", line) or line.startswith("|"):
            continue
        for sentence in re.split(r"(?<=[.?]) ", re.sub(r"^(#+ (\d+\. )?|> |\*\*[^*]+\*\*: ?)", "", line)):
            assert plain(sentence).rstrip(".") in held, sentence

"""The built-in pack holds the whole cheat sheet, word for word."""

from __future__ import annotations

import re

import pytest

from patterns_cli.catalog.catalog import Catalog
from patterns_cli.packs.model import Pattern
from tests.conftest import CHEAT_SHEET

SHEET = CHEAT_SHEET.read_text(encoding="utf-8")


def section(number: int) -> str:
    """The text of one numbered section."""
    sections = re.split(r"^## ", SHEET, flags=re.MULTILINE)
    return next(section for section in sections if section.startswith(f"{number}. "))


def tables(text: str) -> list[list[list[str]]]:
    """The Markdown tables of a text as rows of cells, headers first, links as their text."""
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
def numbered_pattern(request: pytest.FixtureRequest, catalog: Catalog) -> tuple[str, Pattern]:
    number, id_ = request.param
    return section(number), catalog.entries[id_].pattern


def labeled_text(text: str, label: str) -> str:
    found = re.search(rf"^\*\*{re.escape(label)}\*\*: (.*)$", text, re.MULTILINE)
    return found[1] if found else ""


def test_the_name_is_the_heading(numbered_pattern: tuple[str, Pattern]) -> None:
    text, pattern = numbered_pattern
    assert text.partition("\n")[0].partition(". ")[2] == pattern.name


def test_what_and_when_are_word_for_word(numbered_pattern: tuple[str, Pattern]) -> None:
    text, pattern = numbered_pattern
    assert labeled_text(text, "What") == pattern.what
    if pattern.id != "pagination":  # its section has no such lines
        assert labeled_text(text, "When to use") == " ".join(condition.text for condition in pattern.use_when)
        assert labeled_text(text, "When NOT to use") == " ".join(caution.text for caution in pattern.avoid_when)


def test_the_usage_table_is_word_for_word(numbered_pattern: tuple[str, Pattern], catalog: Catalog) -> None:
    text, pattern = numbered_pattern
    after = text.partition("### Applied in our systems\n")[2]
    if not after:
        assert pattern.applied is None
        return
    assert pattern.applied is not None
    header, *rows = tables(after)[0]
    assert header == list(pattern.applied.columns)
    assert rows == [[catalog.system_name(row.system), row.use, row.why] for row in pattern.applied.rows]


def test_every_note_is_word_for_word(numbered_pattern: tuple[str, Pattern]) -> None:
    text, pattern = numbered_pattern
    labels = set(re.findall(r"^\*\*([^*]+)\*\*:", text, re.MULTILINE)) - {"What", "When to use", "When NOT to use"}
    notes = {note.label: note for note in pattern.notes}
    for label in labels - {"Theory"}:
        note = notes[label]
        assert labeled_text(text, label) == note.text or note.code in text
    if "Theory" in labels:
        assert [f"[{link.text.partition(' — ')[0]}]({link.link}) — CDC" for link in pattern.theory] == [
            labeled_text(text, "Theory")
        ]


def test_the_four_tables_are_word_for_word(catalog: Catalog) -> None:
    in_pack = [
        [[column.label for column in table.columns], *([*row.cells] for row in table.rows)]
        for table in catalog.tables()
    ]
    without_usage = re.sub(r"### Applied in our systems\n\n(?:\|.*\n)+", "", SHEET)
    assert in_pack == tables(without_usage)


def test_the_systems_have_their_links(catalog: Catalog) -> None:
    links = dict(re.findall(r"^\| \[([^]]+)\]\(([^)]+)\) \|", SHEET, re.MULTILINE))
    assert links == {system.name: system.link for system in catalog.systems.values()}


def test_every_line_is_somewhere_in_the_pack(catalog: Catalog) -> None:
    """Also headings, code and quotes, which the tests above do not cover."""
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

    in_pack = plain(" ".join(texts(msgspec.to_builtins(catalog.packs[0]))))
    for line in SHEET.splitlines():
        if re.fullmatch(r"(---|```|\|[\s:|-]+\||\s*|### Applied in our systems)", line) or line.startswith("|"):
            continue
        for sentence in re.split(r"(?<=[.?]) ", re.sub(r"^(#+ (\d+\. )?|> |\*\*[^*]+\*\*: ?)", "", line)):
            assert plain(sentence).rstrip(".") in in_pack, sentence

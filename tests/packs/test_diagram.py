"""Diagrams: rendered in several widths, in Unicode and ASCII, and as steps."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from patterns_cli.catalog.catalog import Catalog
from patterns_cli.packs.diagram import DiagramError, render_diagram
from patterns_cli.packs.model import RenderedDiagram

HEAD = "sequenceDiagram\n"

SHORT = f"""{HEAD}
    participant C as Client
    participant S as Server
    C->>S: GET /news
    S-->>C: 200
"""


def steps_of(lines: str) -> list[str]:
    """The steps of a diagram in words."""
    return [step.text for step in render_diagram(HEAD + lines).steps]


def ways_of(lines: str) -> list[tuple[str, ...]]:
    """The loops and branches around each step."""
    return [step.within for step in render_diagram(HEAD + lines).steps]


def drawn(mermaid: str) -> RenderedDiagram | None:
    """The rendered diagram, or None if it is rejected."""
    try:
        return render_diagram(mermaid)
    except DiagramError:
        return None


# Pictures.


def rows_with(words: tuple[str, ...], lines: tuple[str, ...]) -> list[int]:
    """The first line that holds each of some words."""
    return [next(row for row, line in enumerate(lines) if word in line) for word in words]


def test_a_diagram_is_drawn_from_top_to_bottom() -> None:
    [picture] = render_diagram(SHORT).renderings
    client, server, ask, to_the_right, answer, to_the_left = rows_with(
        ("Client", "Server", "GET /news", "►", "200", "◄"), picture.lines
    )
    assert client == server < ask < to_the_right < answer < to_the_left


def test_every_picture_has_a_twin_in_ascii_with_the_same_words_on_the_same_lines() -> None:
    [picture] = render_diagram(SHORT).renderings
    assert all(line.isascii() for line in picture.ascii_lines)
    words = ("Client", "Server", "GET /news", "200")
    assert rows_with(words, picture.ascii_lines) == rows_with(words, picture.lines)
    assert len(picture.ascii_lines) == len(picture.lines)


def test_a_long_message_is_drawn_on_one_line_and_wrapped_for_narrower_windows() -> None:
    message = "please send all that is new since the last time we spoke"
    drawing = render_diagram(f"{HEAD}C->>S: {message}\n")
    widths = [picture.width for picture in drawing.renderings]
    assert widths == sorted(set(widths), reverse=True)
    assert len(widths) == 3
    assert any(message in line for line in drawing.renderings[0].lines)
    assert not any(message in line for line in drawing.renderings[-1].lines)


def test_pictures_that_are_equally_wide_are_kept_once() -> None:
    assert len(render_diagram(SHORT).renderings) == 1


@pytest.mark.parametrize(
    "lines",
    [
        "C->>S: hello\n",
        "Note over A: 漢字漢字漢字漢字漢字\n",
        "A->>A: 漢字漢字漢字漢字漢字漢字漢字\n",
        "participant A as 漢字漢字漢字漢字\nA->>A: x\n",
        "loop 漢字漢字漢字漢字漢字\nA->>B: 🙂🙂🙂\nend\n",
    ],
)
def test_the_width_of_a_picture_is_that_of_its_longest_line_in_cells(lines: str) -> None:
    for picture in render_diagram(HEAD + lines).renderings:
        assert picture.width == max(map(cell_len, picture.lines))
        assert picture.width == max(map(cell_len, picture.ascii_lines))


def test_a_picture_has_no_margin_no_empty_lines_and_no_spaces_at_the_end() -> None:
    for picture in render_diagram(f"{HEAD}\n\nNote over C: wait\nC->>S: hello\n\n\n").renderings:
        for lines in (picture.lines, picture.ascii_lines):
            assert any(not line.startswith(" ") for line in lines)
            assert all(line == line.rstrip() != "" for line in lines)


# Steps.

STEPS = {
    "a request": ("C->>S: ask", "C → S: ask"),
    "an answer": ("S-->>C: tell", "S → C: tell"),
    "without an arrow head": ("C->S: ask", "C → S: ask"),
    "that nobody waits for": ("C-)S: ask", "C → S: ask"),
    "that is lost": ("C-xS: ask", "C → S: ask (does not arrive)"),
    "an answer that is lost": ("S--xC: tell", "S → C: tell (does not arrive)"),
    "to itself": ("C->>C: think", "C: think"),
    "a note": ("Note over C,S: both wait", "both wait"),
    "a note beside": ("Note right of C: waits", "waits"),
}


@pytest.mark.parametrize("kind", STEPS)
def test_a_step_is_reported_in_words(kind: str) -> None:
    line, words = STEPS[kind]
    assert steps_of(line) == [words]


def test_participants_are_reported_by_their_names_wherever_they_are_declared() -> None:
    lines = "participant C as The client\nC->>S: ask\nactor S as A server\n"
    assert steps_of(lines) == ["The client → A server: ask"]


def test_a_message_without_words_is_reported_as_an_arrow_alone() -> None:
    assert steps_of("A->>B\n") == ["A → B"]


@pytest.mark.parametrize("line", ["A->>B: one<br/>two", "Note over A: one<br>two"])
def test_a_line_break_in_a_label_is_a_space_in_its_step(line: str) -> None:
    [step] = steps_of(line)
    assert step.endswith("one two")


def test_comments_and_activations_are_no_steps() -> None:
    assert steps_of("%% why\nA->>B: x\nactivate B\nB-->>A: y\ndeactivate B\n") == ["A → B: x", "B → A: y"]


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        ("loop every second", "repeat every second"),
        ("alt it is new", "if it is new"),
        ("opt it is new", "if it is new"),
        ("par to all", "at the same time to all"),
        ("break it fails", "stop if it fails"),
        ("critical the lock", "critical the lock"),
        ("loop", "repeat"),
    ],
)
def test_a_step_knows_the_loop_or_branch_around_it(kind: str, word: str) -> None:
    assert ways_of(f"A->>B: before\n{kind}\nA->>B: inside\nend\nA->>B: after\n") == [(), (word,), ()]


def test_a_coloured_background_is_no_branch() -> None:
    assert ways_of("A->>B: before\nrect rgb(191, 223, 255)\nA->>B: inside\nend\n") == [(), ()]


def test_the_other_branch_is_reported_as_otherwise() -> None:
    lines = "alt yes\nA->>B: a\nelse no\nA->>B: b\nelse\nA->>B: c\nend\n"
    assert ways_of(lines) == [("if yes",), ("otherwise, no",), ("otherwise",)]


def test_what_happens_at_the_same_time_is_not_reported_as_otherwise() -> None:
    first, second = ways_of("par one\nA->>B: a\nand two\nA->>C: b\nend\n")
    assert first == ("at the same time one",)
    assert "otherwise" not in second[0]
    assert "two" in second[0]


def test_loops_in_branches_are_reported_from_the_outside_in() -> None:
    lines = "loop daily\nalt new\nA->>B: a\nelse old\nopt asked\nA->>B: b\nend\nend\nend\n"
    assert ways_of(lines) == [("repeat daily", "if new"), ("repeat daily", "otherwise, old", "if asked")]


# What cannot be drawn.


def lines_of(count: int) -> str:
    """A diagram of so many lines."""
    return "\n".join(["sequenceDiagram", *["A->>B: x"] * (count - 1)])


def participants_of(count: int) -> str:
    """A diagram of so many participants."""
    return HEAD + "".join(f"Note over P{number}: x\n" for number in range(1, count)) + "P1->>P0: y"


def characters_of(count: int) -> str:
    """A diagram of so many characters."""
    comments = f"%% {'x' * 96}\n" * 99
    return HEAD + comments + "A->>B: ".ljust(count - len(HEAD) - len(comments), "y")


def loops_of(count: int) -> str:
    """A diagram of so many loops in each other."""
    return HEAD + "loop x\n" * count + "A->>B: y\n" + "end\n" * count


UNDRAWABLE = {
    "nothing": ("", "it does not start with sequenceDiagram"),
    "another kind": ("flowchart TD\n  A --> B\n", "it does not start with sequenceDiagram"),
    "words": ("Client asks server", "it does not start with sequenceDiagram"),
    "only its head": (HEAD, "it has no messages"),
    "only participants": (f"{HEAD}participant A\n", "it has no messages"),
    "an empty loop": (f"{HEAD}loop x\nend\n", "it has no messages"),
    "a line of prose": (f"{HEAD}A->>B: x\nthen it waits\n", "then it waits"),
    "a branch of nothing": (f"{HEAD}else\nA->>B: c\n", "else"),
    "a broken arrow": (f"{HEAD}A=>B: x\n", "A=>B: x"),
}


@pytest.mark.parametrize("kind", UNDRAWABLE)
def test_what_cannot_be_drawn_is_reported(kind: str) -> None:
    text, words = UNDRAWABLE[kind]
    with pytest.raises(DiagramError) as error:
        render_diagram(text)
    assert words in str(error.value)


def test_fifteen_hundred_loops_in_each_other_are_reported_not_walked_into() -> None:
    with pytest.raises(DiagramError):
        render_diagram(loops_of(1500))


@pytest.mark.parametrize(
    ("fits", "too_large", "words"),
    [
        (lines_of(200), lines_of(201), "it has more than 200 lines"),
        (f"{HEAD}A->>B: {'x' * 193}", f"{HEAD}A->>B: {'x' * 194}", "a line has more than 200 characters"),
        (loops_of(8), loops_of(9), "blocks are nested more than 8 levels deep"),
        (participants_of(20), participants_of(21), "it has more than 20 participants"),
        (characters_of(10_000), characters_of(10_001), "it has more than 10,000 characters"),
    ],
    ids=["lines", "line", "blocks", "participants", "characters"],
)
def test_a_diagram_may_be_as_large_as_can_be_read_in_a_terminal_and_no_larger(
    fits: str, too_large: str, words: str
) -> None:
    assert render_diagram(fits).steps
    with pytest.raises(DiagramError, match=words):
        render_diagram(too_large)


def test_loops_after_each_other_are_not_in_each_other() -> None:
    assert len(render_diagram(HEAD + "Loop x\nA->>B: y\nend\n" * 20).steps) == 20


def test_loops_count_however_many_lines_stand_in_them() -> None:
    with pytest.raises(DiagramError, match="nested more than 8 levels"):
        render_diagram(HEAD + "A->>B: x\n" * 9 + "loop x\nA->>B: x\nA->>B: x\n" * 9 + "end\n" * 9)


def test_a_label_wider_than_any_window_does_not_stop_the_program() -> None:
    start = time.perf_counter()
    drawn(f"{HEAD}A->>B: {'x' * 15_000}\n")
    assert time.perf_counter() - start < 1


LINES = (
    *(
        "A->>B: hi",
        "B-->>A: hi",
        "A->>A: self",
        "A-xB: lost",
        "A-)B: go",
        "A->>B",
        "A->>+B: x",
        "B-->>-A: y",
        "A->>C: x",
    ),
    *("loop x", "alt y", "else z", "par p", "and q", "opt o", "break b", "critical c", "option d", "rect x", "end"),
    *("Note over A: n", "Note over A,B: n", "Note left of A:", "Note right of C: 漢字", "activate A", "deactivate B"),
    *("participant C as Cee", "actor D", "database X as Y", "create participant Z", "destroy A", "autonumber", "%% c"),
    *("", "prose", "A->>B: a<br/>b", "A->>B: é → ü", "title t"),
)


@given(st.lists(st.sampled_from(LINES), max_size=12) | st.lists(st.text(max_size=12), max_size=4))
@settings(deadline=None)
def test_any_diagram_is_drawn_or_reported(lines: list[str]) -> None:
    drawing = drawn(HEAD + "\n".join(lines))
    if drawing is not None:
        assert drawing.steps
        assert all(len(picture.lines) == len(picture.ascii_lines) > 0 for picture in drawing.renderings)


# The built-in ones.


def test_every_built_in_pattern_is_drawn_and_fits_a_narrow_window(catalog: Catalog) -> None:
    for entry in catalog.patterns:
        drawing = catalog.diagram_of(entry)
        assert drawing is not None
        assert drawing.steps, entry.ref
        assert drawing.renderings[-1].width <= 80, entry.ref


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("loop x\nA->>B: y\n", "a block has no `end`"),
        ("loop x\nopt z\nA->>B: y\n", "2 blocks have no `end`"),
        ("A->>B: y\nend\n", "an `end` has no block to close"),
    ],
)
def test_blocks_that_do_not_match_are_reported(lines: str, message: str) -> None:
    with pytest.raises(DiagramError, match=message):
        render_diagram(f"{HEAD}{lines}")

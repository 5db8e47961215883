"""Loading a pack: valid files are loaded, errors are reported, and neither hides the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from patterns_cli.packs.diagnostics import Diagnostic, errors_only
from patterns_cli.packs.loader import load_pack
from tests.conftest import CONTENT, PATTERN, Patterns, SmallPack
from tests.packs.diagnosing import diagnose_pack, files_with_diagnostics


def ids_of(folder: Path) -> list[str]:
    """The patterns that could be read, in their order."""
    return [pattern.id for pattern in load_pack(folder).pack.patterns]


# A pack without a fault.


def test_the_built_in_pack_is_read_whole_and_without_a_fault() -> None:
    loaded = load_pack(CONTENT / "realtime-api")
    assert loaded.diagnostics == ()
    pack = loaded.pack
    assert (len(pack.patterns), len(pack.systems)) == (10, 15)
    assert pack.tables
    assert pack.contrasts
    assert pack.neighbors
    assert pack.tree is not None
    assert set(loaded.diagrams) == {pattern.id for pattern in pack.patterns}


def test_a_small_pack_needs_only_its_head_and_its_patterns(small_pack: SmallPack) -> None:
    loaded = load_pack(small_pack.folder)
    assert loaded.diagnostics == ()
    assert (loaded.pack.info.id, loaded.pack.info.title) == ("small", "Small")
    assert (loaded.pack.systems, loaded.pack.tables, loaded.pack.contrasts, loaded.pack.neighbors) == ((), (), (), ())
    assert loaded.pack.tree is None
    assert loaded.diagrams == {}


def test_patterns_come_by_file_name_whatever_their_kind_of_yaml(small_pack: SmallPack) -> None:
    small_pack.write("patterns/aaa.yml", PATTERN.replace("alpha", "aaa").replace("Alpha", "Aaa"))
    assert ids_of(small_pack.folder) == ["aaa", "alpha", "beta"]
    assert diagnose_pack(small_pack.folder) == []


def test_groups_set_the_order_of_patterns_and_the_rest_follow(small_pack: SmallPack) -> None:
    small_pack.write("patterns/aaa.yaml", PATTERN.replace("alpha", "aaa").replace("Alpha", "Aaa"))
    head = (small_pack.folder / "pack.yaml").read_text(encoding="utf-8")
    small_pack.write("pack.yaml", f"{head}groups:\n  - {{id: g, title: G, patterns: [beta, aaa]}}\n")
    assert ids_of(small_pack.folder) == ["beta", "aaa", "alpha"]


def test_honest_anchors_are_welcome(small_pack: SmallPack) -> None:
    small_pack.replace("patterns/alpha.yaml", "summary: The first of two.", "summary: &text The first of two.")
    small_pack.replace("patterns/alpha.yaml", "what: It goes first.", "what: *text")
    loaded = load_pack(small_pack.folder)
    assert loaded.diagnostics == ()
    assert loaded.pack.patterns[0].what == "The first of two."


def test_words_that_yaml_would_change_reach_the_pack_as_they_are_written(small_pack: SmallPack) -> None:
    text = PATTERN.replace("id: alpha", "id: 010").replace("name: Alpha", "name: 1.10")
    small_pack.write("patterns/010.yaml", f"{text}aliases: [12:30, 09:30, 1e3, 0x1F, 1_000, ~, No, On, off]\n")
    pattern = load_pack(small_pack.folder).pack.patterns[0]
    assert (pattern.id, pattern.name) == ("010", "1.10")
    assert pattern.aliases == ("12:30", "09:30", "1e3", "0x1F", "1_000", "~", "No", "On", "off")
    assert diagnose_pack(small_pack.folder) == []


@pytest.mark.parametrize("name", ["010", "1.10", "12:30", "1e3", "0x1F", "1_000", "No", "off"])
def test_a_pattern_is_found_and_named_by_words_that_yaml_would_change(
    small_pack: SmallPack, patterns: Patterns, name: str
) -> None:
    text = PATTERN.replace("id: alpha", "id: 010").replace("name: Alpha", "name: 1.10")
    small_pack.write("patterns/010.yaml", f"{text}aliases: [12:30, 1e3, 0x1F, 1_000, ~, No, off]\n")
    ended = patterns("show", name, "--pack", "small", env={"PATTERNS_PATH": str(small_pack.folder)})
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("1.10\n")


def test_the_answers_yes_and_no_of_a_tree_stay_words(small_pack: SmallPack) -> None:
    small_pack.write(
        "decide.yaml",
        "start: on\nquestions:\n  - id: on\n    ask: On?\n    path: y\n    options:\n"
        "      - {id: yes, label: Yes, example: on, to: n}\n      - {id: no, label: No, example: off, to: off}\n"
        "leaves:\n  - {id: n, verdict: alpha, because: true, costs: [no], reconsider: [1.0]}\n"
        "  - {id: off, verdict: beta, because: false, costs: [yes], reconsider: [null]}\n",
    )
    loaded = load_pack(small_pack.folder)
    assert loaded.diagnostics == ()
    assert loaded.pack.tree is not None
    [question] = loaded.pack.tree.questions
    assert [(option.id, option.label, option.to) for option in question.options] == [
        ("yes", "Yes", "n"),
        ("no", "No", "off"),
    ]
    assert [leaf.because for leaf in loaded.pack.tree.leaves] == ["true", "false"]


def test_diagrams_are_drawn_by_pattern(small_pack: SmallPack) -> None:
    small_pack.replace("patterns/beta.yaml", "profile:", "diagram: |\n  sequenceDiagram\n    A->>B: hello\nprofile:")
    loaded = load_pack(small_pack.folder)
    assert [step.text for step in loaded.diagrams["beta"].steps] == ["A → B: hello"]
    assert list(loaded.diagrams) == ["beta"]


# One broken file among good ones.

YAML_BOMB = "\n".join(
    ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    + [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]" for level in range(1, 9)]
    + ["summary: *a8"]
)

BROKEN: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "1:1: the file is empty (add content, or delete the file)"),
    "only a comment": (b"# todo\n", "1:1: the file is empty (add content, or delete the file)"),
    "a list": (b"- a\n", "1:1: the file should be fields, found a list"),
    "bare words": (b"hello\n", "1:1: the file should be fields, found text"),
    "two documents": (b"a: b\n---\nc: d\n", "2:1: a second document starts here"),
    "not UTF-8": (b"name: caf\xe9\n", "1:10: byte 0xe9 is not UTF-8"),
    "a tab": (b"a:\n\tb: c\n", "2:1: the line is indented with a tab (use spaces)"),
    "a merge": (b"a: &a {b: c}\n<<: *a\n", "2:1: merge keys (<<) are not supported"),
    "holding itself": (b"a: &x {child: *x}\n", "1:15: *x contains itself"),
    "an alias bomb": (YAML_BOMB.encode(), "more than 400000 values, including repeated ones"),
    "1,500 levels": (b"[" * 1500 + b"]" * 1500, "more than 32 levels deep"),
    "a Python tag": (b"a: !!python/object/apply:os.getcwd []\n", "1:4: the tag tag:yaml.org,2002:python/object"),
    "too large": (b"a: " + b"x" * (9 * 1024 * 1024), "1:1: the file is larger than 8 MiB"),
    "a control character": (
        b"a: x\x1b[2J\n",
        "1:5: the text contains U+001B (a control character), which a terminal interprets",
    ),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_pattern_is_reported_in_one_sentence_and_hides_no_other(small_pack: SmallPack, kind: str) -> None:
    data, sentence = BROKEN[kind]
    (small_pack.folder / "patterns" / "aaa.yaml").write_bytes(data)
    assert ids_of(small_pack.folder) == ["alpha", "beta"]
    [line] = diagnose_pack(small_pack.folder)
    assert line.startswith("patterns/aaa.yaml:")
    assert sentence in line


@pytest.mark.parametrize("name", ["systems", "tables", "contrasts", "neighbours", "decide"])
@pytest.mark.parametrize("kind", ["empty", "a list", "not UTF-8", "1,500 levels"])
def test_a_broken_file_beside_the_patterns_hides_none_of_them(small_pack: SmallPack, name: str, kind: str) -> None:
    data, sentence = BROKEN[kind]
    (small_pack.folder / f"{name}.yaml").write_bytes(data)
    assert ids_of(small_pack.folder) == ["alpha", "beta"]
    [line] = diagnose_pack(small_pack.folder)
    assert line.startswith(f"{name}.yaml:")
    assert sentence in line


PLACES = ["patterns/aaa.yaml", "systems.yaml", "decide.yaml"]


@pytest.mark.parametrize("name", PLACES)
def test_a_directory_in_the_place_of_a_file_is_reported_and_hides_nothing(small_pack: SmallPack, name: str) -> None:
    (small_pack.folder / name).mkdir()
    assert ids_of(small_pack.folder) == ["alpha", "beta"]
    [line] = diagnose_pack(small_pack.folder)
    assert line.startswith(f"{name}:1:1: the file cannot be read: ")


@pytest.mark.parametrize("name", PLACES)
def test_a_dangling_link_in_the_place_of_a_file_is_reported_and_hides_nothing(small_pack: SmallPack, name: str) -> None:
    (small_pack.folder / name).symlink_to("nowhere")
    assert ids_of(small_pack.folder) == ["alpha", "beta"]
    assert diagnose_pack(small_pack.folder) == [f"{name}:1:1: the file cannot be read: No such file or directory"]


def test_all_broken_files_are_reported_at_once(small_pack: SmallPack) -> None:
    for number, (data, _) in enumerate(BROKEN.values()):
        (small_pack.folder / "patterns" / f"broken-{number:02}.yaml").write_bytes(data)
    assert ids_of(small_pack.folder) == ["alpha", "beta"]
    assert files_with_diagnostics(small_pack.folder) == [f"patterns/broken-{n:02}.yaml" for n in range(len(BROKEN))]


def test_a_pattern_of_the_wrong_shape_is_left_out_and_the_rest_stays(small_pack: SmallPack) -> None:
    small_pack.write("patterns/gamma.yaml", "patterns: {a: null}\n")
    assert ids_of(small_pack.folder) == ["alpha", "beta"]
    assert files_with_diagnostics(small_pack.folder) == ["patterns/gamma.yaml"]


def test_a_pattern_with_only_a_warning_stays(small_pack: SmallPack) -> None:
    small_pack.replace("patterns/alpha.yaml", "The first of two.", "The first #1 of two.")
    assert ids_of(small_pack.folder) == ["alpha", "beta"]
    assert diagnose_pack(small_pack.folder) == [
        "warning: patterns/alpha.yaml:3:10: the text after # is read as a comment (quote the text if # is part of it)"
    ]


def test_a_pattern_with_terminal_controls_is_left_out_and_each_is_reported_by_its_code(small_pack: SmallPack) -> None:
    text = PATTERN.replace("alpha", "gamma").replace("name: Alpha", 'name: "A\\e[2J\\e]52;c;aGk=\\aB"')
    small_pack.write("patterns/gamma.yaml", text.replace("The first of two.", '"x\\u202Ey \\x9b31m"'))
    assert ids_of(small_pack.folder) == ["alpha", "beta"]
    assert diagnose_pack(small_pack.folder) == [
        (
            "patterns/gamma.yaml:2:7: the text contains U+001B (a control character), "
            "which a terminal interprets (remove it)"
        ),
        (
            "patterns/gamma.yaml:3:10: the text contains U+202E (right-to-left override), "
            "which a terminal interprets (remove it)"
        ),
    ]


@pytest.mark.parametrize("name", ["pack.yaml", "systems.yaml", "neighbours.yaml", "patterns/beta.yaml"])
def test_a_broken_file_is_reported_once_and_not_again_by_all_that_name_what_it_holds(
    small_pack: SmallPack, name: str
) -> None:
    small_pack.write("systems.yaml", "systems:\n  - {id: shop, name: Shop, summary: Sells.}\n")
    small_pack.write("neighbours.yaml", "neighbours:\n  - {id: queue, name: Q, purpose: p, tell_apart: t, do: d}\n")
    rows = "applied: {title: T, columns: [a, b, c], rows: [{system: shop, use: u, why: w, instead_of: [queue]}]}\n"
    small_pack.write("patterns/alpha.yaml", PATTERN + rows)
    reference = "references: [{id: rfc, title: t, url: u, publisher: p, says: s}]\nprofile:"
    small_pack.replace("patterns/beta.yaml", "profile:", reference)
    footnote = "{id: f, quote: a cell, text: t, sources: [rfc]}"
    small_pack.write(
        "tables.yaml",
        "tables:\n  - id: t\n    title: T\n    patterns: [beta]\n    columns: [{label: L, about: queue}]\n"
        f"    rows: [{{id: r, cells: [a cell]}}]\n    footnotes: [{footnote}]\n",
    )
    leaf = "because: b, costs: [], reconsider: []"
    options = ", ".join(f"{{id: {id_}, label: l, example: e, to: {id_}}}" for id_ in "abc")
    small_pack.write(
        "decide.yaml",
        f"start: q\nquestions:\n  - {{id: q, ask: a, path: p, options: [{options}]}}\n"
        f"leaves:\n  - {{id: a, verdict: alpha, {leaf}}}\n  - {{id: b, verdict: beta, {leaf}}}\n"
        f"  - {{id: c, verdict: outside, neighbour: queue, {leaf}}}\n",
    )
    assert diagnose_pack(small_pack.folder) == []
    small_pack.write(name, "- not this\n")
    assert diagnose_pack(small_pack.folder) == [f"{name}:1:1: the file should be fields, found a list"]


# The head of the pack.


def test_without_a_head_the_folder_names_the_pack(small_pack: SmallPack) -> None:
    (small_pack.folder / "pack.yaml").unlink()
    loaded = load_pack(small_pack.folder)
    assert (loaded.pack.info.id, loaded.pack.info.title, loaded.pack.info.summary) == ("small", "small", "")
    assert "pack.yaml:1:1: the pack has no pack.yaml (add the file, with id, title and summary)" in diagnose_pack(
        small_pack.folder
    )
    assert ids_of(small_pack.folder) == ["alpha", "beta"]


def test_with_a_broken_head_the_folder_names_the_pack_too(small_pack: SmallPack) -> None:
    small_pack.write("pack.yaml", "id: [small]\n")
    assert load_pack(small_pack.folder).pack.info.title == "small"
    assert ids_of(small_pack.folder) == ["alpha", "beta"]


def test_a_folder_that_is_not_there_is_an_empty_pack_and_reported(tmp_path: Path) -> None:
    assert ids_of(tmp_path / "nowhere") == []
    assert diagnose_pack(tmp_path / "nowhere") == [
        "pack.yaml:1:1: the pack has no pack.yaml (add the file, with id, title and summary)"
    ]


# What is found while reading.


def test_an_id_that_two_files_have_is_reported_in_the_second_and_the_first_is_kept(small_pack: SmallPack) -> None:
    small_pack.write("patterns/gamma.yaml", PATTERN.replace("The first of two.", "Another one."))
    loaded = load_pack(small_pack.folder)
    assert [pattern.summary for pattern in loaded.pack.patterns] == ["The first of two."] * 2
    assert diagnose_pack(small_pack.folder) == [
        "patterns/gamma.yaml:1:5: the id `alpha` is already used in alpha.yaml (change one of the two ids)"
    ]


@pytest.mark.parametrize(
    ("diagram", "why"),
    [
        ("flowchart TD", "it does not start with sequenceDiagram"),
        ("sequenceDiagram", "it has no messages"),
        ("sequenceDiagram\n    A=>B: x", "A=>B: x"),
    ],
)
def test_a_diagram_that_cannot_be_drawn_is_reported_and_its_pattern_stays(
    small_pack: SmallPack, diagram: str, why: str
) -> None:
    small_pack.replace("patterns/alpha.yaml", "profile:", f"diagram: |\n    {diagram}\nprofile:")
    assert ids_of(small_pack.folder) == ["alpha", "beta"]
    [line] = diagnose_pack(small_pack.folder)
    assert line.startswith("patterns/alpha.yaml:12:10: the diagram cannot be drawn: ")
    assert why in line
    assert line.endswith("(write a Mermaid sequenceDiagram)")


def test_a_hostile_diagram_is_reported_and_its_pattern_stays(small_pack: SmallPack) -> None:
    diagram = "  sequenceDiagram\n" + "  loop x\n" * 1500 + "  A->>B: y\n" + "  end\n" * 1500
    small_pack.replace("patterns/alpha.yaml", "profile:", f"diagram: |\n{diagram}profile:")
    assert ids_of(small_pack.folder) == ["alpha", "beta"]
    [line] = diagnose_pack(small_pack.folder)
    assert line.startswith("patterns/alpha.yaml:12:10: the diagram cannot be drawn")


def test_faults_come_file_by_file_in_the_order_of_lines_and_each_once(small_pack: SmallPack) -> None:
    small_pack.replace("patterns/beta.yaml", "[alpha]", "[alfa, alfa]")
    small_pack.replace("patterns/alpha.yaml", "[beta]", "[bta]")
    small_pack.replace("patterns/alpha.yaml", "  starts: Alpha does", "  ends: Alpha does")
    places = [line.split(": ")[0] for line in diagnose_pack(small_pack.folder)]
    assert places == [
        "patterns/alpha.yaml:11:15",
        "patterns/alpha.yaml:12:1",
        "patterns/alpha.yaml:13:9",
        "patterns/beta.yaml:11:15",
        "patterns/beta.yaml:11:21",
    ]


# Faults themselves.


def test_a_fault_reads_as_a_place_a_sentence_and_a_hint() -> None:
    assert str(Diagnostic("x.yaml", 3, 7, "is wrong", "mend it")) == "x.yaml:3:7: is wrong (mend it)"
    assert str(Diagnostic("x.yaml", 3, 7, "is wrong")) == "x.yaml:3:7: is wrong"


def test_warnings_are_no_errors() -> None:
    error, warning = Diagnostic("x", 1, 1, "wrong"), Diagnostic("x", 1, 1, "odd", severity="warning")
    assert errors_only([warning, error, warning]) == (error,)


# As the person sees it.


@pytest.mark.parametrize(
    "kinds",
    [
        ["empty", "a list", "an alias bomb", "not UTF-8"],
        ["only a comment", "bare words", "two documents", "a Python tag", "1,500 levels"],
    ],
    ids=["some", "others"],
)
@pytest.mark.parametrize(
    "command",
    [
        ("list",),
        ("show", "websocket"),
        ("search", "cursor"),
        ("decide", "--tree"),
        ("quiz", "--export", "2", "--seed", "1"),
        ("ask", "--no-input", "we charge twice"),
    ],
    ids=" ".join,
)
def test_a_broken_pack_of_ones_own_is_warned_of_and_the_rest_works(
    compiled_home: Path, shared_home: Path, patterns: Patterns, command: tuple[str, ...], kinds: list[str]
) -> None:
    pack = SmallPack(compiled_home / "packs" / "mine")
    pack.write("pack.yaml", "id: mine\ntitle: Mine\nsummary: My own.\n")
    for number, kind in enumerate(kinds):
        path = pack.write(f"patterns/broken-{number}.yaml", "")
        path.write_bytes(BROKEN[kind][0])
    alone = patterns(*command, env={"PATTERNS_HOME": str(shared_home)})
    ended = patterns(*command)
    assert ended.code == 0
    assert ended.out == alone.out
    warnings = [line for line in ended.err.splitlines() if line.startswith("warning: ")]
    assert len(warnings) == len(kinds)
    assert all(f"broken-{number}.yaml:" in line for number, line in enumerate(warnings))
    assert "Traceback" not in ended.err


@pytest.mark.parametrize(
    ("name", "hint"), [("neighbors.yaml", "did you mean neighbours.yaml?"), ("notes.yaml", "a pack's files are")]
)
def test_a_file_that_is_none_of_a_packs_is_reported_and_not_passed_over_in_silence(
    small_pack: SmallPack, name: str, hint: str
) -> None:
    small_pack.write(name, "anything: at all\n")
    [line] = diagnose_pack(small_pack.folder)
    assert line.startswith(f"warning: {name}:1:1: this is not a file of a pack, and was ignored ({hint}")


def test_a_tree_with_an_error_is_left_out(small_pack: SmallPack) -> None:
    leaf = "  - {id: a, verdict: alpha, because: b, costs: [c], reconsider: [d]}\n"
    options = "      - {id: x, label: l, example: e, to: a}\n      - {id: y, label: l, example: e, to: nowhere}\n"
    question = f"  - id: q\n    ask: a?\n    path: p\n    options:\n{options}"
    small_pack.write("decide.yaml", f"start: q\nquestions:\n{question}leaves:\n{leaf}")
    loaded = load_pack(small_pack.folder)
    assert loaded.pack.tree is None
    assert any("there is no question or leaf `nowhere`" in fault.message for fault in loaded.diagnostics)


TABLE = "tables:\n  - id: t\n    title: T\n    patterns: [alpha]\n"
TWO_COLUMNS = "    columns: [{label: a}, {label: b}]\n"


@pytest.mark.parametrize(
    ("cells", "kept"), [("[]", ("", "")), ("[x]", ("x", "")), ("[x, y]", ("x", "y")), ("[x, y, z]", ("x", "y"))]
)
def test_a_row_of_too_few_or_too_many_cells_is_reported_and_fits_its_table(
    small_pack: SmallPack, cells: str, kept: tuple[str, ...]
) -> None:
    small_pack.write("tables.yaml", f"{TABLE}{TWO_COLUMNS}    rows: [{{id: r, cells: {cells}}}]\n")
    loaded = load_pack(small_pack.folder)
    assert [row.cells for row in loaded.pack.tables[0].rows] == [kept]
    assert bool(loaded.diagnostics) == (cells != "[x, y]")


def test_a_table_without_columns_is_reported_and_left_out(small_pack: SmallPack) -> None:
    small_pack.write("tables.yaml", f"{TABLE}    columns: []\n    rows: [{{id: r, cells: [x]}}]\n")
    assert load_pack(small_pack.folder).pack.tables == ()
    assert diagnose_pack(small_pack.folder)[0].startswith(
        "tables.yaml:5:14: the table `t` has no columns (add a column"
    )


def test_a_pack_with_a_broken_table_is_shown_with_what_it_has(
    patterns: Patterns, home: Path, small_pack: SmallPack
) -> None:
    rows = "    rows: [{id: r, cells: [one]}, {id: s, cells: [two, three, four]}]\n"
    small_pack.write("tables.yaml", TABLE + TWO_COLUMNS + rows)
    (home / "packs").mkdir(parents=True)
    small_pack.folder.rename(home / "packs" / "small")
    for command in (("show", "alpha"), ("list", "tables", "--plain"), ("export", "markdown")):
        ended = patterns(*command, "--pack", "small")
        assert ended.code == 0
        assert {"one", "two", "three"} <= set(ended.out.replace("|", " ").split())

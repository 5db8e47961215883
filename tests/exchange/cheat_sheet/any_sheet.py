"""Cheat sheets made at random, from what such sheets are made of."""

from __future__ import annotations

from hypothesis import strategies as st

WORDS = [
    *("cache", "the", "Redis", "write", "A", "on", "no", "1.10", "e.g.", "vs.", "`code`", "`a|b`", "**bold**", "*em*"),
    *(
        "[link](../a/b.md)",
        "[ref][r]",
        "<br>",
        "<!-- c -->",
        "C#",
        "a \\| b",
        "\\",
        "“quoted”",
        "→",
        "ключ",
        "缓存",
        "🙂",
    ),
    *("(in", "parens)", "end.", "Start", "what?", "Yes!", "---", "#", "1.", "- ", "| x |", "__init__", "https://a.b/c"),
    *("x:", "&amp;", "<b>", "~~~", "```", "[r]: /u", "> q", "\t", "  "),
]
phrases = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
names = st.one_of(
    st.sampled_from(
        *(
            [
                "Cache-aside",
                "SSE (Server-Sent Events)",
                "CON",
                "Null Object",
                "null-object",
                "C#",
                "a/b",
                "..",
                "🙂",
                "Что",
            ],
        )
    ),
    phrases,
)
labels = st.sampled_from(
    [
        *(
            "What",
            "When to use",
            "When NOT to use",
            "When to use Redis",
            "Use when",
            "Theory",
            "Pattern",
            "Key insight",
        ),
        *("what", "When not to use X", "A `b`", "x:", "How (it) works", "When to use:"),
    ]
)


@st.composite
def tables(draw: st.DrawFn) -> str:
    count = draw(st.integers(1, 5))
    heads = draw(st.sampled_from([["System"], ["Aspect"], ["Problem"], [""]]))
    heads += draw(
        st.lists(st.sampled_from(["Use", "Why", "SSE", "Cache-aside", ""]), min_size=count - 1, max_size=count - 1)
    )
    cells = st.one_of(st.sampled_from(["Uber", "[Uber](../u.md)", "[Uber](v.md)", "uber", "x", ""]), phrases)
    rows = draw(st.lists(st.lists(cells, min_size=0, max_size=6), max_size=3))
    lines = [heads, *([["---"] * count] if draw(st.integers(0, 5)) else []), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


@st.composite
def paragraphs(draw: st.DrawFn) -> str:
    parts = []
    for _ in range(draw(st.integers(1, 3))):
        label, text = draw(labels), draw(phrases)
        forms = [
            text,
            f"**{label}**: {text}",
            f"**{label}:** {text}",
            f"**{label}**:",
            f"**{label}**",
            f"__{label}__: {text}",
        ]
        forms.append(f"**Theory**: [{draw(names)}](../x.md) — y")
        parts.append(draw(st.sampled_from(forms)) + draw(st.sampled_from(["", "  ", "\\"])))
    return "\n".join(parts)


@st.composite
def lists(draw: st.DrawFn) -> str:
    mark = draw(st.sampled_from(["-", "*", "1.", "2)", "- [ ]"]))
    items = draw(st.lists(st.one_of(phrases, paragraphs()), min_size=1, max_size=3))
    gap = draw(st.sampled_from(["\n", "\n\n", "\n  - deeper\n"]))
    return gap.join(f"{mark} {item}" for item in items)


fences = st.builds(
    lambda fence, info, text, end: f"{fence}{info}\n{text}\n{end}",
    st.sampled_from(["```", "~~~", "````"]),
    st.sampled_from(["", "python", "mermaid", "js title=x"]),
    st.one_of(
        phrases,
        st.sampled_from(
            ["sequenceDiagram\n    A->>B: hello", "# step 1\n\n  x = 2", "```\ninner\n```", "", "graph TD\n  a-->b"]
        ),
    ),
    st.sampled_from(["```", "~~~", "````", ""]),
)
others = st.sampled_from(
    [
        *(
            "---",
            "> quote",
            "> quote\n> more",
            "> a\n>\n> b",
            "    indented code",
            "<div>\nhtml\n</div>",
            "<!-- open",
            "<script>",
        ),
        *(
            "[r]: http://e.x/a",
            "[r]: <x y> 'title'\ntext after",
            "text\n===",
            "text\n---",
            "| a | b |\n| c | d |",
            "***",
        ),
        *("<!-- -->", "  indented text", "* * *", "```markdown as written\n- a\n  - b\n```", "\x1b[31m red", "a\x0bb"),
    ]
)
headings = st.builds(
    lambda mark, number, name, end: f"{mark} {number}{name}{end}",
    st.sampled_from(["#", "##", "##", "##", "###", "###", "####", "######"]),
    st.sampled_from(["", "", "1. ", "2. ", "3) ", "IV. ", "#5 ", "1.2. "]),
    st.one_of(names, labels, st.sampled_from(["Applied in our systems", "Decision table", "Quick Decision Table"])),
    st.sampled_from(["", "", " ##"]),
)
pieces = st.one_of(headings, headings, paragraphs(), paragraphs(), tables(), lists(), fences, others)
sheets = st.lists(pieces, min_size=1, max_size=12).flatmap(
    lambda parts: st.sampled_from(["\n\n", "\n\n", "\n"]).map(lambda gap: gap.join(parts) + "\n")
)
"""Anything that could stand in a cheat sheet, in any order."""

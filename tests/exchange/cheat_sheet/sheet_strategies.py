"""Random cheat sheets, made of the pieces that real ones are made of and of awkward ones."""

from __future__ import annotations

from hypothesis import strategies as st

# fmt: off
WORDS = [
    "cache", "the", "Redis", "write", "A", "on", "no", "1.10", "e.g.", "vs.", "`code`", "`a|b`", "**bold**", "*em*",
    "[link](../a/b.md)", "[ref][r]", "<br>", "<!-- c -->", "C#", "a \\| b", "\\", "“quoted”", "→", "ключ", "缓存", "🙂",
    "(in", "parens)", "end.", "Start", "what?", "Yes!", "---", "#", "1.", "- ", "| x |", "__init__", "https://a.b/c",
    "x:", "&amp;", "<b>", "~~~", "```", "[r]: /u", "> q", "\t", "  ",
]
NAMES = [
    "Cache-aside", "SSE (Server-Sent Events)", "CON", "Null Object", "null-object", "C#", "a/b", "..", "🙂", "Что",
]
LABELS = [
    "What", "When to use", "When NOT to use", "When to use Redis", "Use when", "Theory", "Pattern", "Key insight",
    "what", "When not to use X", "A `b`", "x:", "How (it) works", "When to use:",
]
OTHER_PIECES = [
    "---", "> quote", "> quote\n> more", "> a\n>\n> b", "    indented code", "<div>\nhtml\n</div>", "<!-- open",
    "<script>", "[r]: http://e.x/a", "[r]: <x y> 'title'\ntext after", "text\n===", "text\n---",
    "| a | b |\n| c | d |", "***", "<!-- -->", "  indented text", "* * *",
    "```markdown as written\n- a\n  - b\n```", "\x1b[31m red", "a\x0bb",
]
# fmt: on
phrases = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
names = st.one_of(st.sampled_from(NAMES), phrases)
labels = st.sampled_from(LABELS)


@st.composite
def tables(draw: st.DrawFn) -> str:
    count = draw(st.integers(1, 5))
    header = draw(st.sampled_from([["System"], ["Aspect"], ["Problem"], [""]]))
    header += draw(
        st.lists(st.sampled_from(["Use", "Why", "SSE", "Cache-aside", ""]), min_size=count - 1, max_size=count - 1)
    )
    cells = st.one_of(st.sampled_from(["Uber", "[Uber](../u.md)", "[Uber](v.md)", "uber", "x", ""]), phrases)
    rows = draw(st.lists(st.lists(cells, min_size=0, max_size=6), max_size=3))
    lines = [header, *([["---"] * count] if draw(st.integers(0, 5)) else []), *rows]
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
            f"**Theory**: [{draw(names)}](../x.md) — y",
        ]
        parts.append(draw(st.sampled_from(forms)) + draw(st.sampled_from(["", "  ", "\\"])))
    return "\n".join(parts)


@st.composite
def lists(draw: st.DrawFn) -> str:
    marker = draw(st.sampled_from(["-", "*", "1.", "2)", "- [ ]"]))
    items = draw(st.lists(st.one_of(phrases, paragraphs()), min_size=1, max_size=3))
    separator = draw(st.sampled_from(["\n", "\n\n", "\n  - deeper\n"]))
    return separator.join(f"{marker} {item}" for item in items)


CODE = ["sequenceDiagram\n    A->>B: hello", "# step 1\n\n  x = 2", "```\ninner\n```", "", "graph TD\n  a-->b"]
fences = st.builds(
    lambda opening, info, text, closing: f"{opening}{info}\n{text}\n{closing}",
    st.sampled_from(["```", "~~~", "````"]),
    st.sampled_from(["", "python", "mermaid", "js title=x"]),
    st.one_of(phrases, st.sampled_from(CODE)),
    st.sampled_from(["```", "~~~", "````", ""]),
)
headings = st.builds(
    lambda marker, number, name, end: f"{marker} {number}{name}{end}",
    st.sampled_from(["#", "##", "##", "##", "###", "###", "####", "######"]),
    st.sampled_from(["", "", "1. ", "2. ", "3) ", "IV. ", "#5 ", "1.2. "]),
    st.one_of(names, labels, st.sampled_from(["Applied in our systems", "Decision table", "Quick Decision Table"])),
    st.sampled_from(["", "", " ##"]),
)
pieces = st.one_of(
    headings, headings, paragraphs(), paragraphs(), tables(), lists(), fences, st.sampled_from(OTHER_PIECES)
)
sheets = st.lists(pieces, min_size=1, max_size=12).flatmap(
    lambda parts: st.sampled_from(["\n\n", "\n\n", "\n"]).map(lambda separator: separator.join(parts) + "\n")
)
"""Cheat sheets with any pieces in any order."""

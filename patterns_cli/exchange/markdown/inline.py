"""Markdown within a paragraph: labels, joined lines, links that stand alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_BOLD_MARKERS = ("**", "__")
_COLONS = (":", "：")
CONTEXT_LINES = 8
"""So many lines before and after one are looked at to see whether code or a link runs over it."""

_SENTENCE_ENDS = (".", "!", "?")


class InlineReader:
    """Reads what stands within blocks; ``links`` are the document's link definitions."""

    def __init__(self, parser: MarkdownIt, link_definitions: dict[str, Any]) -> None:
        self._parser = parser
        self._link_definitions = link_definitions

    def labeled_parts(self, content: str) -> list[tuple[str, str]]:
        """A paragraph's labelled parts: a line that starts with a bold label begins another one."""
        lines = content.split("\n")
        parts: list[tuple[str, list[str]]] = []
        for number, line in enumerate(lines):
            label = self.split_label(line.strip())
            if (
                label
                and number
                and not self._is_part_boundary(parts[-1][1], lines[number : number + CONTEXT_LINES], line)
            ):
                label = None
            if label is None and number:
                parts[-1][1].append(line)
            else:
                parts.append((label[0], [label[1]]) if label else ("", [line]))
        return [(label, self._join_lines(own)) for label, own in parts]

    def split_label(self, line: str) -> tuple[str, str] | None:
        """The bold label before the colon at the start of a line, and what comes after it."""
        mark = line[:2]
        if mark not in _BOLD_MARKERS:
            return None
        end = line.find(mark, 2)
        label, rest = line[2:end].strip(), line[end + 2 :].lstrip()
        if end < 0 or not label or not self._is_single_bold(line[: end + 2]):
            return None
        if label.endswith(_COLONS):
            return (label[:-1].rstrip(), rest) if label[:-1].rstrip() else None
        if rest.startswith(_COLONS):
            return label, rest[1:].strip()
        return (label, "") if not rest and not label.endswith(_SENTENCE_ENDS) else None

    def single_link(self, text: str) -> tuple[str, str] | None:
        """The words and the address of a text that is one plain link, or None."""
        children = [token for token in self._parse_inline(text) if token.content or token.type != "text"]
        kinds = [token.type for token in children]
        if kinds != ["link_open", "text", "link_close"] or "title" in children[0].attrs:
            return None
        words, address = children[1].content, str(children[0].attrs["href"])
        return (words, address) if self._is_plain_link(words, address) else None

    def expand_reference_link(self, text: str) -> str:
        """The text, but for a lone link whose address stands elsewhere: that one with its address."""
        if not text.startswith("[") or not text.endswith("]"):
            return text
        link = self.single_link(text)
        return f"[{link[0]}]({link[1]})" if link else text

    def _is_plain_link(self, link_text: str, url: str) -> bool:
        """Whether words and address, written as a link, give the same again."""
        children = self._parse_inline(f"[{link_text}]({url})")
        return (
            len(children) == len(("open", "words", "close"))
            and children[1].content == link_text
            and children[0].attrs == {"href": url}
            and bool(link_text.strip())
        )

    def _is_single_bold(self, text: str) -> bool:
        children = [token for token in self._parse_inline(text) if token.content or token.type != "text"]
        kinds = [token.type for token in children]
        return kinds[:1] == ["strong_open"] and kinds[-1] == "strong_close" and kinds.count("strong_close") == 1

    def _is_part_boundary(self, part_lines: list[str], next_lines: list[str], line: str) -> bool:
        """Whether a part ends for itself before a line, so that no code or link runs on into that."""
        before = "\n".join(part_lines[-CONTEXT_LINES:]).rstrip()
        after = "\n".join([line, *next_lines[1:]]).lstrip()
        whole = _token_signature(self._parse_inline(f"{before}\n{after}"))
        split = [
            *_token_signature(self._parse_inline(before.removesuffix("\\"))),
            None,
            *_token_signature(self._parse_inline(after)),
        ]
        return len(whole) == len(split) and all(
            one == other for one, other in zip(whole, split, strict=True) if other is not None
        )

    def _join_lines(self, lines: list[str]) -> str:
        """Lines as one, without the marks of line breaks."""
        joined = " ".join(line.strip() for line in lines).strip()
        if not any(line.rstrip().endswith("\\") for line in lines[:-1]):
            return joined
        *most, last = (line.strip() for line in lines)
        plain = " ".join([*(line.removesuffix("\\").rstrip() for line in most), last]).strip()
        return plain if "`" not in plain else joined

    def _parse_inline(self, text: str) -> list[Token]:
        [inline] = self._parser.parseInline(text, {"references": self._link_definitions})
        return inline.children or []


def _token_signature(tokens: list[Token]) -> list[tuple[str, str, str]]:
    return [(token.type, token.content, str(token.attrs)) for token in tokens]

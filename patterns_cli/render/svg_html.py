"""Export of documents to self-contained SVG and HTML."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from patterns_cli.render.rich_renderer import RichRenderer
from patterns_cli.render.text_layout import escape_control

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

    from patterns_cli.render.document import Document

# Doubled braces are literal: Rich fills in this template with str.format.
_SVG_TEMPLATE = """\
<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: Menlo, "DejaVu Sans Mono", Consolas, "Courier New", monospace; \
font-size: {char_height}px; line-height: {line_height}px; }}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""

_HTML_TEMPLATE = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>TITLE</title>
<style>
body {{ color: {foreground}; background-color: {background}; }}
pre {{ font-family: Menlo, "DejaVu Sans Mono", Consolas, "Courier New", monospace; }}
{stylesheet}
</style>
</head>
<body>
<pre>{code}</pre>
</body>
</html>
"""


def to_svg(documents: Iterable[Document], title: str, width: int) -> str:
    """Render documents as an SVG image of a terminal, ``width`` cells wide."""
    return _record_console(documents, width).export_svg(title=escape_control(title), code_format=_SVG_TEMPLATE)


def to_html(documents: Iterable[Document], title: str, width: int) -> str:
    """Render documents as an HTML page of terminal text, ``width`` cells wide."""
    escaped_title = escape(escape_control(title)).replace("{", "{{").replace("}", "}}")
    return _record_console(documents, width).export_html(code_format=_HTML_TEMPLATE.replace("TITLE", escaped_title))


def _record_console(documents: Iterable[Document], width: int) -> Console:
    import io

    renderer = RichRenderer(width, color=True, encoding="utf-8")
    console = renderer.create_console(record=True, file=io.StringIO())
    for number, document in enumerate(documents):
        if number:
            console.print()
        renderer.print(console, document)
    return console

"""YAML to plain data in which every leaf is text, with the place of every value.

YAML itself turns ``No`` into a boolean, ``1.10`` into a number and ``12:30`` into 750; here words
stay as they are written. Duplicate keys, tags, merge keys, endless aliases and control characters
are refused, each with its line.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

from patterns_cli.packs.diagnostics import Diagnostic
from patterns_cli.packs.files import MAX_FILE_BYTES, display_path, read_content
from patterns_cli.packs.positions import FieldPath, Position, SourceMap
from patterns_cli.packs.yaml_errors import MAX_DEPTH, syntax_diagnostic
from patterns_cli.text.control_chars import describe_char, find_unsafe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_VALUES = 400_000
"""How many values a file may hold, each alias counted with all that it repeats."""

CHARS_PER_VALUE = 100
"""A text counts as one value more for every so many characters."""

_COMMENT_START = re.compile(r"[ \t]+#")

_LOADER: Any = getattr(yaml, "CLoader", yaml.Loader)


@dataclass
class YamlFile:
    """What one file holds. ``value`` is None where it could not be read."""

    value: Any
    source: SourceMap
    diagnostics: list[Diagnostic]


def read_yaml(path: Path) -> YamlFile:
    """Read one content file; whatever is wrong comes back as faults, never as an exception."""
    source = SourceMap(path)
    try:
        data = read_content(path)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return YamlFile(None, source, [Diagnostic(display_path(path), 1, 1, f"cannot be read: {reason}")])
    if len(data) > MAX_FILE_BYTES:
        message = f"is larger than {MAX_FILE_BYTES // 1024 // 1024} MiB"
        return YamlFile(None, source, [Diagnostic(display_path(path), 1, 1, message, "split it into several files")])
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = len(data[data.rfind(b"\n", 0, error.start) + 1 : error.start].decode("utf-8")) + 1
        message = f"byte 0x{data[error.start]:02x} is not UTF-8"
        return YamlFile(None, source, [Diagnostic(display_path(path), line, column, message, "save the file as UTF-8")])
    return parse_yaml(text, source)


def parse_yaml(text: str, source: SourceMap) -> YamlFile:
    """Parse the text of one content file into ``source``'s marks and a value."""
    acting = find_unsafe(text.replace("\r\n", " \n"))
    if acting is not None:
        return YamlFile(None, source, [_unsafe_char_diagnostic(acting, source)])
    builder = _ValueBuilder(text, source)
    try:
        builder.build()
    except _RejectedError as refused:
        builder.diagnostics.append(refused.diagnostic)
        return YamlFile(None, source, builder.diagnostics)
    except yaml.MarkedYAMLError as error:
        builder.diagnostics.append(syntax_diagnostic(error, text, source))
        return YamlFile(None, source, builder.diagnostics)
    return YamlFile(builder.value, source, builder.diagnostics)


class _RejectedError(Exception):
    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


@dataclass
class _OpenContainer:
    """A list or mapping that is still being filled."""

    value: Any
    field_path: FieldPath
    anchor: str | None
    key: str | None = None
    key_mark: Any = None
    size: int = 1
    key_lines: dict[str, int] = field(default_factory=dict)


@dataclass
class _ValueBuilder:
    text: str
    source: SourceMap
    value: Any = None
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._lines = self.text.split("\n")
        self._stack: list[_OpenContainer] = []
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._unused_anchors: dict[str, Any] = {}
        self._value_count = 0
        self._document_count = 0

    def build(self) -> None:
        """Take the parser's events one by one; nothing here recurses, so depth cannot hurt."""
        for event in self._events():
            match event:
                case yaml.DocumentStartEvent():
                    self._document_count += 1
                    if self._document_count > 1:
                        self._reject(event, "a second document starts here", "keep one document a file")
                case yaml.ScalarEvent():
                    self._add_scalar(event)
                case yaml.AliasEvent():
                    self._add_alias(event)
                case yaml.SequenceStartEvent():
                    self._open_container(event, [])
                case yaml.MappingStartEvent():
                    self._open_container(event, {})
                case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                    self._close_container()
        if self._document_count == 0:
            self.diagnostics.append(Diagnostic(display_path(self.source.file), 1, 1, "the file is empty"))
        for anchor, event in self._unused_anchors.items():
            self._report(event, f"the anchor &{anchor} is never used", "quote text that starts with &", is_warning=True)

    def _events(self) -> Iterator[Any]:
        loader = _LOADER(self.text)
        try:
            while loader.check_event():
                yield loader.get_event()
        except ValueError:
            # The parser written in Python stumbles over an escape for a character that does not exist.
            mark = loader.get_mark()
            place = (display_path(self.source.file), mark.line + 1, mark.column + 1)
            raise _RejectedError(
                Diagnostic(*place, "an escape names no character", "write the character itself")
            ) from None
        finally:
            loader.dispose()

    def _reject(self, event: Any, message: str, hint: str = "") -> None:
        mark = event.start_mark
        raise _RejectedError(Diagnostic(display_path(self.source.file), mark.line + 1, mark.column + 1, message, hint))

    def _report(self, event: Any, message: str, hint: str = "", *, is_warning: bool = False) -> None:
        mark = event.start_mark
        place = (display_path(self.source.file), mark.line + 1, mark.column + 1)
        self.diagnostics.append(Diagnostic(*place, message, hint, "warning" if is_warning else "error"))

    def _add_scalar(self, event: Any) -> None:
        if event.tag not in (None, "tag:yaml.org,2002:str", "!"):
            self._reject(event, f"the tag {event.tag} is not used here", "write the text without a tag")
        if self._expects_key():
            self._add_key(event)
            return
        self._check_characters(event)
        plain = event.style is None or event.style == ""
        if plain and event.value == "":
            self._add_value(event, None, 1)
            return
        if plain:
            self._warn_about_comment(event)
        self._add_value(event, event.value, 1 + len(event.value) // CHARS_PER_VALUE)

    def _expects_key(self) -> bool:
        return bool(self._stack) and isinstance(self._stack[-1].value, dict) and self._stack[-1].key is None

    def _add_key(self, event: Any) -> None:
        top = self._stack[-1]
        key = event.value
        if key == "<<" and not event.style:
            self._reject(event, "merge keys (<<) are not used here", "write the fields out")
        self._check_characters(event)
        line = event.start_mark.line + 1
        if key in top.key_lines:
            message = f"`{key}` stands here and on line {top.key_lines[key]}"
            self._report(event, message, "keep one of the two")
        top.key_lines.setdefault(key, line)
        weight = len(key) // CHARS_PER_VALUE
        top.size += weight
        self._charge_size(event, weight)
        top.key = key
        top.key_mark = event.start_mark

    def _add_alias(self, event: Any) -> None:
        if self._expects_key():
            self._reject(event, "an alias cannot be a key", "write the key out")
        if any(frame.anchor == event.anchor for frame in self._stack):
            self._reject(event, f"*{event.anchor} holds itself", "write the text out")
        if event.anchor not in self._anchors:
            self._reject(event, f"no anchor &{event.anchor} stands before this", "quote text that starts with *")
        self._unused_anchors.pop(event.anchor, None)
        value, size = self._anchors[event.anchor]
        self._add_value(event, value, size)

    def _open_container(self, event: Any, value: Any) -> None:
        if self._expects_key():
            self._reject(event, "a key must be text", "quote a key that starts with [, { or ?")
        if event.tag not in (None, "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq", "!"):
            self._reject(event, f"the tag {event.tag} is not used here", "write the value without a tag")
        if len(self._stack) >= MAX_DEPTH:
            self._reject(event, f"more than {MAX_DEPTH} levels deep", "nothing here needs that")
        if event.anchor is not None:
            self._unused_anchors[event.anchor] = event
        spot = self._current_path()
        self._record_position(event, spot)
        self._stack.append(_OpenContainer(value, spot, event.anchor))
        self._charge_size(event, 1)

    def _close_container(self) -> None:
        done = self._stack.pop()
        if done.anchor is not None:
            self._anchors[done.anchor] = (done.value, done.size)
        self._attach_to_parent(done.value, done.size)

    def _add_value(self, event: Any, value: Any, size: int) -> None:
        self._record_position(event, self._current_path())
        self._charge_size(event, size)
        anchor = None if isinstance(event, yaml.AliasEvent) else event.anchor
        if anchor is not None:
            self._unused_anchors[anchor] = event
            self._anchors[anchor] = (value, size)
        self._attach_to_parent(value, size)

    def _attach_to_parent(self, value: Any, size: int) -> None:
        if not self._stack:
            self.value = value
            return
        top = self._stack[-1]
        top.size += size
        if isinstance(top.value, list):
            top.value.append(value)
        else:
            top.value.setdefault(top.key, value)
            top.key = None

    def _charge_size(self, event: Any, size: int) -> None:
        self._value_count += size
        if self._value_count > MAX_VALUES:
            self._reject(event, f"more than {MAX_VALUES} values, repeated ones counted", "split the file")

    def _current_path(self) -> FieldPath:
        if not self._stack:
            return ()
        top = self._stack[-1]
        step = len(top.value) if isinstance(top.value, list) else top.key
        return (*top.field_path, step if step is not None else "")

    def _record_position(self, event: Any, field_path: FieldPath) -> None:
        start = event.start_mark
        key = self._stack[-1].key_mark if self._stack and isinstance(self._stack[-1].value, dict) else start
        place = Position(start.line + 1, start.column + 1, key.line + 1, key.column + 1)
        self.source.positions.setdefault(field_path, place)

    def _check_characters(self, event: Any) -> None:
        acting = find_unsafe(event.value)
        if acting is not None:
            self._report(event, f"holds {describe_char(acting[0])}, which terminals act upon", "remove it")

    def _warn_about_comment(self, event: Any) -> None:
        end = event.end_mark
        if end.line < len(self._lines) and _COMMENT_START.match(self._lines[end.line], end.column):
            self._report(
                event, "the text after # is taken as a comment", "quote the text if # is part of it", is_warning=True
            )


def _unsafe_char_diagnostic(unsafe: re.Match[str], source: SourceMap) -> Diagnostic:
    text, position = unsafe.string, unsafe.start()
    line = text.count("\n", 0, position) + 1
    column = position - text.rfind("\n", 0, position)
    return Diagnostic(
        display_path(source.file),
        line,
        column,
        f"holds {describe_char(unsafe[0])}, which terminals act upon",
        "remove it",
    )

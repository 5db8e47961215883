"""YAML to plain data in which every leaf is text, with the position of every value.

YAML itself reads ``No`` as a boolean, ``1.10`` as a number and ``12:30`` as 750; here, text stays as it
is written. Duplicate keys, tags, merge keys, aliases that expand without limit and control characters
are rejected, each with its position.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NoReturn

import yaml

from patterns_cli.packs.diagnostics import Diagnostic
from patterns_cli.packs.files import MAX_FILE_BYTES, display_path, read_content
from patterns_cli.packs.positions import FieldPath, Position, SourceMap, TextPosition, clamp_to_text
from patterns_cli.packs.yaml_errors import MAX_DEPTH, syntax_diagnostic
from patterns_cli.text.control_chars import describe_char, find_unsafe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from patterns_cli.packs.diagnostics import Severity

MAX_VALUES = 400_000
"""Maximum number of values in a file, where an alias counts as all the values it repeats."""

CHARS_PER_VALUE = 100
"""Length in characters for which a text costs an additional unit of ``MAX_VALUES``."""

_COMMENT_START = re.compile(r"[ \t]+#")

_LOADER: Any = getattr(yaml, "CLoader", yaml.Loader)


@dataclass
class YamlFile:
    """The content of a YAML file."""

    value: Any
    """Lists, mappings, texts and None for an empty value; None if the file could not be read."""

    source: SourceMap
    diagnostics: list[Diagnostic]


def read_yaml(path: Path) -> YamlFile:
    """Read a content file. Whatever is wrong is returned as diagnostics, never raised."""
    source = SourceMap(path)
    try:
        data = read_content(path)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return YamlFile(None, source, [Diagnostic(display_path(path), 1, 1, f"the file cannot be read: {reason}")])
    if len(data) > MAX_FILE_BYTES:
        message = f"the file is larger than {MAX_FILE_BYTES // 1024 // 1024} MiB"
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
    """Parse the text of a content file; adds the positions of its values to ``source``."""
    unsafe = find_unsafe(text.replace("\r\n", " \n"))
    if unsafe is not None:
        return YamlFile(None, source, [_unsafe_char_diagnostic(unsafe, source)])
    builder = _ValueBuilder(text, source)
    try:
        builder.build()
    except _RejectedError as error:
        builder.diagnostics.append(error.diagnostic)
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
    """A list or mapping whose end has not been reached."""

    value: Any
    field_path: FieldPath
    anchor: str | None
    key: str | None = None
    key_position: TextPosition | None = None
    size: int = 1
    """Units of ``MAX_VALUES`` that the container costs so far."""

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
        self._unused_anchors: dict[str, yaml.Event] = {}
        self._value_count = 0
        self._document_count = 0

    def build(self) -> None:
        """Build the value from the parser's events, without recursion, so that depth cannot exhaust the stack."""
        for event in self._events():
            match event:
                case yaml.DocumentStartEvent():
                    self._document_count += 1
                    if self._document_count > 1:
                        self._reject(event, "a second document starts here", "keep a single document per file")
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
            self.diagnostics.append(
                Diagnostic(display_path(self.source.file), 1, 1, "the file is empty", "add content, or delete the file")
            )
        for anchor, event in self._unused_anchors.items():
            self._report(
                event, f"the anchor &{anchor} is never used", "quote a text that starts with &", is_warning=True
            )

    def _events(self) -> Iterator[yaml.Event]:
        loader = _LOADER(self.text)
        try:
            while loader.check_event():
                yield loader.get_event()
        except ValueError:
            # The parser in Python fails with this on an escape sequence for a character that does not exist.
            mark = loader.get_mark()
            position = clamp_to_text(self._lines, mark.line, mark.column)
            message = "an escape sequence does not name a character"
            raise _RejectedError(self._diagnostic(position, message, "write the character itself")) from None
        finally:
            loader.dispose()

    def _start_of(self, event: yaml.Event) -> TextPosition:
        mark = event.start_mark
        return clamp_to_text(self._lines, mark.line, mark.column) if mark else TextPosition(1, 1)

    def _diagnostic(self, position: TextPosition, message: str, hint: str, severity: Severity = "error") -> Diagnostic:
        return Diagnostic(display_path(self.source.file), position.line, position.column, message, hint, severity)

    def _reject(self, event: yaml.Event, message: str, hint: str) -> NoReturn:
        raise _RejectedError(self._diagnostic(self._start_of(event), message, hint))

    def _report(self, event: yaml.Event, message: str, hint: str, *, is_warning: bool = False) -> None:
        position = self._start_of(event)
        self.diagnostics.append(self._diagnostic(position, message, hint, "warning" if is_warning else "error"))

    def _add_scalar(self, event: yaml.ScalarEvent) -> None:
        if event.tag not in (None, "tag:yaml.org,2002:str", "!"):
            self._reject(event, f"the tag {event.tag} is not supported", "write the text without a tag")
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

    def _add_key(self, event: yaml.ScalarEvent) -> None:
        top = self._stack[-1]
        key = event.value
        if key == "<<" and not event.style:
            self._reject(event, "merge keys (<<) are not supported", "write the fields out")
        self._check_characters(event)
        position = self._start_of(event)
        if key in top.key_lines:
            message = f"the key `{key}` is already on line {top.key_lines[key]}"
            self._report(event, message, "remove one of the two")
        top.key_lines.setdefault(key, position.line)
        size = len(key) // CHARS_PER_VALUE
        top.size += size
        self._charge_size(event, size)
        top.key = key
        top.key_position = position

    def _add_alias(self, event: yaml.AliasEvent) -> None:
        if self._expects_key():
            self._reject(event, "an alias cannot be a key", "write the key itself")
        if any(container.anchor == event.anchor for container in self._stack):
            self._reject(event, f"*{event.anchor} contains itself", "write the text out")
        if event.anchor not in self._anchors:
            self._reject(
                event, f"there is no anchor &{event.anchor} above this line", "quote a text that starts with *"
            )
        self._unused_anchors.pop(event.anchor, None)
        value, size = self._anchors[event.anchor]
        self._add_value(event, value, size)

    def _open_container(self, event: yaml.CollectionStartEvent, value: Any) -> None:
        if self._expects_key():
            self._reject(event, "a key must be text", "quote a key that starts with [, { or ?")
        if event.tag not in (None, "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq", "!"):
            self._reject(event, f"the tag {event.tag} is not supported", "write the value without a tag")
        if len(self._stack) >= MAX_DEPTH:
            self._reject(event, f"the content is nested more than {MAX_DEPTH} levels deep", "use fewer levels")
        if event.anchor is not None:
            self._unused_anchors[event.anchor] = event
        path = self._current_path()
        self._record_position(event, path)
        self._stack.append(_OpenContainer(value, path, event.anchor))
        self._charge_size(event, 1)

    def _close_container(self) -> None:
        container = self._stack.pop()
        if container.anchor is not None:
            self._anchors[container.anchor] = (container.value, container.size)
        self._attach_to_parent(container.value, container.size)

    def _add_value(self, event: yaml.NodeEvent, value: Any, size: int) -> None:
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

    def _charge_size(self, event: yaml.NodeEvent, size: int) -> None:
        self._value_count += size
        if self._value_count > MAX_VALUES:
            self._reject(
                event, f"the file has more than {MAX_VALUES} values, including repeated ones", "split the file"
            )

    def _current_path(self) -> FieldPath:
        if not self._stack:
            return ()
        top = self._stack[-1]
        part = len(top.value) if isinstance(top.value, list) else top.key
        return (*top.field_path, part if part is not None else "")

    def _record_position(self, event: yaml.NodeEvent, field_path: FieldPath) -> None:
        start = self._start_of(event)
        key = (self._stack[-1].key_position if self._stack else None) or start
        self.source.positions.setdefault(field_path, Position(start.line, start.column, key.line, key.column))

    def _check_characters(self, event: yaml.ScalarEvent) -> None:
        unsafe = find_unsafe(event.value)
        if unsafe is not None:
            self._report(
                event, f"the text contains {describe_char(unsafe[0])}, which a terminal interprets", "remove it"
            )

    def _warn_about_comment(self, event: yaml.ScalarEvent) -> None:
        end = event.end_mark
        if end and end.line < len(self._lines) and _COMMENT_START.match(self._lines[end.line], end.column):
            self._report(
                event, "the text after # is read as a comment", "quote the text if # is part of it", is_warning=True
            )


def _unsafe_char_diagnostic(unsafe: re.Match[str], source: SourceMap) -> Diagnostic:
    text, offset = unsafe.string, unsafe.start()
    line = text.count("\n", 0, offset) + 1
    column = offset - text.rfind("\n", 0, offset)
    message = f"the text contains {describe_char(unsafe[0])}, which a terminal interprets"
    return Diagnostic(display_path(source.file), line, column, message, "remove it")

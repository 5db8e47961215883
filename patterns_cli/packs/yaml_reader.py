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

from patterns_cli.packs.diagnostics import Fault
from patterns_cli.packs.files import MAX_BYTES, read_content, shown
from patterns_cli.packs.positions import Mark, SourceMap, Spot
from patterns_cli.packs.yaml_errors import MAX_DEPTH, syntax_fault
from patterns_cli.text.control_chars import first_acting, name_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_VALUES = 400_000
"""How many values a file may hold, each alias counted with all that it repeats."""

TEXT_OF_A_VALUE = 100
"""A text counts as one value more for every so many characters."""

_COMMENT = re.compile(r"[ \t]+#")

_PARSER: Any = getattr(yaml, "CLoader", yaml.Loader)


@dataclass
class YamlFile:
    """What one file holds. ``value`` is None where it could not be read."""

    value: Any
    source: SourceMap
    faults: list[Fault]


def read_yaml(path: Path) -> YamlFile:
    """Read one content file; whatever is wrong comes back as faults, never as an exception."""
    source = SourceMap(path)
    try:
        data = read_content(path)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return YamlFile(None, source, [Fault(shown(path), 1, 1, f"cannot be read: {reason}")])
    if len(data) > MAX_BYTES:
        message = f"is larger than {MAX_BYTES // 1024 // 1024} MiB"
        return YamlFile(None, source, [Fault(shown(path), 1, 1, message, "split it into several files")])
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = len(data[data.rfind(b"\n", 0, error.start) + 1 : error.start].decode("utf-8")) + 1
        message = f"byte 0x{data[error.start]:02x} is not UTF-8"
        return YamlFile(None, source, [Fault(shown(path), line, column, message, "save the file as UTF-8")])
    return parse_yaml(text, source)


def parse_yaml(text: str, source: SourceMap) -> YamlFile:
    """Parse the text of one content file into ``source``'s marks and a value."""
    acting = first_acting(text.replace("\r\n", " \n"))
    if acting is not None:
        return YamlFile(None, source, [_acting_fault(acting, source)])
    builder = _Builder(text, source)
    try:
        builder.build()
    except _RefusedError as refused:
        builder.faults.append(refused.fault)
        return YamlFile(None, source, builder.faults)
    except yaml.MarkedYAMLError as error:
        builder.faults.append(syntax_fault(error, text, source))
        return YamlFile(None, source, builder.faults)
    return YamlFile(builder.value, source, builder.faults)


class _RefusedError(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


@dataclass
class _Open:
    """A list or mapping that is still being filled."""

    value: Any
    spot: Spot
    anchor: str | None
    key: str | None = None
    key_mark: Any = None
    size: int = 1
    first_seen: dict[str, int] = field(default_factory=dict)


@dataclass
class _Builder:
    text: str
    source: SourceMap
    value: Any = None
    faults: list[Fault] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._lines = self.text.split("\n")
        self._stack: list[_Open] = []
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._unused: dict[str, Any] = {}
        self._count = 0
        self._documents = 0

    def build(self) -> None:
        """Take the parser's events one by one; nothing here recurses, so depth cannot hurt."""
        for event in self._events():
            match event:
                case yaml.DocumentStartEvent():
                    self._documents += 1
                    if self._documents > 1:
                        self._refuse(event, "a second document starts here", "keep one document a file")
                case yaml.ScalarEvent():
                    self._scalar(event)
                case yaml.AliasEvent():
                    self._alias(event)
                case yaml.SequenceStartEvent():
                    self._open(event, [])
                case yaml.MappingStartEvent():
                    self._open(event, {})
                case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                    self._close()
        if self._documents == 0:
            self.faults.append(Fault(shown(self.source.file), 1, 1, "the file is empty"))
        for anchor, event in self._unused.items():
            self._fault(event, f"the anchor &{anchor} is never used", "quote text that starts with &", warning=True)

    def _events(self) -> Iterator[Any]:
        loader = _PARSER(self.text)
        try:
            while loader.check_event():
                yield loader.get_event()
        except ValueError:
            # The parser written in Python stumbles over an escape for a character that does not exist.
            mark = loader.get_mark()
            place = (shown(self.source.file), mark.line + 1, mark.column + 1)
            raise _RefusedError(Fault(*place, "an escape names no character", "write the character itself")) from None
        finally:
            loader.dispose()

    def _refuse(self, event: Any, message: str, hint: str = "") -> None:
        mark = event.start_mark
        raise _RefusedError(Fault(shown(self.source.file), mark.line + 1, mark.column + 1, message, hint))

    def _fault(self, event: Any, message: str, hint: str = "", *, warning: bool = False) -> None:
        mark = event.start_mark
        place = (shown(self.source.file), mark.line + 1, mark.column + 1)
        self.faults.append(Fault(*place, message, hint, "warning" if warning else "error"))

    def _scalar(self, event: Any) -> None:
        if event.tag not in (None, "tag:yaml.org,2002:str", "!"):
            self._refuse(event, f"the tag {event.tag} is not used here", "write the text without a tag")
        if self._wants_key():
            self._key(event)
            return
        self._check_characters(event)
        plain = event.style is None or event.style == ""
        if plain and event.value == "":
            self._put(event, None, 1)
            return
        if plain:
            self._warn_of_comment(event)
        self._put(event, event.value, 1 + len(event.value) // TEXT_OF_A_VALUE)

    def _wants_key(self) -> bool:
        return bool(self._stack) and isinstance(self._stack[-1].value, dict) and self._stack[-1].key is None

    def _key(self, event: Any) -> None:
        top = self._stack[-1]
        key = event.value
        if key == "<<" and not event.style:
            self._refuse(event, "merge keys (<<) are not used here", "write the fields out")
        self._check_characters(event)
        line = event.start_mark.line + 1
        if key in top.first_seen:
            message = f"`{key}` stands here and on line {top.first_seen[key]}"
            self._fault(event, message, "keep one of the two")
        top.first_seen.setdefault(key, line)
        weight = len(key) // TEXT_OF_A_VALUE
        top.size += weight
        self._spend(event, weight)
        top.key = key
        top.key_mark = event.start_mark

    def _alias(self, event: Any) -> None:
        if self._wants_key():
            self._refuse(event, "an alias cannot be a key", "write the key out")
        if any(frame.anchor == event.anchor for frame in self._stack):
            self._refuse(event, f"*{event.anchor} holds itself", "write the text out")
        if event.anchor not in self._anchors:
            self._refuse(event, f"no anchor &{event.anchor} stands before this", "quote text that starts with *")
        self._unused.pop(event.anchor, None)
        value, size = self._anchors[event.anchor]
        self._put(event, value, size)

    def _open(self, event: Any, value: Any) -> None:
        if self._wants_key():
            self._refuse(event, "a key must be text", "quote a key that starts with [, { or ?")
        if event.tag not in (None, "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq", "!"):
            self._refuse(event, f"the tag {event.tag} is not used here", "write the value without a tag")
        if len(self._stack) >= MAX_DEPTH:
            self._refuse(event, f"more than {MAX_DEPTH} levels deep", "nothing here needs that")
        if event.anchor is not None:
            self._unused[event.anchor] = event
        spot = self._spot()
        self._mark(event, spot)
        self._stack.append(_Open(value, spot, event.anchor))
        self._spend(event, 1)

    def _close(self) -> None:
        done = self._stack.pop()
        if done.anchor is not None:
            self._anchors[done.anchor] = (done.value, done.size)
        self._attach(done.value, done.size)

    def _put(self, event: Any, value: Any, size: int) -> None:
        self._mark(event, self._spot())
        self._spend(event, size)
        anchor = None if isinstance(event, yaml.AliasEvent) else event.anchor
        if anchor is not None:
            self._unused[anchor] = event
            self._anchors[anchor] = (value, size)
        self._attach(value, size)

    def _attach(self, value: Any, size: int) -> None:
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

    def _spend(self, event: Any, size: int) -> None:
        self._count += size
        if self._count > MAX_VALUES:
            self._refuse(event, f"more than {MAX_VALUES} values, repeated ones counted", "split the file")

    def _spot(self) -> Spot:
        if not self._stack:
            return ()
        top = self._stack[-1]
        step = len(top.value) if isinstance(top.value, list) else top.key
        return (*top.spot, step if step is not None else "")

    def _mark(self, event: Any, spot: Spot) -> None:
        start = event.start_mark
        key = self._stack[-1].key_mark if self._stack and isinstance(self._stack[-1].value, dict) else start
        place = Mark(start.line + 1, start.column + 1, key.line + 1, key.column + 1)
        self.source.marks.setdefault(spot, place)

    def _check_characters(self, event: Any) -> None:
        acting = first_acting(event.value)
        if acting is not None:
            self._fault(event, f"holds {name_of(acting[0])}, which terminals act upon", "remove it")

    def _warn_of_comment(self, event: Any) -> None:
        end = event.end_mark
        if end.line < len(self._lines) and _COMMENT.match(self._lines[end.line], end.column):
            self._fault(
                event, "the text after # is taken as a comment", "quote the text if # is part of it", warning=True
            )


def _acting_fault(acting: re.Match[str], source: SourceMap) -> Fault:
    text, position = acting.string, acting.start()
    line = text.count("\n", 0, position) + 1
    column = position - text.rfind("\n", 0, position)
    return Fault(shown(source.file), line, column, f"holds {name_of(acting[0])}, which terminals act upon", "remove it")

"""The fuzz targets, each with seed inputs and tokens to insert."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from patterns_cli.packs.model import Pack, ScenariosFile
from patterns_cli.study.log.events import LessonStepEvent, UndoEvent
from patterns_cli.study.log.merge import to_json_lines
from tests.conftest import CHEAT_SHEET, CONTENT, PACK, PATTERN
from tests.exchange.cheat_sheet import sheet_strategies
from tests.exchange.cheat_sheet.test_fixed_point import REGRESSIONS
from tests.exchange.cheat_sheet.test_importer import SHEETS
from tests.fuzz.engine import Target
from tests.fuzz.importer import Importer
from tests.fuzz.intake import Answers, Merge, Zip
from tests.fuzz.loader import Loader
from tests.study.answering import answered, days_later

MAX_LIST_ENTRIES = 2
"""Maximum number of entries taken from each list of the built-in pack."""

# fmt: off
_YAML = [
    "&a ", "*a", "<<: *a", "? ", "- ", ": ", " #", "|", ">-", "|+2", "'", '"', "{", "}", "[", "]", "!!str ",
    "%YAML 1.1", "---\n", "...\n", "\t", "\r\n", "\\u0041", '"\\ud800"', "\u2028", "\x85", "\x1b[31m", "\ufeff",
    "~", "null", "no", "1.10", "缓存", "🙂", "e\u0301", "\u202e", "x" * 90, "[a, b]", "{a: b}",
    "%%% patterns/beta.yaml\n", "alpha", "beta", "A->>B: hi", "loop x", "end", "Note over A: x", "https://e.x/a",
    "alpha/small", "outside", "1-2",
]
_MARKDOWN = [
    *sheet_strategies.WORDS, "\n", "\n\n", "# ", "## ", "### 1. ", "**What**: ", "| a | b |\n|---|---|\n", "| x |\n",
    "    ", "- [ ] ", "1) ", "```mermaid\n", "[r]: /u 't'\n", "![i](u)", "\\\n", "  \n", "<details>", "\x1b",
    "\u2028", "\r",
]
_ARCHIVE = [b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"../", b"\0", b"con"]
_EVENTS = [
    b'"type":"undo"', b'"at":', b"99999999999999999", b"-1", b"1e400", b'"day":"2026-02-30"', b"null", b"\n",
    b'"\\ud800"', b'"offset":1440', b"\xff", b"9223372036854775807", b"0001-01-01", b"9999-12-31",
    b'"confidence":"guess"', b"{}", b"253402300800000", b"-62135596800000",
]
_ANSWERS = [b"[" * 2000, b"NaN", b"1" * 5000, b'"\\ud800"', b"null", b"\xff", b"\n", b"{}", b"[]"]
# fmt: on


def _loader() -> Target:
    loader = Loader()
    words = [*(word.encode() for word in _YAML), b"\xff", b"\x00", *_field_names()]
    return Target(loader, list(_packs()), words, True, loader.close)


def _field_names() -> list[bytes]:
    import msgspec

    names = set(re.findall(r'"(\w+)":\{', msgspec.json.encode(msgspec.json.schema(Pack)).decode()))
    names |= set(re.findall(r'"(\w+)":\{', msgspec.json.encode(msgspec.json.schema(ScenariosFile)).decode()))
    return [f"{name}: ".encode() for name in sorted(names) if name.islower()]


def _packs() -> Iterator[bytes]:
    beta = PATTERN.replace("alpha", "beta").replace("Alpha", "Beta").replace("[beta]", "[alpha]")
    small = f"{PACK}%%% patterns/alpha.yaml\n{PATTERN}%%% patterns/beta.yaml\n{beta}"
    yield small.encode()
    yield b"id: a\ntitle: A\nsummary: a\n%%% systems.yaml\nsystems:\n  - &s\n    id: s\n    name: S\n  - *s\n"
    built_in = CONTENT / "realtime-api"
    for path in sorted(built_in.rglob("*.yaml")):
        name = path.relative_to(built_in).as_posix()
        yield (small + f"%%% {name}\n" + _first_entries(path.read_text(encoding="utf-8"))).encode()
    names = ("pack.yaml", "patterns/sse.yaml", "patterns/websocket.yaml", "systems.yaml", "tables.yaml")
    yield b"".join(f"%%% {name}\n".encode() + (built_in / name).read_bytes() for name in names)[:18_000]


def _first_entries(text: str) -> str:
    """The first entries of each list at the top of a file."""
    kept, count = [], 0
    for line in text.splitlines():
        if not line.startswith((" ", "-")):
            count = 0
        count += bool(re.match(r"(  )?- ", line))
        if count <= MAX_LIST_ENTRIES:
            kept.append(line)
    return "\n".join(kept) + "\n"


def _importer() -> Target:
    importer = Importer()
    return Target(importer, list(_sheets()), [word.encode() for word in _MARKDOWN], True, importer.close)


def _sheets() -> Iterator[bytes]:
    yield from (path.read_bytes() for path in sorted(SHEETS.glob("*.md")))
    yield from (text.encode() for text in REGRESSIONS)
    parts = re.split(r"(?m)^(?=## )", CHEAT_SHEET.read_text(encoding="utf-8"))
    yield from (part.encode() for part in parts)
    yield (
        b"---\ntitle: x\n---\n# A\n\n## 1. B\n**What**: c. D!\n\n> q\n\n```mermaid\nsequenceDiagram\nA->>B: x\n```\n"
    )
    yield "# A\r\n\r\n## 1. B\r\n\r\n**When to use**: x\\\r\n**Theory**: [t](u) — v\r\n".encode()


def _zip() -> Target:
    zip_ = Zip()
    return Target(zip_, list(_archives()), _ARCHIVE, False, zip_.close)


def _archives() -> Iterator[bytes]:
    import io
    import zipfile

    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        for root in ("", "small/"):
            buffer = io.BytesIO()
            with zipfile.ZipFile(buffer, "w", method) as opened:
                opened.writestr(f"{root}pack.yaml", PACK)
                opened.writestr(f"{root}patterns/alpha.yaml", PATTERN)
                opened.comment = b"x" * len(root)
            yield buffer.getvalue()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as opened, opened.open("pack.yaml", "w", force_zip64=True) as entry:
        entry.write(PACK.encode())
    yield buffer.getvalue()


def _merge() -> Target:
    merge = Merge()
    return Target(merge, list(_logs()), _EVENTS, True, merge.close)


def _logs() -> Iterator[bytes]:
    records = [answered("tell/a", when=days_later(day), id=f"a{day}", machine="m") for day in range(4)]
    step = LessonStepEvent(
        id="s",
        machine="m",
        lesson="sse",
        step=1,
        steps=5,
        milliseconds=9,
        at=records[0].at,
        offset=60,
        day="2026-01-05",
    )
    undo = UndoEvent(id="u", machine="m", answer="a1", at=records[2].at)
    yield "".join(to_json_lines([*records, step, undo])).encode()
    yield "".join(to_json_lines([step])).encode()[:-2]
    from tests.study.answering import log_at

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "progress.db"
        with log_at(path) as log:
            log.add(records[:1])
        yield path.read_bytes()


def _answers() -> Target:
    answers = Answers()
    deck = answers._deck
    random = Random(1)
    answers_json = []
    for item in random.sample(sorted(deck.items), 6):
        question = next(deck.sample_questions(deck.items[item], 1), None)
        if question is not None:
            chosen = question.options[0].id if question.options else "x"
            answers_json.append(f'{{"id": "{question.id}", "chosen": "{chosen}"}}')
    seeds = [
        f"[{', '.join(answers_json)}]".encode(),
        "\n".join(answers_json).encode(),
        f'{{"answers": [{answers_json[0]}]}}'.encode(),
    ]
    words = [*(answer.encode() for answer in answers_json), *_ANSWERS]
    return Target(answers, seeds, words, True, answers.close)


TARGETS: dict[str, Callable[[], Target]] = {
    "loader": _loader,
    "importer": _importer,
    "zip": _zip,
    "merge": _merge,
    "answers": _answers,
}

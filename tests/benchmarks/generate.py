"""Generated packs of any size, in the shape of the built-in pack; the same seed gives the same pack."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SYLLABLES = [
    "ba",
    "do",
    "ke",
    "li",
    "mu",
    "na",
    "po",
    "ra",
    "se",
    "ti",
    "vu",
    "wo",
    "xa",
    "ye",
    "zi",
    "gro",
    "sta",
    "pli",
]
WORDS, OWN_WORDS = 4000, 12
OPTIONS = 8
"""Number of answers of each question of the generated tree."""

DIAGRAM = """sequenceDiagram
  participant C as Client
  participant S as Server
  C->>S: GET /{name}
  S-->>C: 200, {word}
  loop every 20 s
    C->>S: {word} again
    S-->>C: 304
  end
"""


def write_pack(folder: Path, patterns: int, scenarios: int, seed: int = 1) -> Path:
    """Write a valid pack and return its folder."""
    maker = _Maker(random.Random(seed), patterns)
    _write(folder / "pack.yaml", maker.info())
    for number in range(patterns):
        _write(folder / "patterns" / f"p{number:04}.yaml", maker.pattern(number))
        own_scenarios = [maker.scenario(number, n) for n in range(number, scenarios, patterns)]
        if own_scenarios:
            _write(
                folder / "scenarios" / f"p{number:04}.yaml", {"verdict": f"p{number:04}", "scenarios": own_scenarios}
            )
    _write(folder / "systems.yaml", {"systems": [maker.system(n) for n in range(maker.systems)]})
    _write(folder / "contrasts.yaml", {"contrasts": [maker.contrast(n) for n in range(patterns - 1)]})
    _write(folder / "neighbours.yaml", {"neighbours": [maker.neighbor(n) for n in range(patterns)]})
    _write(folder / "decide.yaml", maker.tree())
    return folder


class _Maker:
    def __init__(self, generator: random.Random, patterns: int) -> None:
        self.generator = generator
        self.patterns = patterns
        self.systems = max(2, patterns // 2)
        self.words = ["".join(generator.choices(SYLLABLES, k=generator.randint(2, 4))) for _ in range(WORDS)]
        self.own = [generator.sample(self.words, OWN_WORDS) for _ in range(patterns)]

    def text(self, number: int, length: int) -> str:
        """A sentence in which every third word is specific to the pattern."""
        words = [self.generator.choice(self.own[number] if n % 3 == 0 else self.words) for n in range(length)]
        return " ".join(words).capitalize() + "."

    def info(self) -> dict[str, Any]:
        attributes = [{"id": f"a{n}", "label": f"Attribute {n}"} for n in range(9)]
        return {"id": "generated", "title": "Generated", "summary": "Made up to measure.", "profile": attributes}

    def pattern(self, number: int) -> dict[str, Any]:
        id_ = f"p{number:04}"
        variants = [
            {
                "id": f"v{n}",
                "name": f"{id_} variant {n}",
                "summary": self.text(number, 10),
                "what": self.text(number, 20),
                "profile": {"a0": self.text(number, 6)},
            }
            for n in range(2 if number % 5 == 0 else 0)
        ]
        made = {
            "id": id_,
            "name": f"Pattern {number}",
            "aliases": [f"alias {n} of {number}" for n in range(6)],
            "summary": self.text(number, 12),
            "what": self.text(number, 30),
            "use_when": [{"id": f"use-{n}", "text": self.text(number, 14)} for n in range(4)],
            "avoid_when": [{"id": f"avoid-{n}", "text": self.text(number, 14)} for n in range(3)],
            "diagram": DIAGRAM.format(name=id_, word=self.own[number][0]),
            "profile": {f"a{n}": self.text(number, 12) for n in range(9)},
            "applied": {
                "title": "Applied",
                "columns": ["System", "Use", "Why"],
                "rows": [
                    {
                        "system": f"s{(number + n) % self.systems}",
                        "use": self.text(number, 12),
                        "why": self.text(number, 30),
                    }
                    for n in range(3)
                ],
            },
            "notes": [{"id": f"n{n}", "label": "Note", "text": self.text(number, 40)} for n in range(3)],
            "pitfalls": [
                {
                    "id": f"pit-{n}",
                    "title": self.text(number, 6),
                    "text": self.text(number, 40),
                    "do": self.text(number, 30),
                    "sources": [f"ref-{number}"],
                }
                for n in range(6)
            ],
            "references": [
                {
                    "id": f"ref-{number}",
                    "title": f"Reference {number}",
                    "url": f"https://example.org/{number}",
                    "publisher": "Example",
                    "says": self.text(number, 20),
                }
            ],
        }
        return {**made, "variants": variants} if variants else made

    def scenario(self, number: int, n: int) -> dict[str, Any]:
        other = f"p{(number + 1) % self.patterns:04}"
        return {
            "id": f"sc-{n}",
            "text": self.text(number, 30),
            "why": self.text(number, 8),
            "but_not": {other: self.text(number, 8)},
        }

    def system(self, number: int) -> dict[str, Any]:
        return {"id": f"s{number}", "name": f"System {number}", "summary": self.text(0, 12)}

    def contrast(self, number: int) -> dict[str, Any]:
        first, second = f"p{number:04}", f"p{number + 1:04}"
        choice = {"when": self.text(number, 12), "because": self.text(number, 20)}
        return {
            "id": f"c{number}",
            "between": [first, second],
            "question": self.text(number, 14).rstrip(".") + "?",
            "choices": [{"choose": first, **choice}, {"choose": second, **choice}],
            "flip": {
                "story": self.text(number, 30),
                "answer": first,
                "change": self.text(number, 20),
                "then": second,
                "because": self.text(number, 20),
            },
        }

    def neighbor(self, number: int) -> dict[str, Any]:
        return {
            "id": f"n{number:04}",
            "name": f"Neighbor {number}",
            "purpose": self.text(number, 20),
            "tell_apart": self.text(number, 20),
            "do": self.text(number, 12),
            "near": [f"p{number:04}"],
        }

    def tree(self) -> dict[str, Any]:
        """A tree with a leaf for every pattern."""
        level = [f"l{number}" for number in range(self.patterns)]
        questions: list[dict[str, Any]] = []
        while len(level) > 1:
            above = []
            for start in range(0, len(level), OPTIONS):
                id_ = f"q{len(questions)}"
                options = [
                    {"id": f"o{n}", "label": self.text(0, 8), "example": self.text(0, 8), "to": to}
                    for n, to in enumerate(level[start : start + OPTIONS])
                ]
                ask = self.text(0, 10).rstrip(".") + "?"
                questions.append({"id": id_, "ask": ask, "path": "p", "options": options})
                above.append(id_)
            level = above
        leaves = [
            {
                "id": f"l{number}",
                "verdict": f"p{number:04}",
                "because": self.text(number, 20),
                "costs": [self.text(number, 12)],
                "reconsider": [self.text(number, 12)],
            }
            for number in range(self.patterns)
        ]
        return {"start": level[0], "questions": questions, "leaves": leaves}


def _write(path: Path, content: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(_yaml(content, "")) + "\n", encoding="utf-8")


def _yaml(value: Any, indent: str) -> Iterator[str]:
    """The lines of a value as block-style YAML with quoted text."""
    if isinstance(value, dict):
        for key, item in value.items():
            if isinstance(item, str):
                yield f"{indent}{key}: {json.dumps(item)}"
            else:
                yield f"{indent}{key}:"
                yield from _yaml(item, indent + "  ")
    else:
        for item in value:
            if isinstance(item, str):
                yield f"{indent}- {json.dumps(item)}"
            else:
                first, *rest = _yaml(item, indent + "  ")
                yield f"{indent}- {first.lstrip()}"
                yield from rest

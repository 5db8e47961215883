"""The product's code speaks in the field's terms: no private vocabulary, no British spelling."""

from __future__ import annotations

import io
import re
import tokenize
from pathlib import Path

import pytest

PRODUCT = Path(__file__).parent.parent / "patterns_cli"
MODULES = sorted(PRODUCT.rglob("*.py"))

BANNED_NAME = re.compile(r"\bone\b|(?<![a-z])told(?![a-z])|likest|anew")
BANNED_WORDING = re.compile(
    r"\btold\b|\bstands\b(?! for)|\bgoes by\b|\bso many\b|\b(?:is|are) (?-i:none)\b|\banew\b|\blikest\b"
    r"|\bpresently\b|\bshall\b|\ba person(?:'s)?\b|\bin force\b|\bwhatever lies\b|\bmend(?:s|ed|ing)?\b"
    r"|\b\w*(?:neighbour|colour|catalogue|recognis|learnt|labelled|behaviour|favour)\w*",
    re.IGNORECASE,
)
PUBLISHED_NAMES = {"is_told"}
"""Names of published JSON keys, which stay as they are."""

PUBLISHED_WORDS = re.compile(
    r"neighbours?\.(?:yaml|json)|[`'\"]neighbours?[`'\"]|neighbours?[:/]|recognise/|[`'\"]recognise[`'\"]"
)
"""YAML keys, file names and item ids that are public keep their spelling."""

TEXT_TOKENS = {tokenize.COMMENT, tokenize.STRING, getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING)}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PRODUCT)))
def test_names_and_texts_are_plain(path: Path) -> None:
    found = []
    with io.StringIO(path.read_text(encoding="utf-8")) as source:
        for token in tokenize.generate_tokens(source.readline):
            if token.type == tokenize.NAME and token.string not in PUBLISHED_NAMES:
                words = BANNED_NAME.findall(token.string)
            elif token.type in TEXT_TOKENS:
                words = BANNED_WORDING.findall(PUBLISHED_WORDS.sub("", token.string))
            else:
                continue
            found += [f"{token.start[0]}: {word}" for word in words]
    assert found == []

"""The kinds of content files."""

from __future__ import annotations

from pathlib import Path

import pytest

from patterns_cli.packs.file_types import FILE_TYPES, detect_file_type


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("pack.yaml", "pack"),
        ("patterns/sse.yaml", "pattern"),
        ("scenarios/sse.yaml", "scenarios"),
        ("decide.yaml", "decide"),
        ("deep/history.yaml", "history"),
    ],
)
def test_a_name_or_a_folder_says_what_a_file_is(path: str, kind: str) -> None:
    assert detect_file_type(Path(path), {"verdict", "scenarios"}) == kind


@pytest.mark.parametrize("kind", FILE_TYPES)
def test_the_fields_say_what_a_file_of_another_name_is(kind: str) -> None:
    assert detect_file_type(Path("any.yaml"), set(FILE_TYPES[kind].record.__struct_encode_fields__)) == kind


def test_a_file_that_tells_nothing_is_taken_for_a_pattern() -> None:
    assert detect_file_type(Path("any.yaml"), set()) == "pattern"

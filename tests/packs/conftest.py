"""Ways to read one YAML file."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from patterns_cli.packs import yaml_reader
from patterns_cli.packs.yaml_reader import YamlFile, read_yaml
from tests.packs.diagnosing import Diagnose, ReadYaml, format_diagnostics

PARSERS = [name for name in ("CLoader", "Loader") if hasattr(yaml, name)]


@pytest.fixture
def read(tmp_path: Path) -> ReadYaml:
    """Write a file and read it."""

    def call(content: str | bytes) -> YamlFile:
        path = tmp_path / "x.yaml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_yaml(path)

    return call


@pytest.fixture
def diagnose(read: ReadYaml, tmp_path: Path) -> Diagnose:
    """Diagnostics of a file, without its name."""
    return lambda content: [
        line.replace("x.yaml:", "", 1) for line in format_diagnostics(read(content).diagnostics, tmp_path)
    ]


@pytest.fixture(params=PARSERS)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both of PyYAML's parsers: the one in C, and the one that serves where it is missing."""
    monkeypatch.setattr(yaml_reader, "_LOADER", getattr(yaml, request.param))

"""A look-up pays for what it needs and nothing else."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("questionary", "prompt_toolkit", "pydantic", "fsrs", "yaml", "jsonschema", "termaid", "markdown_it")


def loaded_by(*args: str) -> set[str]:
    """The modules that a run has loaded when it ends."""
    script = (
        "import sys\n"
        "from patterns_cli.app import run\n"
        f"code = run({list(args)!r})\n"
        "sys.stderr.write('\\n'.join(['', *sys.modules]))\n"
        "sys.exit(code)\n"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(ended.stderr.split())


@pytest.fixture(autouse=True)
def compiled(catalog: object) -> None:
    """The content is compiled before anything is measured."""


@pytest.mark.parametrize(
    "args", [["show", "websocket"], ["list"], ["compare", "sse", "websocket"], ["--version"], ["--help"]]
)
def test_a_look_up_loads_nothing_heavy(args: list[str]) -> None:
    loaded = loaded_by(*args)
    assert not loaded.intersection(HEAVY)


@pytest.mark.parametrize("args", [["list", "--json"], ["--version"]])
def test_what_draws_nothing_loads_no_console(args: list[str]) -> None:
    assert "rich.console" not in loaded_by(*args)


def test_the_version_loads_not_even_typer() -> None:
    script = "import sys; sys.argv = ['patterns', '--version']\nfrom patterns_cli.__main__ import main\nmain()\n"
    script += "assert not [name for name in sys.modules if name.startswith(('typer', 'patterns_cli.catalog'))]"
    subprocess.run([sys.executable, "-c", script], check=True, capture_output=True)

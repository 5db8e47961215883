"""A few answers in a real terminal of every kind; tests/commands/test_matrix.py has the rest in fake ones."""

from __future__ import annotations

import re
import sys

import pytest

from tests.conftest import Patterns, lines_wider_than
from tests.pty.screen import Screen

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind")

ANSWERS = (
    ("show", "sse"),
    ("compare", "cursor", "offset"),
    ("list",),
    ("export", "--help"),
)
POSIX = {"LC_ALL": "POSIX", "LANG": "", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
KINDS: tuple[tuple[dict[str, str], int, bool], ...] = (
    ({"TERM": "xterm-256color"}, 20, True),
    ({"TERM": "xterm-256color"}, 80, True),
    ({"TERM": "dumb"}, 40, False),
    ({**POSIX, "TERM": "xterm"}, 60, True),
    ({"TERM": "dumb", "FORCE_COLOR": "1", "NO_COLOR": "1"}, 200, False),
)


def words(text: str) -> set[str]:
    return set(re.findall(r"[A-Za-z]+", text))


@pytest.mark.parametrize("args", ANSWERS, ids=" ".join)
def test_a_real_terminal_gets_all_of_it(patterns: Patterns, args: tuple[str, ...]) -> None:
    whole = words(patterns(*args, "--plain").out)
    for env, width, color in KINDS:
        with Screen("--no-pager", *args, width=width, height=50, env=env) as screen:
            assert screen.end() == 0
        shown = screen.raw.replace("\r", "")
        where = (env, width)
        layout_width = max(width, 40) if "--help" in args else width  # help is laid out for 40 columns at least
        assert not lines_wider_than(layout_width, shown), where
        assert ("\x1b[" in shown) is (color and "--help" not in args), where
        bare = re.sub(r"\x1b\[[0-9;]*m", "", shown)
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", bare), where
        if "┆" not in bare and ">|" not in bare:  # a diagram says the same in other words
            run_on = re.sub(r"[^A-Za-z]", "", bare)
            assert not {word for word in whole if word not in run_on}, where

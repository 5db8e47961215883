"""Mutants that no test can find, because they behave like the original, with the reason."""

from __future__ import annotations

EQUIVALENT: dict[str, dict[str, str]] = {
    "patterns_cli/advise/naive_bayes.py": {},
    "patterns_cli/advise/follow_up.py": {},
}
"""Reasons by the label of the mutant, by module."""

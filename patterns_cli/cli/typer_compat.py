"""Typer's private names, in the only module that imports them.

Since 0.26 Typer carries its own copy of Click, and exports these under no public name.
"""

from typer._click import Context, HelpFormatter, Parameter
from typer._click.exceptions import ClickException, NoSuchOption
from typer._click.shell_completion import CompletionItem, _resolve_context, _resolve_incomplete
from typer._types import TyperChoice

resolve_context = _resolve_context
resolve_incomplete = _resolve_incomplete

__all__ = [
    "ClickException",
    "CompletionItem",
    "Context",
    "HelpFormatter",
    "NoSuchOption",
    "Parameter",
    "TyperChoice",
    "resolve_context",
    "resolve_incomplete",
]

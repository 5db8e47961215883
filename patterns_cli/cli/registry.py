"""The table of all commands: where each is defined, and what the command line does for it."""

from __future__ import annotations

from typing import NamedTuple


class CommandSpec(NamedTuple):
    """One command: the path of its function, and what it takes."""

    target: str
    """Module below ``patterns_cli`` and function, as ``commands.ask:ask``, imported when the command is called."""

    takes_pack: bool = False
    """Whether ``--pack`` limits it to one pack."""

    is_capturable: bool = False
    """Whether ``patterns export svg|html`` can draw what it prints."""

    takes_free_text: bool = False
    """Whether its words can be anything, a leading dash included."""

    is_hidden: bool = False
    """Whether it is for scripts: no help shows it, and it takes no output options."""

    is_group: bool = False
    """Whether it has commands of its own; its function runs before each of them."""

    runs_alone: bool = False
    """Whether a group also does something when none of its commands is named."""

    passes_options_on: bool = False
    """Whether options that it does not know are words for another command."""


COMMANDS: dict[str, CommandSpec] = {
    "ask": CommandSpec("commands.ask:ask", takes_pack=True, is_capturable=True, takes_free_text=True),
    "decide": CommandSpec("commands.decide:decide", takes_pack=True, is_capturable=True),
    "show": CommandSpec("commands.show:show", takes_pack=True, is_capturable=True, takes_free_text=True),
    "compare": CommandSpec("commands.compare:compare", takes_pack=True, is_capturable=True),
    "system": CommandSpec("commands.system:system", takes_pack=True, is_capturable=True),
    "search": CommandSpec("commands.search:search", takes_pack=True, is_capturable=True, takes_free_text=True),
    "list": CommandSpec("commands.list:list_command", takes_pack=True, is_capturable=True),
    "learn": CommandSpec("commands.learn:learn", takes_pack=True),
    "quiz": CommandSpec("commands.quiz:quiz", takes_pack=True),
    "progress": CommandSpec("commands.progress:progress", is_group=True, runs_alone=True),
    "progress export": CommandSpec("commands.progress:export"),
    "progress merge": CommandSpec("commands.progress:merge"),
    "progress undo": CommandSpec("commands.progress:undo"),
    "progress reset": CommandSpec("commands.progress:reset"),
    "progress doctor": CommandSpec("commands.progress:doctor"),
    "import": CommandSpec("commands.import_:import_command"),
    "export": CommandSpec("commands.export:export", is_group=True),
    "export json": CommandSpec("commands.export:export_json", takes_pack=True),
    "export markdown": CommandSpec("commands.export:export_markdown", takes_pack=True),
    "export mermaid": CommandSpec("commands.export:export_mermaid", takes_pack=True),
    "export svg": CommandSpec("commands.export:export_svg", takes_pack=True, passes_options_on=True),
    "export html": CommandSpec("commands.export:export_html", takes_pack=True, passes_options_on=True),
    "export anki": CommandSpec("cli.question_export:export_anki", takes_pack=True),
    "export gift": CommandSpec("cli.question_export:export_gift", takes_pack=True),
    "validate": CommandSpec("commands.validate:validate"),
    "pack": CommandSpec("commands.pack:pack", is_group=True),
    "pack new": CommandSpec("commands.pack:new"),
    "pack list": CommandSpec("commands.pack:list_packs"),
    "pack add": CommandSpec("commands.pack:add"),
    "pack remove": CommandSpec("commands.pack:remove"),
    "pack schema": CommandSpec("commands.pack:schema"),
    "paths": CommandSpec("commands.paths:paths"),
    "completion": CommandSpec("commands.completion:completion"),
    "help": CommandSpec("commands.help:show_help"),
    "complete": CommandSpec("cli.complete:complete", is_hidden=True, passes_options_on=True),
}
"""By the words that call it, in the order of the help."""

TOP_LEVEL_COMMANDS = tuple(name for name, spec in COMMANDS.items() if " " not in name and not spec.is_hidden)
CAPTURABLE_COMMANDS = tuple(name for name, spec in COMMANDS.items() if spec.is_capturable)

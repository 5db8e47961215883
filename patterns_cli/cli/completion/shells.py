"""Supported shells: their completion scripts and start-up files."""

from __future__ import annotations

import shlex
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from patterns_cli.errors import PatternsError

if TYPE_CHECKING:
    from collections.abc import Mapping

_HERE = Path(__file__).parent
_PROFILE_SECONDS = 20


class Shell(StrEnum):
    """A shell with completion support."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"
    POWERSHELL = "powershell"


class Setup(NamedTuple):
    """The completion script's path, and the start-up file that must read it.

    ``start_up`` is None if the shell finds the script by itself.
    """

    script: Path
    start_up: Path | None
    reads: str = ""
    """The line by which the start-up file reads the script."""


def script(shell: Shell) -> str:
    """The completion script for a shell."""
    ending = "ps1" if shell is Shell.POWERSHELL else shell.value
    return (_HERE / f"patterns.{ending}").read_text(encoding="utf-8")


def shell_in_use(environment: Mapping[str, str]) -> Shell | None:
    """The user's shell according to the environment, or None if unknown."""
    name = Path(environment.get("SHELL", "")).name
    if name in [*Shell]:
        return Shell(name)
    return Shell.POWERSHELL if name == "pwsh" or (not name and sys.platform == "win32") else None


def setup(shell: Shell, environment: Mapping[str, str], data: Path) -> Setup:
    """The completion paths for a shell.

    ``data`` is the folder for scripts that a start-up file reads.
    """
    home = _home()
    match shell:
        case Shell.FISH:
            config = _folder(environment, "XDG_CONFIG_HOME", home / ".config")
            return Setup(config / "fish" / "completions" / "patterns.fish", None)
        case Shell.BASH:
            name = ".bash_profile" if sys.platform == "darwin" else ".bashrc"
            return _read_by(home / name, data / "completion" / "patterns.bash")
        case Shell.ZSH:
            return _read_by(_folder(environment, "ZDOTDIR", home) / ".zshrc", data / "completion" / "patterns.zsh")
        case Shell.POWERSHELL:
            path = data / "completion" / "patterns.ps1"
            quoted = str(path).replace("'", "''")
            return Setup(path, _powershell_profile(environment), f"if (Test-Path '{quoted}') {{ . '{quoted}' }}")


def _read_by(start_up: Path, path: Path) -> Setup:
    quoted = shlex.quote(str(path))
    return Setup(path, start_up, f"[ -r {quoted} ] && . {quoted}")


def _home() -> Path:
    """The user's home folder. Raises PatternsError if it is unknown."""
    try:
        return Path.home()
    except RuntimeError:
        raise PatternsError("your home folder is unknown", "set HOME to the folder of your shell's files") from None


def _folder(environment: Mapping[str, str], name: str, default: Path) -> Path:
    value = Path(environment.get(name, ""))
    return value if value.is_absolute() else default


def _powershell_profile(environment: Mapping[str, str]) -> Path:
    """The path of PowerShell's ``$PROFILE``.

    Taken from the environment, from PowerShell itself, or else from its usual place.
    """
    profile = environment.get("PROFILE", "") or _query_profile()
    if profile:
        return Path(profile)
    home = _home()
    folder = home / "Documents" / "PowerShell" if sys.platform == "win32" else home / ".config" / "powershell"
    return folder / "Microsoft.PowerShell_profile.ps1"


def _query_profile() -> str:
    import shutil
    import subprocess

    program = shutil.which("pwsh") or shutil.which("powershell")
    if program is None:
        return ""
    command = "[Console]::OutputEncoding = [Text.Encoding]::UTF8; $PROFILE"
    try:
        process = subprocess.run(
            [program, "-NoProfile", "-NonInteractive", "-Command", command],
            capture_output=True,
            check=True,
            timeout=_PROFILE_SECONDS,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return process.stdout.decode("utf-8", "replace").strip()

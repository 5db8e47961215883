"""The shells that can complete ``patterns``: their scripts, and the files they read when they start."""

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
    """A shell that can complete."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"
    POWERSHELL = "powershell"


class Setup(NamedTuple):
    """Where a shell wants a completion: the script's own file, and the start-up file that must read it.

    There is no start-up file where the shell finds the script by itself.
    """

    script: Path
    start_up: Path | None
    reads: str = ""
    """The line by which the start-up file reads the script."""


def script(shell: Shell) -> str:
    """The script that teaches a shell to complete ``patterns``."""
    ending = "ps1" if shell is Shell.POWERSHELL else shell.value
    return (_HERE / f"patterns.{ending}").read_text(encoding="utf-8")


def shell_in_use(environment: Mapping[str, str]) -> Shell | None:
    """The shell a person uses, as far as the environment tells."""
    name = Path(environment.get("SHELL", "")).name
    if name in [*Shell]:
        return Shell(name)
    return Shell.POWERSHELL if name == "pwsh" or (not name and sys.platform == "win32") else None


def setup(shell: Shell, environment: Mapping[str, str], data: Path) -> Setup:
    """Where a shell wants its completion; ``data`` is the folder for a script that a start-up file reads."""
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
    """The person's folder, where shells look for their files. Raises PatternsError where there is none."""
    try:
        return Path.home()
    except RuntimeError:
        raise PatternsError("your home folder is unknown", "set HOME to the folder of your shell's files") from None


def _folder(environment: Mapping[str, str], name: str, default: Path) -> Path:
    value = Path(environment.get(name, ""))
    return value if value.is_absolute() else default


def _powershell_profile(environment: Mapping[str, str]) -> Path:
    """The value of PowerShell's ``$PROFILE``: as exported, as PowerShell says it, or where it usually is."""
    told = environment.get("PROFILE", "") or _asked_profile()
    if told:
        return Path(told)
    home = _home()
    folder = home / "Documents" / "PowerShell" if sys.platform == "win32" else home / ".config" / "powershell"
    return folder / "Microsoft.PowerShell_profile.ps1"


def _asked_profile() -> str:
    import shutil
    import subprocess

    program = shutil.which("pwsh") or shutil.which("powershell")
    if program is None:
        return ""
    command = "[Console]::OutputEncoding = [Text.Encoding]::UTF8; $PROFILE"
    try:
        told = subprocess.run(
            [program, "-NoProfile", "-NonInteractive", "-Command", command],
            capture_output=True,
            check=True,
            timeout=_PROFILE_SECONDS,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return told.stdout.decode("utf-8", "replace").strip()

"""Start the program: at once for --version, and silent on Ctrl-C even while it is loading."""

from __future__ import annotations

import errno
import os
import sys


def main() -> int:
    """Run the program with this process's arguments, and return its exit code."""
    try:
        open_closed_streams()
        if sys.argv[1:] == ["--version"]:
            return print_version()
        from patterns_cli.app import run

        return run()
    except KeyboardInterrupt:
        return 130


def open_closed_streams() -> None:
    """Open the null device for each standard stream that is closed.

    Otherwise the next file opened would get its number, and output would be written into that file.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115


def print_version() -> int:
    """Print the version without loading anything else, as scripts do so often."""
    from patterns_cli import __version__

    try:
        sys.stdout.write(f"patterns {__version__}\n")
        sys.stdout.flush()
    except OSError as error:
        sys.stdout = None  # nothing left to flush at exit
        if error.errno == errno.EPIPE:
            return 0
        sys.stderr.write(f"error: {error.strerror}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

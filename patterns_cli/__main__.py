"""Start the program: at once for --version, and quiet on Ctrl-C even while it is still loading."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the program on this process's arguments and return its exit code."""
    if sys.argv[1:] == ["--version"]:
        from patterns_cli import __version__

        sys.stdout.write(f"patterns {__version__}\n")
        return 0
    try:
        from patterns_cli.app import run

        return run()
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())

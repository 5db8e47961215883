"""File names that are valid on every operating system."""

from __future__ import annotations

import re

_RESERVED_NAME = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def is_reserved_on_windows(name: str) -> bool:
    """Whether Windows reserves a file name, such as ``con`` or ``con.yaml``."""
    return bool(_RESERVED_NAME.fullmatch(name))

"""File names that every system can have."""

from __future__ import annotations

import re

_RESERVED_NAME = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def is_reserved_on_windows(name: str) -> bool:
    """Whether Windows keeps a name for itself, as it does with ``con`` and ``con.yaml``."""
    return bool(_RESERVED_NAME.fullmatch(name))

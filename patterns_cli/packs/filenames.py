"""File names that every system can have."""

from __future__ import annotations

import re

_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def is_device(name: str) -> bool:
    """Whether Windows keeps a name for itself, as it does with ``con`` and ``con.yaml``."""
    return bool(_DEVICE.fullmatch(name))

"""Refs: what names a pattern, ``pagination``, or a variant of one, ``pagination/cursor``."""

from __future__ import annotations


def pattern_of(ref: str) -> str:
    """The pattern that a ref names, or of which it names a variant."""
    return ref.partition("/")[0]


def is_same_or_variant(ref: str, other: str) -> bool:
    """Whether a ref is another one or a variant of it."""
    return ref == other or ref.startswith(f"{other}/")


def is_same_pattern(ref: str, other: str) -> bool:
    """Whether two refs are one pattern, or variants of one."""
    return pattern_of(ref) == pattern_of(other)

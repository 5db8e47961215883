"""Cheat sheets: read into packs, and packs written as cheat sheets."""

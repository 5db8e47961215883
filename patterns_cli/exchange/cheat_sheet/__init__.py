"""Markdown cheat sheets to packs, and packs to cheat sheets."""

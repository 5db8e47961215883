"""Cheat sheets in Markdown imported as packs, and packs exported as cheat sheets."""

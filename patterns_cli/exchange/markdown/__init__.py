"""Markdown parsed into blocks, and blocks rendered as Markdown."""

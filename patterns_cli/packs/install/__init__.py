"""Packs as folders of files: taken in, written, created from a template."""

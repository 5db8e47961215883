"""Checks of `patterns validate`."""

"""A command-line tutor and decision helper for real-time and API design patterns."""

__version__ = "0.1.0"

"""The packs that are loaded: entries, names, search."""

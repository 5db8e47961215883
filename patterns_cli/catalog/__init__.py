"""The packs in force at run time: entries, names, search."""

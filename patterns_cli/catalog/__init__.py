"""What is known: packs of patterns, read from YAML, checked, typed and found by name."""

"""Words, names and characters, as every room compares them."""

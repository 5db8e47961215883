"""In and out: the catalogue for other programs, and theirs for us."""

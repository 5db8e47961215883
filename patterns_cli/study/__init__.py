"""Learning: questions made from the catalog, what comes next, and what was answered."""

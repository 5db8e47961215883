"""Mutation tests, outside the suite: how many small faults in a module its tests find."""

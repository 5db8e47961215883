"""What `validate` finds in a pack."""

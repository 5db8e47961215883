"""Questions: built from content, presented and graded."""

"""Which pattern: the decision tree, and the advice that answers lead to."""

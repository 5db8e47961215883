"""Facts to be learnt, one kind a module, and the questions that ask for them."""

"""Shell completion: the scripts for each shell, and where a person's own set-up wants them."""

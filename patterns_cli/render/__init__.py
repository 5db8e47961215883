"""How it looks: documents made from the catalogue, and the ways to print them."""

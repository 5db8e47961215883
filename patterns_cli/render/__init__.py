"""Documents built from the catalog, and the renderers that print them."""

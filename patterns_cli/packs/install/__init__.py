"""Install packs, write imported ones, and create new ones from a template."""

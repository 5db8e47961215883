"""Import and export: file formats shared with other programs."""

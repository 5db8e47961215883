"""A dialect of Markdown, read into blocks and written again."""

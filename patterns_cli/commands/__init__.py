"""The front door: one file a command. Each parses, asks a room, and hands the answer to be shown."""

"""The answer log: events, kept in SQLite."""

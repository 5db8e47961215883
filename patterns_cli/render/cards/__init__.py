"""Answers as documents: one module a kind of answer."""

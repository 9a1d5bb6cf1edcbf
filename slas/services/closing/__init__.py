"""Closing a month, revising it, and proving it."""

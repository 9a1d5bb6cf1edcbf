"""The path of one month."""

"""Pages of the exit."""

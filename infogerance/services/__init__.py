"""Acts that concern every app at once."""

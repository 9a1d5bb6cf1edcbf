"""No migration was ever written here."""

"""What the roof works out by itself, without a database."""

"""What people ask of an exit."""

"""What people type about indicators and surveys."""

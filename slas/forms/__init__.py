"""What people type about a month: one module for each matter."""

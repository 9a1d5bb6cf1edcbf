"""What people type about committees: decisions and actions, the RACI, a sitting and its minutes."""

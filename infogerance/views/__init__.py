"""Windows of the roof: home, contract dashboard, jobs, help."""

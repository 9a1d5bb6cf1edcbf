"""What people type about indicators, and what respondents answer."""

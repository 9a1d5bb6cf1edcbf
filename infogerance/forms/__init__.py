"""What people type at the roof: filters of lists, a respondent's marks."""

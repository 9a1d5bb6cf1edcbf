"""What people type at the roof: filters of lists, a new contract, a respondent’s marks."""

"""What judgements and counts stand on: facts, promises, waiting, and the verdicts themselves."""

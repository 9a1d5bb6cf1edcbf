"""A contract file composed from a model and the answers that only the client knows."""

"""Pages of the contract."""

"""Windows on deliveries."""

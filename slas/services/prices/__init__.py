"""What a month costs, the life of a penalty, and the back-test of an amendment."""

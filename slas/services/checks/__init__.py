"""What a month leaves out and what is unusual in it, with the answers of both sides."""

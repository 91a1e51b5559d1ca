"""What the meetings left to do and what they decided."""

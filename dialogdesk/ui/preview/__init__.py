"""A document on the screen as it will be on paper: looked through, sought in, printed and saved from there."""

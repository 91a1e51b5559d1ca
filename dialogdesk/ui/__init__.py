"""The screen: everything that is seen, clicked and typed in."""

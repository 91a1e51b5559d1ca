"""Charts as values: drawn once, painted on paper and on the screen, and told in words to those who see neither."""

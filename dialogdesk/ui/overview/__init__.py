"""The first page: what is today, what is late, what waits."""

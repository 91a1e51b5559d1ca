"""The tab Protokoll: a meeting's agenda, its live minutes and the page they become."""

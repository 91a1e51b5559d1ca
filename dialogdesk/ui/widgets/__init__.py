"""The parts every tab is built of, each in a file of its own."""

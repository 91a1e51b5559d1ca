"""The records of the desk and the rules that hold for them: pure values and functions."""

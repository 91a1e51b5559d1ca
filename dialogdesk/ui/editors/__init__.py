"""The controls a form's fields are typed in, one kind a file; each holds one value."""

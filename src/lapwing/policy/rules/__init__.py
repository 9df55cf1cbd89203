"""The rules that hold whatever an operator's policy says; one file is one rule."""

"""The house's own rules: each is a file with the fault behind it, and examples of good and bad."""

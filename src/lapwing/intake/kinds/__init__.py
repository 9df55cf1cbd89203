"""The kinds of content; one file is one kind."""

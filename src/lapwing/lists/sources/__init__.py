"""The shapes in which lists arrive; one file is one shape."""

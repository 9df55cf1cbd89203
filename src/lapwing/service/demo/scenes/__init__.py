"""Scenes by family: each paints a landscape, an object or a pattern, never the same twice."""

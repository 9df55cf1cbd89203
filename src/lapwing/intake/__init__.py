"""Untrusted bytes, text, URLs, queries and names become Content, bounded and normalised."""

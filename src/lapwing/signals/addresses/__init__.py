"""Web addresses: found in texts, made canonical, and told in the forms in which lists hold them."""

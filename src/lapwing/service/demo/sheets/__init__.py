"""Look-alikes by family: printed paper, charts, and what is seen on screens."""

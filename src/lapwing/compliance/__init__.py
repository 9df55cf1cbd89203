"""The code's requirements as data, and what the records say of each now."""

"""The ledger that shows what was done, and the sealing of what it was done to. Pure: bytes in, bytes out."""

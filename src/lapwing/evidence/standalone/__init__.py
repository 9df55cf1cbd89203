"""A program that verifies an export with nothing of Lapwing installed; it is put beside every export."""

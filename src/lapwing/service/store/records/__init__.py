"""Records in a database: one row each, with the ledger written in the same transactions. A Django app."""

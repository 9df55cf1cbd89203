"""The shelves of model.works in a database, one file a noun."""

"""Columns that hold a name or an id."""

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper


class KeyField(models.TextField):  # type: ignore[type-arg]  # generic for the type checker alone
    """A text that is compared byte by byte, so that every database puts ids and names in the same order.

    Nobody asks for the beginning of an id, and by this type Django makes no second index for such questions.
    """

    def db_type(self, connection: "BaseDatabaseWrapper") -> str:
        """Return the column's type."""
        return "character varying" if connection.vendor == "postgresql" else "text"

    def db_parameters(self, connection: "BaseDatabaseWrapper") -> dict[str, str | None]:
        """Return the column's type, and how it is compared: SQLite compares bytes if it is told nothing."""
        collation = {"collation": "C"} if connection.vendor == "postgresql" else {}
        return {**super().db_parameters(connection), **collation}

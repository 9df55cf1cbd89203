"""Attestations: what a person states of the organisation, until when."""

from typing import ClassVar

from django.db import models

from lapwing.service.store.records.models.keys import KeyField


class AttestationRow(models.Model):
    """A statement about one row of the code register.

    row: the register's row id. attachment: the id of a sealed object, or None. withdrawn_at: when it was
    taken back; None while it stands.
    """

    id = KeyField(primary_key=True)
    row = KeyField()
    by = KeyField()
    at = models.DateTimeField()
    expires_at = models.DateTimeField()
    statement = models.TextField()
    attachment = KeyField(null=True)  # None is no attachment
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        """The newest of a row is asked for."""

        db_table = "records_attestation"
        indexes: ClassVar = [models.Index(fields=["row", "at"], name="attestation_of_row")]

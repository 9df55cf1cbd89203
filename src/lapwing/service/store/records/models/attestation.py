"""Attestations: what a person states of the organisation, until when."""

from typing import ClassVar

from django.db import models

from lapwing.service.store.records.models.kept import Kept
from lapwing.service.store.records.models.keys import KeyField


class AttestationRow(Kept):
    """See model.attestations.Attestation."""

    row = KeyField()
    at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        """The newest of a row is asked for."""

        db_table = "records_attestation"
        indexes: ClassVar = [models.Index(fields=["row", "at"], name="attestation_of_row")]

"""API keys. The secret itself is kept nowhere."""

from typing import ClassVar

from django.db import models

from lapwing.service.store.records.models.keys import KeyField


class ApiKeyRow(models.Model):
    """A key of the service that Lapwing protects.

    id: the part of `lw_<id>_<secret>` that may be shown. secret_digest: SHA-256 of the secret.
    scopes: values of Permission. rotated_from: the key that this one follows; both hold until it expires.
    revoked_at: when it was taken back; None while it holds. last_used_at: to the minute, or None.
    """

    id = KeyField(primary_key=True)
    name = models.TextField()
    secret_digest = models.BinaryField(max_length=32)
    scopes: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    requests_a_minute = models.PositiveIntegerField(null=True)
    made_at = models.DateTimeField()
    made_by = KeyField()
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    rotated_from = KeyField(null=True)  # None is no other key
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        """By id; lists of them are short."""

        db_table = "records_api_key"
        indexes: ClassVar = [models.Index(fields=["expires_at"], name="api_key_expires")]

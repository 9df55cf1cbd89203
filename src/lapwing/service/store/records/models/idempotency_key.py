"""Idempotency keys: a request that comes again gets the answer that it got."""

from typing import ClassVar

from django.db import models

from lapwing.service.store.records.models.keys import KeyField


class IdempotencyKeyRow(models.Model):
    """An answered or begun request.

    owner: the API key's id; key: what the caller sent. request_digest: SHA-256 of what was asked, so that
    another request under the same key is refused. status, answer: None while it is being answered.
    """

    id = models.BigAutoField(primary_key=True)
    owner = KeyField()
    key = KeyField()
    request_digest = models.BinaryField(max_length=32)
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.BinaryField(null=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        """Each key is its owner's own."""

        db_table = "records_idempotency_key"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "key"], name="idempotency_key_of_owner")
        ]
        indexes: ClassVar = [models.Index(fields=["expires_at"], name="idempotency_key_expires")]

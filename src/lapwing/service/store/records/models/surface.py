"""Surfaces by name."""

from django.db import models

from lapwing.service.store.records.models.keys import KeyField


class SurfaceRow(models.Model):
    """See model.decision.Surface. id: its name."""

    id = KeyField(primary_key=True)
    body = models.TextField()

    class Meta:
        """By name alone."""

        db_table = "records_surface"

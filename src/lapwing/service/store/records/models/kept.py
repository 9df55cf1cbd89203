"""What every record's row has."""

from django.db import models

from lapwing.service.store.records.models.keys import KeyField


class Kept(models.Model):
    """One record. body: its JSON, from which it is read; the other columns are there to look it up by."""

    id = KeyField(primary_key=True)
    version = models.PositiveBigIntegerField()
    body = models.TextField()

    class Meta:
        """Only what is made of this has a table."""

        abstract = True

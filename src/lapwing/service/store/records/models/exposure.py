"""Exposures: who saw what."""

from typing import ClassVar

from django.db import models

from lapwing.service.store.records.models.kept import Kept
from lapwing.service.store.records.models.keys import KeyField


class ExposureRow(Kept):
    """See model.evidence.Exposure."""

    sealed = KeyField()
    case = KeyField()
    by = KeyField()
    at = models.DateTimeField()

    class Meta:
        """An index for each question."""

        db_table = "records_exposure"
        indexes: ClassVar = [
            models.Index(fields=["sealed", "at"], name="exposure_of_sealed"),
            models.Index(fields=["case", "at"], name="exposure_of_case"),
            models.Index(fields=["by", "at"], name="exposure_of_person"),
        ]

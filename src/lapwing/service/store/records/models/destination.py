"""Destinations: where webhooks go."""

from lapwing.service.store.records.models.kept import Kept


class DestinationRow(Kept):
    """See model.platform.Destination. id: its name."""

    class Meta:
        """By name alone."""

        db_table = "records_destination"

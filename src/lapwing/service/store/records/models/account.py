"""Accounts as the platform knows them."""

from lapwing.service.store.records.models.kept import Kept


class AccountRow(Kept):
    """See model.platform.Account."""

    class Meta:
        """By id alone."""

        db_table = "records_account"

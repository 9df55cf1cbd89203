"""Answers under idempotency keys, in a database."""

from datetime import datetime, timedelta

from django.db import Error, connections

from lapwing.model.answers import Asked, GivenAnswer, OtherRequest, Repeated
from lapwing.service.store.form import require_key
from lapwing.service.store.records.faults import told
from lapwing.service.store.records.models import IdempotencyKeyRow

KEPT_FOR = timedelta(hours=24)

_FIND = """
SELECT "request_digest", "status", "answer" FROM "records_idempotency_key"
WHERE "owner" = %s AND "key" = %s AND "expires_at" > %s
"""
# An answer that has expired makes room; one that has not changes no row.
_KEEP = """
INSERT INTO "records_idempotency_key"
    ("owner", "key", "request_digest", "status", "answer", "made_at", "expires_at")
VALUES (%s, %s, %s, %s, %s, %s, %s)
ON CONFLICT ("owner", "key") DO UPDATE SET
    "request_digest" = excluded."request_digest", "status" = excluded."status", "answer" = excluded."answer",
    "made_at" = excluded."made_at", "expires_at" = excluded."expires_at"
WHERE "records_idempotency_key"."expires_at" <= excluded."made_at"
"""


class DjangoAnswers:
    """See model.answers.Answers."""

    def __init__(self, alias: str = "default") -> None:
        """Keep answers in the database of that Django alias."""
        self._alias = alias

    def find(self, asked: Asked, *, now: datetime) -> GivenAnswer | None:
        """Return the answer that was given to the same request, None, or raise OtherRequest."""
        require_key(asked.owner, asked.key)
        connection = connections[self._alias]
        with connection.cursor() as cursor:
            moment = connection.ops.adapt_datetimefield_value(now)
            cursor.execute(_FIND, (asked.owner, asked.key, moment))
            row = cursor.fetchone()
        if row is None:
            return None
        digest, status, answer = row
        if bytes(digest) != asked.digest:
            raise OtherRequest
        return GivenAnswer(status=status, body=bytes(answer))

    def keep(self, asked: Asked, answer: GivenAnswer, *, now: datetime) -> None:
        """Keep an answer, or raise Repeated."""
        connection = connections[self._alias]
        made, expires = (connection.ops.adapt_datetimefield_value(each) for each in (now, now + KEPT_FOR))
        values = (asked.owner, asked.key, asked.digest, answer.status, answer.body, made, expires)
        with connection.cursor() as cursor:
            cursor.execute(_KEEP, values)
            if not cursor.rowcount:
                raise Repeated

    def forget(self, *, now: datetime) -> int:
        """Remove the answers that have expired; return how many there were.

        Raises:
            Unavailable: the database does not answer.
        """
        try:
            return IdempotencyKeyRow.objects.using(self._alias).filter(expires_at__lte=now).delete()[0]
        except Error as refused:
            raise told(refused) from refused

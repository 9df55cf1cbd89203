"""The outbox as it stands."""

from lapwing.model.platform import MessageState


def count_due() -> int:
    """Return how many messages to the platform and to ourselves wait. Django has to be ready."""
    from lapwing.service.store.reads.outbox import message_counts  # noqa: PLC0415  # tables, once Django is ready

    return message_counts()[MessageState.DUE]

"""What a database refused, for doors that met it without asking a question of ours."""

from lapwing.service.store.records.faults import told

__all__ = ["told"]

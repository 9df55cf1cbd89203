"""The first tables."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import lapwing.service.store.records.models.keys


def begin_the_ledger(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Say that the ledger has no line yet."""
    head = apps.get_model("records", "HeadRow")
    head.objects.using(editor.connection.alias).create(id=1, number=0, digest=bytes(32))


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AccountRow",
            fields=[
                ("id", lapwing.service.store.records.models.keys.KeyField(primary_key=True, serialize=False)),
                ("version", models.PositiveBigIntegerField()),
                ("body", models.TextField()),
            ],
            options={
                "db_table": "records_account",
            },
        ),
        migrations.CreateModel(
            name="CheckpointRow",
            fields=[
                ("size", models.BigIntegerField(primary_key=True, serialize=False)),
                ("root", models.BinaryField(max_length=32)),
                ("at", models.DateTimeField()),
                ("text", models.TextField()),
                ("frontier", models.BinaryField()),
            ],
            options={
                "db_table": "records_checkpoint",
            },
        ),
        migrations.CreateModel(
            name="DestinationRow",
            fields=[
                ("id", lapwing.service.store.records.models.keys.KeyField(primary_key=True, serialize=False)),
                ("version", models.PositiveBigIntegerField()),
                ("body", models.TextField()),
            ],
            options={
                "db_table": "records_destination",
            },
        ),
        migrations.CreateModel(
            name="HeadRow",
            fields=[
                ("id", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("number", models.BigIntegerField()),
                ("digest", models.BinaryField(max_length=32)),
            ],
            options={
                "db_table": "records_head",
            },
        ),
        migrations.CreateModel(
            name="SurfaceRow",
            fields=[
                ("id", lapwing.service.store.records.models.keys.KeyField(primary_key=True, serialize=False)),
                ("body", models.TextField()),
            ],
            options={
                "db_table": "records_surface",
            },
        ),
        migrations.CreateModel(
            name="ApiKeyRow",
            fields=[
                ("id", lapwing.service.store.records.models.keys.KeyField(primary_key=True, serialize=False)),
                ("name", models.TextField()),
                ("secret_digest", models.BinaryField(max_length=32)),
                ("scopes", models.JSONField(default=list)),
                ("requests_a_minute", models.PositiveIntegerField(null=True)),
                ("made_at", models.DateTimeField()),
                ("made_by", lapwing.service.store.records.models.keys.KeyField()),
                ("expires_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                ("rotated_from", lapwing.service.store.records.models.keys.KeyField(null=True)),
                ("last_used_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "records_api_key",
                "indexes": [models.Index(fields=["expires_at"], name="api_key_expires")],
            },
        ),
        migrations.CreateModel(
            name="AttestationRow",
            fields=[
                ("id", lapwing.service.store.records.models.keys.KeyField(primary_key=True, serialize=False)),
                ("version", models.PositiveBigIntegerField()),
                ("body", models.TextField()),
                ("row", lapwing.service.store.records.models.keys.KeyField()),
                ("at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
            ],
            options={
                "db_table": "records_attestation",
                "indexes": [models.Index(fields=["row", "at"], name="attestation_of_row")],
            },
        ),
        migrations.CreateModel(
            name="CaseContentRow",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("case", lapwing.service.store.records.models.keys.KeyField()),
                ("content_id", lapwing.service.store.records.models.keys.KeyField()),
            ],
            options={
                "db_table": "records_case_content",
                "indexes": [models.Index(fields=["content_id"], name="case_of_content")],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "content_id"), name="case_has_content")
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseItemRow",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("case", lapwing.service.store.records.models.keys.KeyField()),
                ("item", lapwing.service.store.records.models.keys.KeyField()),
            ],
            options={
                "db_table": "records_case_item",
                "indexes": [models.Index(fields=["item"], name="case_of_item")],
                "constraints": [models.UniqueConstraint(fields=("case", "item"), name="case_has_item")],
            },
        ),
        migrations.CreateModel(
            name="CaseRow",
            fields=[
                ("id", lapwing.service.store.records.models.keys.KeyField(primary_key=True, serialize=False)),
                ("version", models.PositiveBigIntegerField()),
                ("body", models.TextField()),
                ("queue", lapwing.service.store.records.models.keys.KeyField()),
                ("priority", models.IntegerField()),
                ("state", lapwing.service.store.records.models.keys.KeyField()),
                ("account", lapwing.service.store.records.models.keys.KeyField(null=True)),
                ("opened_at", models.DateTimeField()),
                ("joined_at", models.DateTimeField()),
                ("claimed_by", lapwing.service.store.records.models.keys.KeyField(null=True)),
                ("claimed_until", models.DateTimeField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "records_case",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "decided"), _negated=True),
                        fields=["-priority", "opened_at", "id"],
                        name="case_to_take",
                    ),
                    models.Index(fields=["account", "joined_at"], name="case_of_account"),
                    models.Index(fields=["state", "opened_at"], name="case_in_state"),
                ],
            },
        ),
        migrations.CreateModel(
            name="DecisionRow",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("decision", lapwing.service.store.records.models.keys.KeyField()),
                ("item", lapwing.service.store.records.models.keys.KeyField()),
                ("made_at", models.DateTimeField()),
                ("surface", lapwing.service.store.records.models.keys.KeyField()),
                ("step", lapwing.service.store.records.models.keys.KeyField()),
                ("matches", models.PositiveIntegerField()),
                ("gaps", models.PositiveIntegerField()),
                ("body", models.TextField()),
            ],
            options={
                "db_table": "records_decision",
                "indexes": [
                    models.Index(fields=["item", "made_at"], name="decision_of_item"),
                    models.Index(fields=["made_at"], name="decision_made"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("decision", "item"), name="decision_about_item")
                ],
            },
        ),
        migrations.CreateModel(
            name="ExposureRow",
            fields=[
                ("id", lapwing.service.store.records.models.keys.KeyField(primary_key=True, serialize=False)),
                ("version", models.PositiveBigIntegerField()),
                ("body", models.TextField()),
                ("sealed", lapwing.service.store.records.models.keys.KeyField()),
                ("case", lapwing.service.store.records.models.keys.KeyField()),
                ("by", lapwing.service.store.records.models.keys.KeyField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "records_exposure",
                "indexes": [
                    models.Index(fields=["sealed", "at"], name="exposure_of_sealed"),
                    models.Index(fields=["case", "at"], name="exposure_of_case"),
                    models.Index(fields=["by", "at"], name="exposure_of_person"),
                ],
            },
        ),
        migrations.CreateModel(
            name="FindingRow",
            fields=[
                ("id", lapwing.service.store.records.models.keys.KeyField(primary_key=True, serialize=False)),
                ("version", models.PositiveBigIntegerField()),
                ("body", models.TextField()),
                ("case", lapwing.service.store.records.models.keys.KeyField()),
                ("kind", lapwing.service.store.records.models.keys.KeyField()),
                ("by", lapwing.service.store.records.models.keys.KeyField()),
                ("at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(null=True)),
                ("reasoned", models.BooleanField()),
            ],
            options={
                "db_table": "records_finding",
                "indexes": [
                    models.Index(fields=["case", "at"], name="finding_of_case"),
                    models.Index(fields=["at"], name="finding_made"),
                ],
            },
        ),
        migrations.CreateModel(
            name="IdempotencyKeyRow",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("owner", lapwing.service.store.records.models.keys.KeyField()),
                ("key", lapwing.service.store.records.models.keys.KeyField()),
                ("request_digest", models.BinaryField(max_length=32)),
                ("status", models.PositiveSmallIntegerField(null=True)),
                ("answer", models.BinaryField(null=True)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
            ],
            options={
                "db_table": "records_idempotency_key",
                "indexes": [models.Index(fields=["expires_at"], name="idempotency_key_expires")],
                "constraints": [
                    models.UniqueConstraint(fields=("owner", "key"), name="idempotency_key_of_owner")
                ],
            },
        ),
        migrations.CreateModel(
            name="ItemRow",
            fields=[
                ("id", lapwing.service.store.records.models.keys.KeyField(primary_key=True, serialize=False)),
                ("version", models.PositiveBigIntegerField()),
                ("body", models.TextField()),
                ("surface", lapwing.service.store.records.models.keys.KeyField()),
                ("reference", lapwing.service.store.records.models.keys.KeyField()),
                ("account", lapwing.service.store.records.models.keys.KeyField(null=True)),
                ("content_id", lapwing.service.store.records.models.keys.KeyField()),
                ("received_at", models.DateTimeField()),
                ("state", lapwing.service.store.records.models.keys.KeyField()),
                ("step", lapwing.service.store.records.models.keys.KeyField()),
                ("published_at", models.DateTimeField(null=True)),
                ("removed_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "records_item",
                "indexes": [
                    models.Index(fields=["content_id", "received_at"], name="item_of_content"),
                    models.Index(fields=["state", "received_at"], name="item_in_state"),
                    models.Index(fields=["surface", "reference"], name="item_by_reference"),
                    models.Index(fields=["account", "received_at"], name="item_of_account"),
                ],
            },
        ),
        migrations.CreateModel(
            name="LineRow",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("text", models.TextField()),
                ("digest", models.BinaryField(max_length=32)),
                ("act", lapwing.service.store.records.models.keys.KeyField()),
                ("on", lapwing.service.store.records.models.keys.KeyField()),
                ("by", lapwing.service.store.records.models.keys.KeyField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "records_line",
                "indexes": [
                    models.Index(fields=["on", "number"], name="line_on"),
                    models.Index(fields=["act", "number"], name="line_of_act"),
                    models.Index(fields=["by", "number"], name="line_by"),
                ],
            },
        ),
        migrations.CreateModel(
            name="MessageRow",
            fields=[
                ("id", lapwing.service.store.records.models.keys.KeyField(primary_key=True, serialize=False)),
                ("version", models.PositiveBigIntegerField()),
                ("body", models.TextField()),
                ("destination", lapwing.service.store.records.models.keys.KeyField()),
                ("topic", lapwing.service.store.records.models.keys.KeyField()),
                ("on", lapwing.service.store.records.models.keys.KeyField()),
                ("state", lapwing.service.store.records.models.keys.KeyField()),
                ("made_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("held_until", models.DateTimeField(null=True)),
                ("delivered_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "records_message",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "due")), fields=["due_at", "id"], name="message_due"
                    ),
                    models.Index(fields=["state", "made_at"], name="message_in_state"),
                    models.Index(fields=["on"], name="message_on"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SealedRow",
            fields=[
                ("id", lapwing.service.store.records.models.keys.KeyField(primary_key=True, serialize=False)),
                ("version", models.PositiveBigIntegerField()),
                ("body", models.TextField()),
                ("content_id", lapwing.service.store.records.models.keys.KeyField()),
                ("purpose", lapwing.service.store.records.models.keys.KeyField()),
                ("master_key", lapwing.service.store.records.models.keys.KeyField()),
                ("sealed_at", models.DateTimeField()),
                ("erased_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "records_sealed",
                "indexes": [
                    models.Index(fields=["content_id", "purpose", "sealed_at"], name="sealed_of_content"),
                    models.Index(fields=["purpose", "sealed_at"], name="sealed_for_purpose"),
                    models.Index(fields=["master_key"], name="sealed_under_key"),
                ],
            },
        ),
        migrations.RunPython(begin_the_ledger, migrations.RunPython.noop),
    ]

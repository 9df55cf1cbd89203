"""What is remembered of content, and look-backs."""

from django.db import migrations, models

import lapwing.service.store.records.models.keys


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0001_records"),
    ]

    operations = [
        migrations.CreateModel(
            name="FingerprintsRow",
            fields=[
                (
                    "content_id",
                    lapwing.service.store.records.models.keys.KeyField(primary_key=True, serialize=False),
                ),
                ("kind", lapwing.service.store.records.models.keys.KeyField()),
                ("seen_at", models.DateTimeField()),
                ("packed", models.BinaryField()),
            ],
            options={
                "db_table": "records_fingerprints",
                "indexes": [models.Index(fields=["seen_at", "content_id"], name="fingerprints_seen")],
            },
        ),
        migrations.CreateModel(
            name="LookBackRow",
            fields=[
                ("id", lapwing.service.store.records.models.keys.KeyField(primary_key=True, serialize=False)),
                ("version", models.PositiveBigIntegerField()),
                ("body", models.TextField()),
                ("list_name", lapwing.service.store.records.models.keys.KeyField()),
                ("state", lapwing.service.store.records.models.keys.KeyField()),
                ("changed_at", models.DateTimeField()),
                ("begun_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "records_look_back",
                "indexes": [
                    models.Index(fields=["list_name", "begun_at"], name="look_back_of_list"),
                    models.Index(fields=["state", "begun_at"], name="look_back_in_state"),
                    models.Index(fields=["done_at"], name="look_back_done"),
                ],
            },
        ),
    ]

"""Who the people are, attempts to sign in, and codes that were used."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "username",
                    models.CharField(
                        max_length=40,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A[a-z0-9][a-z0-9.-]{1,39}\\Z",
                                "2 to 40 lower-case letters, digits, dots and hyphens",
                            )
                        ],
                    ),
                ),
                ("display_name", models.CharField(max_length=100)),
                ("roles", models.CharField(max_length=200)),
                ("is_active", models.BooleanField(default=True)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=100)),
                ("epoch", models.PositiveIntegerField(default=0)),
                ("link_digest", models.CharField(blank=True, default="", max_length=64)),
                ("link_until", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "people_person",
            },
        ),
        migrations.CreateModel(
            name="Attempts",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("count", models.PositiveIntegerField()),
                ("since", models.DateTimeField()),
                ("locked_until", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "people_attempts",
            },
        ),
        migrations.CreateModel(
            name="UsedCode",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("at", models.DateTimeField(db_index=True)),
            ],
            options={
                "db_table": "people_used_code",
            },
        ),
    ]

"""An index that no question uses is kept up no more: cases are joined by their content alone."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0002_look_back"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="caserow", name="case_of_account"),
    ]

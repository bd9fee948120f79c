"""The scopes are called so that the words hold for tasks too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("publishing", "0003_only_what_is_public")]

    operations = [
        migrations.AlterField(
            model_name="publication",
            name="scope",
            field=models.CharField(
                choices=[("results", "cam kết và kết quả thực hiện"), ("promise", "chỉ điều cam kết")],
                default="results",
                max_length=8,
            ),
        ),
    ]

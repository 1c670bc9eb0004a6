"""How a person likes to read: colours, size of text, and whether an exam's clock is in sight."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="theme",
            field=models.CharField(
                choices=[("system", "As the device"), ("light", "Light"), ("dark", "Dark")],
                db_default="system",
                default="system",
                max_length=8,
                verbose_name="theme",
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="text_size",
            field=models.CharField(
                choices=[("normal", "Normal"), ("large", "Large"), ("larger", "Larger")],
                db_default="normal",
                default="normal",
                max_length=8,
                verbose_name="text size",
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="hides_clock",
            field=models.BooleanField(
                db_default=False, default=False, verbose_name="hide the clock in exams"
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("theme__in", ["system", "light", "dark"])), name="user_theme_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("text_size__in", ["normal", "large", "larger"])),
                name="user_text_size_is_known",
            ),
        ),
    ]

"""What was extended by an answer is the day that holds of its task: there is one place for it now."""

from django.db import migrations


def extend(apps, schema_editor):
    answers = apps.get_model("urging", "Answer").objects.filter(outcome="extended", step__task__isnull=False)
    tasks = apps.get_model("plans", "Task").objects.filter(deadline_kind__in=("written", "set"))
    for task, day in answers.order_by("pk").values_list("step__task", "new_deadline"):
        tasks.filter(pk=task, deadline__lt=day).update(extended_to=day)


class Migration(migrations.Migration):
    dependencies = (("urging", "0001_initial"), ("plans", "0005_tasks_are_told"))

    operations = (migrations.RunPython(extend, migrations.RunPython.noop),)

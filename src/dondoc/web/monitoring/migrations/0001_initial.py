import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import dondoc.web.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("plans", "0003_index_of_a_body"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Verdict",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.CharField(max_length=10)),
                ("status", models.CharField(max_length=24)),
                ("reason", models.CharField(max_length=24)),
                ("basis", models.CharField(blank=True, max_length=12)),
                ("percent", dondoc.web.fields.AmountField(null=True)),
                ("place", models.BigIntegerField()),
                ("updated", models.BooleanField(default=False)),
                ("content", models.JSONField()),
                ("fingerprint", models.CharField(max_length=64)),
                (
                    "because",
                    models.CharField(
                        choices=[
                            ("first", "lần đầu"),
                            ("plan_approved", "phê duyệt kế hoạch"),
                            ("amended", "sửa đổi kế hoạch"),
                            ("figure_accepted", "nhận số liệu"),
                            ("report_accepted", "nhận báo cáo"),
                            ("deadline_changed", "đổi thời hạn"),
                            ("allocation_changed", "đổi mức giao"),
                            ("indicator_changed", "đổi chỉ tiêu trong danh mục"),
                            ("baseline_changed", "đổi mức gốc"),
                            ("trajectory_changed", "đổi lộ trình"),
                            ("whole_changed", "đổi cơ quan của số chung"),
                            ("rules_changed", "đổi quy tắc đánh giá"),
                            ("date_passed", "đến ngày"),
                            ("unexplained", "không rõ lý do"),
                        ],
                        max_length=20,
                    ),
                ),
                ("said_on", models.DateField()),
                ("said_at", models.DateTimeField(auto_now_add=True)),
                ("confirmed_on", models.DateField()),
                ("is_current", models.BooleanField(default=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="verdicts", to="plans.commitment"
                    ),
                ),
                (
                    "follows",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="monitoring.verdict",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verdicts",
                        to="plans.plan",
                    ),
                ),
            ],
            options={
                "ordering": ("commitment", "on", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Alarm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("raised_at", models.DateTimeField(auto_now_add=True)),
                ("settled_at", models.DateTimeField(null=True)),
                ("cause", models.CharField(blank=True, max_length=500)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="alarms", to="plans.plan"
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "verdict",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="alarm",
                        to="monitoring.verdict",
                    ),
                ),
            ],
            options={
                "ordering": ("-pk",),
            },
        ),
        migrations.CreateModel(
            name="Count",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=6)),
                ("restricted", models.BooleanField()),
                ("dimension", models.CharField(max_length=8)),
                ("value", models.CharField(blank=True, max_length=120)),
                ("what", models.CharField(max_length=24)),
                ("number", models.PositiveIntegerField()),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="counts", to="plans.plan"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "dimension", "value", "kind", "restricted", "what"), name="count_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("dimension__in", ("all", "section", "field", "lead"))),
                        name="count_dimension",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="verdict",
            index=models.Index(fields=["plan", "said_on"], name="verdict_by_day"),
        ),
        migrations.AddIndex(
            model_name="verdict",
            index=models.Index(
                condition=models.Q(("is_current", True), models.Q(("on", "plan"), _negated=True)),
                fields=["plan", "place"],
                name="verdict_worst_first",
            ),
        ),
        migrations.AddConstraint(
            model_name="verdict",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_current", True)), fields=("commitment", "on"), name="verdict_current"
            ),
        ),
        migrations.AddConstraint(
            model_name="verdict",
            constraint=models.UniqueConstraint(
                condition=models.Q(("follows", None)), fields=("commitment", "on"), name="verdict_first"
            ),
        ),
        migrations.AddConstraint(
            model_name="verdict",
            constraint=models.CheckConstraint(
                condition=models.Q(("on__in", ["promise", "plan", "deadline"])), name="verdict_on"
            ),
        ),
        migrations.AddConstraint(
            model_name="verdict",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "because__in",
                        [
                            "first",
                            "plan_approved",
                            "amended",
                            "figure_accepted",
                            "report_accepted",
                            "deadline_changed",
                            "allocation_changed",
                            "indicator_changed",
                            "baseline_changed",
                            "trajectory_changed",
                            "whole_changed",
                            "rules_changed",
                            "date_passed",
                            "unexplained",
                        ],
                    )
                ),
                name="verdict_because",
            ),
        ),
        migrations.AddConstraint(
            model_name="verdict",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "status__in",
                        [
                            "exceeded",
                            "met",
                            "nearly_met",
                            "missed",
                            "on_track",
                            "at_risk",
                            "off_track",
                            "not_due",
                            "no_data",
                            "replaced",
                            "on_time",
                            "on_time_by_extension",
                            "late",
                            "day_unknown",
                            "in_time",
                            "due_soon",
                            "overdue",
                            "no_deadline",
                            "ongoing",
                            "not_counted",
                        ],
                    )
                ),
                name="verdict_status",
            ),
        ),
        migrations.AddConstraint(
            model_name="verdict",
            constraint=models.CheckConstraint(
                condition=models.Q(("confirmed_on__gte", models.F("said_on"))), name="verdict_confirmed_after_said"
            ),
        ),
        migrations.AddConstraint(
            model_name="alarm",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cause", ""), ("settled_at", None), ("settled_by", None)),
                    models.Q(
                        ("settled_at__isnull", False),
                        ("settled_by__isnull", False),
                        models.Q(("cause", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="alarm_settled_with_its_cause",
            ),
        ),
    ]

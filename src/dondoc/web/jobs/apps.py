from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "dondoc.web.jobs"
    label = "jobs"

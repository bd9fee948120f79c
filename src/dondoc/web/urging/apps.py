from django.apps import AppConfig


class UrgingConfig(AppConfig):
    name = "dondoc.web.urging"
    label = "urging"

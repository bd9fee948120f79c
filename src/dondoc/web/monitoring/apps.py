from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "dondoc.web.monitoring"
    label = "monitoring"

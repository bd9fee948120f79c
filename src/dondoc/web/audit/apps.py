from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "dondoc.web.audit"
    label = "audit"

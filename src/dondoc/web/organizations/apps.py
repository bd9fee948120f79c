from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "dondoc.web.organizations"
    label = "organizations"

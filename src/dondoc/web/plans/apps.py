from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "dondoc.web.plans"
    label = "plans"

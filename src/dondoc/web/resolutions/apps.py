from django.apps import AppConfig


class ResolutionsConfig(AppConfig):
    name = "dondoc.web.resolutions"
    label = "resolutions"

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "dondoc.web.indicators"
    label = "indicators"

from django.apps import AppConfig


class ComparingConfig(AppConfig):
    name = "dondoc.web.comparing"
    label = "comparing"

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "dondoc.web.figures"
    label = "figures"

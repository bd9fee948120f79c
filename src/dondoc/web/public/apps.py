from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "dondoc.web.public"
    label = "public"

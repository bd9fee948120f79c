from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "dondoc.web.publishing"
    label = "publishing"

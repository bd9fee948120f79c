from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "dondoc.web.channels"
    label = "channels"

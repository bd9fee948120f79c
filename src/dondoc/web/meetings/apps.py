from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "dondoc.web.meetings"
    label = "meetings"

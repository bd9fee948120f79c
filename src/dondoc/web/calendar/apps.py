from django.apps import AppConfig


class CalendarConfig(AppConfig):
    name = "dondoc.web.calendar"
    label = "calendar"

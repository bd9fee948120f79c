from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "dondoc.web.accounts"
    label = "accounts"

from django.conf.urls.i18n import set_language
from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path

from dondoc.web import health, pages
from dondoc.web.accounts.views import first_administrator
from dondoc.web.organizations.views import body, import_bodies, import_national, organizations

# Every name here has a rule in permissions.py.
urlpatterns = [
    path("", pages.today, name="today"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("dang-nhap", LoginView.as_view(template_name="accounts/sign_in.html"), name="sign_in"),
    path("dang-xuat", LogoutView.as_view(), name="sign_out"),
    path("ngon-ngu", set_language, name="set_language"),
    path("bat-dau/<str:secret>", first_administrator, name="first_administrator"),
    path("giao-dien", pages.design_system, name="design_system"),
    path("co-quan", organizations, name="organizations"),
    path("co-quan/nap", import_bodies, name="import_bodies"),
    path("co-quan/nap/toan-quoc", import_national, name="import_national"),
    path("co-quan/<str:key>", body, name="body"),
]
handler403 = "dondoc.web.pages.forbidden"
handler404 = "dondoc.web.pages.not_found"
handler500 = "dondoc.web.pages.server_error"

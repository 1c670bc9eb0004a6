"""The whole site, on one page."""

from allauth.account import views as sign_in
from django.contrib import admin
from django.urls import include, path

from accounts.views.again import sign_in_again
from accounts.views.settings import edit_settings, switch_language
from mathtest import health

# What allauth offers and this site uses: accounts come from class codes, teachers give new passwords.
SIGN_IN = [
    path("login/", sign_in.login, name="account_login"),
    path("again/", sign_in_again, name="sign_in_again"),
    path("logout/", sign_in.logout, name="account_logout"),
    path("inactive/", sign_in.account_inactive, name="account_inactive"),
    path("signup/", sign_in.signup, name="account_signup"),
    path("reauthenticate/", sign_in.reauthenticate, name="account_reauthenticate"),
    path("password/change/", sign_in.password_change, name="account_change_password"),
]

urlpatterns = [
    path("", include("exams.urls")),
    path("", include("accounts.urls")),
    path("", include("grading.urls")),
    path("", include("analytics.urls")),
    path("accounts/", include(SIGN_IN)),
    path("settings/", edit_settings, name="settings"),
    path("language/", switch_language, name="set_language"),
    path("admin/", admin.site.urls),
    path("api/v1/", include("mathtest.api")),
    path("health", health.health, name="health"),
    path("health/ready", health.ready, name="ready"),
]

handler400 = "mathtest.errors.handler400"
handler403 = "mathtest.errors.handler403"
handler404 = "mathtest.errors.handler404"
handler429 = "accounts.refusals.too_many_requests"
handler500 = "mathtest.errors.handler500"

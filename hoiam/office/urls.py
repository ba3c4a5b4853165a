"""Sign-in, sign-out, change of password; nothing else of the accounts package is reachable."""

from allauth.account import views as account
from django.urls import path

from hoiam.office import views

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("password/change/", views.PasswordChange.as_view(), name="account_change_password"),
]

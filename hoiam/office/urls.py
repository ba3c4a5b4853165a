"""Sign-in, sign-out, change of password, the second factor; nothing else of the accounts package is reachable."""

from allauth.account import views as account
from django.urls import path

from hoiam.office import factor_views as factor, views

urlpatterns = [
    path("login/", views.SignIn.as_view(), name="account_login"),
    path("login/code/", factor.sign_in, name="mfa_authenticate"),
    path("logout/", account.logout, name="account_logout"),
    path("password/change/", views.PasswordChange.as_view(), name="account_change_password"),
    path("second-factor/", factor.state, name="factor"),
    path("second-factor/set-up/", factor.set_up, name="factor_set_up"),
    path("second-factor/codes/", factor.renew, name="factor_codes"),
    path("second-factor/remove/", factor.remove, name="factor_remove"),
    path("second-factor/confirm/", factor.confirm, name="factor_confirm"),
]

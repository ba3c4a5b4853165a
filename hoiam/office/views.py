"""Sign-in and sign-out are the accounts package's own; a changed password leads back to the desk."""

from allauth.account.views import PasswordChangeView
from django.conf import settings


class PasswordChange(PasswordChangeView):  # type: ignore[misc] # the package is not typed
    """For whoever is signed in; their other sessions end."""

    template_name = "office/password_change.html"

    def get_default_success_url(self) -> str:
        return str(settings.LOGIN_REDIRECT_URL)

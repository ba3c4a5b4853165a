"""The page between password and desk: allauth's step, with our page."""

from allauth.mfa.base.views import AuthenticateView


class Step(AuthenticateView):  # type: ignore[misc] # the package is not typed
    """Reached only with the right password; five wrong codes, and it waits."""

    template_name = "office/factor_sign_in.html"


view = Step.as_view()

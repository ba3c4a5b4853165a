"""Tokens of other programs. Included under /desk/tokens/."""

from django.urls import path

from hoiam.office import token_views

app_name = "tokens"
urlpatterns = [
    path("", token_views.tokens, name="list"),
    path("<int:token_id>/revoke", token_views.revoke, name="revoke"),
]

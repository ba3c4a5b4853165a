"""The auditor's pages. Included under /desk/log/."""

from django.urls import path

from hoiam.journal import audit_views

app_name = "audit"
urlpatterns = [
    path("", audit_views.overview, name="log"),
    path("open", audit_views.opened, name="open"),
]

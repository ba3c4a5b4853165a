"""Everything of django-helpdesk at the top."""

from django.urls import include, path

urlpatterns = [path("", include("helpdesk.urls"))]

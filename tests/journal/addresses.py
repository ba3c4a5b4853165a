"""The log alone, as the whole product would place it."""

from django.http import HttpResponse
from django.urls import include, path

urlpatterns = [path("log/", include("hoiam.journal.urls"))]


def handler404(request, exception):
    return HttpResponse("not found", status=404)

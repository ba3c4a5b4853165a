"""The addresses of programs. Included at the top; those of version 1 are read at its first request."""

from django.urls import path

from hoiam.public.api import door
from hoiam.public.api.open311 import views as open311

app_name = "api"
urlpatterns = [
    path("api/v1/<path:rest>", door.v1, name="v1"),
    path("open311/v2/discovery.<slug:form>", open311.discovery, name="discovery"),
    path("open311/v2/services.<slug:form>", open311.services, name="services"),
    path("open311/v2/services/<slug:code>.<slug:form>", open311.definition, name="definition"),
    path("open311/v2/requests.<slug:form>", open311.requests, name="requests"),
    path("open311/v2/requests/<slug:number>.<slug:form>", open311.request, name="request"),
    path("open311/v2/tokens/<str:token>.<slug:form>", open311.token, name="token"),
]

from django.contrib import admin
from django.http import HttpResponse
from django.urls import include, path

from tests.office.test_access import page

admin.autodiscover()
BARE = '<title>Bàn làm việc</title><link rel="icon" href="data:,">'
urlpatterns = [
    path("", lambda _request: HttpResponse(BARE)),
    path("desk/", lambda _request: HttpResponse(BARE)),
    path("desk/case/<int:number>/", page),
    path("admin/", admin.site.urls),
    path("account/", include("hoiam.office.urls")),
]

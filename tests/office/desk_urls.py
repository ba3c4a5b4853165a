from django.urls import include, path

from tests.office.test_access import page

urlpatterns = [
    path("desk/case/<int:number>/", page),
    path("account/", include("hoiam.office.urls")),
]

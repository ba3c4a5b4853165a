"""Every address of the product."""

from django.contrib import admin
from django.urls import include, path

admin.autodiscover()

urlpatterns = [
    path("", include("hoiam.desk.cases.urls.citizen")),  # first: asked for most
    path("reception/", include("hoiam.desk.reception.urls.citizen")),
    path("", include("hoiam.desk.dialogues.urls.citizen")),
    path("", include("hoiam.desk.directives.urls.citizen")),
    path("", include("hoiam.desk.inspections.urls.citizen")),
    path("", include("hoiam.desk.reports.urls.citizen")),
    path("", include("hoiam.public.urls")),
    path("desk/law/", include("hoiam.office.law_urls")),
    path("desk/log/", include("hoiam.journal.audit_urls")),
    path("desk/tokens/", include("hoiam.office.token_urls")),
    path("desk/reception/", include("hoiam.desk.reception.urls.staff")),
    path("desk/dialogues/", include("hoiam.desk.dialogues.urls.staff")),
    path("desk/directives/", include("hoiam.desk.directives.urls.staff")),
    path("desk/inspections/", include("hoiam.desk.inspections.urls.staff")),
    path("desk/reports/", include("hoiam.desk.reports.urls.staff")),
    path("desk/", include("hoiam.desk.cases.urls.staff")),
    path("account/", include("hoiam.office.urls")),
    path("log/", include("hoiam.journal.urls")),
    path("", include("hoiam.public.api.urls")),
    path("admin/", admin.site.urls),
]

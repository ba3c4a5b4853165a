"""For everybody. Included at the top."""

from django.urls import path

from hoiam.desk.reports.views import citizen, citizen_press, citizen_supervision, paper

app_name = "reports"
urlpatterns = [
    path("accounts/", citizen.index, name="accounts"),
    path("accounts/<int:account_id>/", citizen.account, name="account"),
    path("accounts/<int:account_id>/print", citizen.printed, name="print"),
    path("accounts/<int:account_id>/account.pdf", paper.public, name="pdf"),
    path("accounts/<int:account_id>/ask", citizen.ask, name="ask"),
    path("accounts/<int:account_id>/figures.json", citizen.figures, name="figures"),
    path("accounts/<int:account_id>/evidence/<slug:key>", citizen.evidence, name="evidence"),
    path("supervision/", citizen_supervision.index, name="supervision"),
    path("supervision/<int:programme_id>/", citizen_supervision.programme, name="programme"),
    path("press/", citizen_press.index, name="press"),
]

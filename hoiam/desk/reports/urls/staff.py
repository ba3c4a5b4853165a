"""For staff. Included under /desk/reports/."""

from django.urls import path

from hoiam.desk.reports.views import paper, staff, staff_supervision

app_name = "report_desk"
urlpatterns = [
    path("", staff.index, name="accounts"),
    path("new", staff.new, name="new"),
    path("<int:account_id>/", staff.account, name="account"),
    path("<int:account_id>/account.pdf", paper.desk, name="pdf"),
    path("<int:account_id>/sign", staff.sign, name="sign"),
    path("<int:account_id>/do/<slug:event>", staff.step, name="step"),
    path("questions/<int:asked_id>/", staff.question, name="question"),
    path("supervision/", staff_supervision.index, name="supervision"),
    path("supervision/new", staff_supervision.new, name="programme_new"),
    path("supervision/<int:programme_id>/", staff_supervision.programme, name="programme"),
    path("recommendations/<int:recommendation_id>/", staff_supervision.recommendation, name="recommendation"),
]

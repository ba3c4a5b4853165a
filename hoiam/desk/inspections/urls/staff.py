"""For staff. Included under /desk/inspections/."""

from django.urls import path

from hoiam.desk.inspections.views import (
    staff,
    staff_finding,
    staff_programme,
    staff_relations,
    staff_review,
    staff_steps,
)

app_name = "inspection_desk"
urlpatterns = [
    path("", staff.index, name="list"),
    path("remedies/", staff.remedies, name="remedies"),
    path("relations/", staff_relations.relations, name="relations"),
    path("programme/", staff_programme.programme, name="programme"),
    path("programme/add", staff_programme.add, name="add"),
    path("programme/approve", staff_programme.approve, name="approve"),
    path("programme/<int:entry_id>/<slug:what>", staff_programme.change, name="entry"),
    path("new", staff_steps.new, name="new"),
    path("<int:inspection_id>/", staff.one, name="one"),
    path("<int:inspection_id>/files/<slug:token>", staff.file, name="file"),
    path("<int:inspection_id>/do/<slug:event>", staff_steps.step, name="step"),
    path("<int:inspection_id>/publish", staff_steps.publish, name="publish"),
    path("<int:inspection_id>/present", staff_finding.present, name="present"),
    path("<int:inspection_id>/find", staff_finding.find, name="find"),
    path("findings/<int:finding_id>/", staff_finding.finding, name="finding"),
    path("findings/<int:finding_id>/files/<slug:token>", staff_finding.file, name="finding_file"),
    path("self-review/", staff_review.index, name="reviews"),
    path("self-review/new", staff_review.new, name="review_new"),
    path("self-review/<int:review_id>/", staff_review.one, name="review"),
]

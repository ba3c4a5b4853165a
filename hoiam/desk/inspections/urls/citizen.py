"""For everybody. Included at the top."""

from django.urls import path

from hoiam.desk.inspections.views import citizen

app_name = "inspections"
urlpatterns = [
    path("inspections/", citizen.index, name="list"),
    path("inspections/<int:inspection_id>/", citizen.inspection, name="one"),
    path("self-review/", citizen.reviews, name="reviews"),
    path("self-review/<int:review_id>", citizen.review, name="review"),
]

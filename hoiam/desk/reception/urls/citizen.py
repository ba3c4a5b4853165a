"""What citizens open of receptions. Included under /reception/."""

from django.urls import path

from hoiam.desk.reception.views import citizen

app_name = "visits"
urlpatterns = [
    path("offices/<int:unit_id>", citizen.choose, name="choose"),
    path("<int:session_id>/book", citizen.book, name="book"),
    path("<int:session_id>/display", citizen.display, name="display"),
    path("<int:session_id>/display/now", citizen.display_now, name="display_now"),
    path("booked", citizen.find, name="find"),
    path("booked/<str:code>", citizen.booked, name="booked"),
]

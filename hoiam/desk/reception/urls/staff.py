"""The desk of receptions. Included under /desk/reception/."""

from django.urls import path

from hoiam.desk.reception.views import day, index, person, schedule, session, take_back

app_name = "reception"
urlpatterns = [
    path("", index.index, name="index"),
    path("<int:session_id>/", session.session, name="session"),
    path("<int:session_id>/day", day.day, name="day"),
    path("<int:session_id>/day/now", day.day_now, name="day_now"),
    path("<int:session_id>/book", day.book, name="book"),
    path("<int:session_id>/head", day.head, name="head"),
    path("<int:session_id>/head/now", day.head_now, name="head_now"),
    path("<int:session_id>/people/<int:booking_id>", person.person, name="person"),
    path("<int:session_id>/conclusion", person.conclusion, name="conclusion"),
    path("<int:session_id>/conclusion/notice", person.notice, name="notice"),
    path("posts/<int:post_id>/regulation", schedule.regulation, name="regulation"),
    path("posts/<int:post_id>/unscheduled", schedule.unscheduled, name="unscheduled"),
    path("posts/<int:post_id>/poster", schedule.poster, name="poster"),
    path("posts/<int:post_id>/<int:year>", schedule.year, name="year"),
    path("posts/<int:post_id>/notes/<int:note_id>/take-back", take_back.take_back, name="take_back"),
]

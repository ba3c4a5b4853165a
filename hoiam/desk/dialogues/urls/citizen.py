"""For everybody. Included at the top."""

from django.urls import path

from hoiam.desk.dialogues.views import citizen, citizen_ask, citizen_figures, citizen_room, citizen_voters

app_name = "dialogues"
urlpatterns = [
    path("dialogues/", citizen.index, name="list"),
    path("dialogues/figures", citizen_figures.figures, name="figures"),
    path("dialogues/figures.csv", citizen_figures.data, name="figures_data"),
    path("dialogues/request", citizen_voters.request_one, name="request"),
    path("dialogues/questions/", citizen_ask.follow, name="follow"),
    path("dialogues/questions/<str:code>", citizen_ask.question, name="question"),
    path("dialogues/<int:conference_id>/", citizen.conference, name="one"),
    path("dialogues/<int:conference_id>/ask", citizen_ask.ask, name="ask"),
    path("dialogues/<int:conference_id>/questions", citizen.questions, name="questions"),
    path("dialogues/<int:conference_id>/promises", citizen.promises, name="promises"),
    path("dialogues/<int:conference_id>/notice", citizen.notice, name="notice"),
    path("dialogues/<int:conference_id>/sign", citizen_voters.sign, name="sign"),
    path("dialogues/<int:conference_id>/screen", citizen_room.screen, name="screen"),
    path("dialogues/<int:conference_id>/screen/now", citizen_room.screen_now, name="screen_now"),
    path("d/<slug:room>", citizen_room.phone, name="room"),
    path("d/<slug:room>/now", citizen_room.phone_now, name="room_now"),
    path("d/<slug:room>/want", citizen_room.want, name="want"),
]

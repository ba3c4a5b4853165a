"""For staff. Included under /desk/dialogues/."""

from django.urls import path

from hoiam.desk.dialogues.views import staff, staff_question, staff_room, staff_steps, staff_voters

app_name = "dialogue_desk"
urlpatterns = [
    path("", staff.index, name="list"),
    path("new", staff_steps.new, name="new"),
    path("<int:conference_id>/", staff.one, name="one"),
    path("<int:conference_id>/moderate", staff_room.moderate, name="moderate"),
    path("<int:conference_id>/moderate/now", staff_room.moderate_now, name="moderate_now"),
    path("<int:conference_id>/chair", staff_room.chair, name="chair"),
    path("<int:conference_id>/chair/now", staff_room.chair_now, name="chair_now"),
    path("<int:conference_id>/type", staff_question.type_in, name="type"),
    path("<int:conference_id>/promise", staff_question.promise, name="promise"),
    path("<int:conference_id>/voters", staff_voters.voters, name="voters"),
    path("<int:conference_id>/do/<slug:event>", staff_steps.step, name="step"),
    path("questions/<int:question_id>/", staff_question.question, name="question"),
    path("promises/<int:promise_id>/", staff_question.keep, name="keep"),
]

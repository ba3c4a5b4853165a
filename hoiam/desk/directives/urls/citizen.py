"""For everybody. Included at the top."""

from django.urls import path

from hoiam.desk.directives.views import citizen

app_name = "directives"
urlpatterns = [
    path("directives/", citizen.index, name="list"),
    path("directives/<int:directive_id>", citizen.one, name="one"),
    path("directives/tasks/<int:task_id>", citizen.task, name="task"),
    path("directives/plans/<int:plan_id>", citizen.plan, name="plan"),
]

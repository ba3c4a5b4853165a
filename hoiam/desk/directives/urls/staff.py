"""For staff. Included under /desk/directives/."""

from django.urls import path

from hoiam.desk.directives.views import (
    staff,
    staff_briefing,
    staff_draft,
    staff_import,
    staff_plan,
    staff_task,
)

app_name = "directive_desk"
urlpatterns = [
    path("", staff.index, name="list"),
    path("new", staff.new, name="new"),
    path("tasks/", staff_task.mine, name="mine"),
    path("tasks/late", staff_task.late, name="late"),
    path("tasks/<int:task_id>/", staff_task.task, name="task"),
    path("tasks/<int:task_id>/do/<slug:event>", staff_task.step, name="step"),
    path("tasks/<int:task_id>/edit", staff_draft.edit, name="edit"),
    path("tasks/<int:task_id>/drop", staff_plan.drop, name="drop"),
    path("tasks/<int:task_id>/files/<slug:token>", staff_task.file, name="task_file"),
    path("plans/new", staff_plan.new, name="new_plan"),
    path("plans/<int:plan_id>/", staff_plan.plan, name="plan"),
    path("plans/<int:plan_id>/board", staff_plan.board, name="board"),
    path("plans/<int:plan_id>/timeline", staff_plan.along, name="timeline"),
    path("plans/<int:plan_id>/tasks/new", staff_plan.new_task, name="new_task"),
    path("plans/<int:plan_id>/give-out", staff_plan.give_out, name="give_out"),
    path("plans/<int:plan_id>/table", staff_import.table, name="table"),
    path("briefings/<int:briefing_id>/", staff_briefing.one, name="briefing"),
    path("<int:directive_id>/", staff.one, name="one"),
    path("<int:directive_id>/open", staff.opened, name="open"),
    path("<int:directive_id>/files/<slug:token>", staff.file, name="file"),
    path("<int:directive_id>/briefings/new", staff_briefing.new, name="new_briefing"),
]

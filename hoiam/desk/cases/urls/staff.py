"""The desk: queue, intake, one case, its reply. Included under /desk/."""

from django.urls import path

from hoiam.desk.cases.views import staff, staff_case, staff_files, staff_register, staff_reply

app_name = "desk"
urlpatterns = [
    path("", staff.queue, name="queue"),
    path("register", staff_register.register, name="register"),
    path("cases/<int:case_id>/", staff_case.case, name="case"),
    path("cases/<int:case_id>/identity", staff_case.identity, name="identity"),
    path("cases/<int:case_id>/reply", staff_reply.reply, name="reply"),
    path("cases/<int:case_id>/reply/letter", staff_files.letter, name="letter"),
    path("cases/<int:case_id>/files/<int:file_id>", staff_files.attachment, name="file"),
    path("cases/<int:case_id>/<slug:event>", staff_case.deed, name="deed"),
]

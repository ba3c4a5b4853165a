"""What citizens open: send a matter, follow it with its code. Included at the top."""

from django.urls import path

from hoiam.desk.cases.views import (
    citizen,
    citizen_complaint,
    citizen_deeds,
    citizen_messages,
    citizen_send,
    receipt,
)

app_name = "cases"
urlpatterns = [
    path("send/", citizen_send.send, name="send"),
    path("cases/", citizen.follow, name="follow"),
    path("cases/<str:code>", citizen.status, name="status"),
    path("cases/<str:code>/sent", citizen.sent, name="sent"),
    path("cases/<str:code>/letter/<int:number>", citizen.letter, name="letter"),
    path("cases/<str:code>/part/<int:number>", citizen_deeds.part, name="part"),
    path("cases/<str:code>/rate", citizen_deeds.rate, name="rate"),
    path("cases/<str:code>/reception", citizen_deeds.reception, name="reception"),
    path("cases/<str:code>/contest", citizen_deeds.contest, name="contest"),
    path("cases/<str:code>/withdraw", citizen_deeds.withdraw, name="withdraw"),
    path("cases/<str:code>/leave", citizen_deeds.leave, name="leave"),
    path("cases/<str:code>/messages", citizen_messages.thread, name="messages"),
    path("cases/<str:code>/messages/<int:file_id>", citizen_messages.file, name="message_file"),
    path("cases/<str:code>/do/<slug:name>", citizen_complaint.right, name="right"),
    path("cases/<str:code>/receipt", receipt.page, name="receipt"),
    path("cases/<str:code>/receipt.tlog-proof", receipt.proof, name="proof"),
    path("cases/<str:code>/slip", receipt.slip, name="slip"),
]

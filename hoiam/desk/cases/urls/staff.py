"""The desk: queue, intake, one case, its reply. Included under /desk/."""

from django.urls import path

from hoiam.desk.cases.views import (
    staff,
    staff_board,
    staff_calendar,
    staff_case,
    staff_feed,
    staff_files,
    staff_mail,
    staff_messages,
    staff_pads,
    staff_recurring,
    staff_register,
    staff_reply,
    staff_taking_back,
)

app_name = "desk"
urlpatterns = [
    path("", staff.queue, name="queue"),
    path("board/", staff_board.board, name="board"),
    path("board/print", staff_board.paper, name="board_print"),
    path("board/feed", staff_feed.settings_page, name="feed_settings"),
    path("board/feed/new", staff_feed.make, name="feed_make"),
    path("board/feed/end", staff_feed.revoke, name="feed_revoke"),
    path("feed/<str:token>.ics", staff_feed.feed, name="feed"),
    path("register", staff_register.register, name="register"),
    path("pads/", staff_pads.index, name="pads"),
    path("pads/<int:pad_id>/", staff_pads.pad, name="pad"),
    path("pads/<int:pad_id>/void", staff_pads.void, name="pad_void"),
    path("pads/<int:pad_id>/print", staff_pads.sheet, name="pad_print"),
    path("mail/", staff_mail.index, name="mail"),
    path("mail/addresses", staff_mail.addresses, name="mail_addresses"),
    path("mail/<int:mail_id>/", staff_mail.one, name="mail_one"),
    path("mail/<int:mail_id>/take-in", staff_mail.take_in, name="mail_take_in"),
    path("mail/<int:mail_id>/add", staff_mail.add_to, name="mail_add"),
    path("mail/<int:mail_id>/dismiss", staff_mail.dismiss, name="mail_dismiss"),
    path("mail/<int:mail_id>/hand-on", staff_mail.hand_on, name="mail_hand_on"),
    path("reception", staff_recurring.recurring_days, name="recurring"),
    path("reception/<int:note_id>/take-back", staff_taking_back.take_back, name="recurring_take_back"),
    path("calendar/", staff_calendar.days, name="calendar"),
    path("calendar/new/<slug:kind>", staff_calendar.new, name="calendar_new"),
    path("calendar/<int:announcement_id>/withdraw", staff_calendar.withdraw, name="calendar_withdraw"),
    path("cases/<int:case_id>/", staff_case.case, name="case"),
    path("cases/<int:case_id>/identity", staff_case.identity, name="identity"),
    path("cases/<int:case_id>/messages", staff_messages.thread, name="messages"),
    path("cases/<int:case_id>/reply", staff_reply.reply, name="reply"),
    path("cases/<int:case_id>/reply/letter", staff_files.letter, name="letter"),
    path("cases/<int:case_id>/files/<int:file_id>", staff_files.attachment, name="file"),
    path("cases/<int:case_id>/<slug:event>", staff_case.deed, name="deed"),
]

"""What everyone may see."""

from django.urls import path

from hoiam.public.views import home, log, offline, pages, posts, receptions, register, scores, verify

app_name = "public"
urlpatterns = [
    path("", home.home, name="home"),
    path("register", register.register, name="register"),
    path("register/<int:case_id>", register.case, name="case"),
    path("register/<int:case_id>/papers/<int:copy_id>.pdf", register.copy, name="paper"),
    path("scores", scores.scores, name="scores"),
    path("scores/scores.json", posts.file, {"name": "scores.json"}, name="scores_json"),
    path("scores/scores.csv", posts.file, {"name": "scores.csv"}, name="scores_csv"),
    path("scores/method", posts.method, name="scores_method"),
    path("scores/<str:code>", scores.unit, name="unit"),
    path("scores/<str:code>/<int:post_id>", posts.post, name="post"),
    path("reception/", receptions.calendar, name="receptions"),
    path("reception/kept", receptions.kept, name="kept"),
    path("reception/promises", receptions.promises, name="reception_promises"),
    path("reception/kept.json", receptions.data, name="kept_data"),
    path("reception/<str:code>.ics", receptions.feed, name="reception_feed"),
    path("reception/<str:code>/<int:post_id>.ics", receptions.feed, name="reception_feed_post"),
    path("verify", verify.verify, name="verify"),
    path("verify.html", offline.page, name="offline"),
    path("v", verify.scanned, name="scanned"),
    path("V", verify.scanned),
    path("log/", log.page, name="log"),
    path("log/board", log.board, name="log_board"),
    path("log/audit.py", log.script, name="log_audit"),
    path("help/", pages.help_index, name="help"),
    path("help/<slug:name>", pages.help_page, name="help_page"),
    path("healthz", pages.healthz, name="healthz"),
    path("robots.txt", pages.robots, name="robots"),
]

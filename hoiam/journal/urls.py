"""Addresses under /log/; those of a log that ended under /log/ended/<its number>/, the same."""

from django.urls import include, path

from hoiam.journal import views

app_name = "log"
files = [
    path("checkpoint", views.checkpoint, name="checkpoint"),
    path("witnessed", views.witnessed, name="witnessed"),
    path("policy", views.policy, name="policy"),
    path("checkpoints/", views.archive, name="archive"),
    path("checkpoints/<str:name>", views.archived, name="archived"),
    path("vkey", views.vkey, name="vkey"),
    path("openings/<int:index>", views.opening, name="opening"),
    path("openings/<int:index>.json", views.beside, name="beside"),
    path("timestamps/<int:size>", views.stamped, name="stamped"),
    path("timestamps/<int:size>.tsr", views.timestamp, name="timestamp"),
    path("tile/<path:name>", views.tile, name="tile"),
]
urlpatterns = [*files, path("ended/<int:log>/", include(files))]

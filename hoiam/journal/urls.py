"""Addresses under /log/."""

from django.urls import path

from hoiam.journal import views

app_name = "log"
urlpatterns = [
    path("checkpoint", views.checkpoint, name="checkpoint"),
    path("witnessed", views.witnessed, name="witnessed"),
    path("policy", views.policy, name="policy"),
    path("checkpoints/<str:name>", views.archived, name="archived"),
    path("vkey", views.vkey, name="vkey"),
    path("openings/<int:index>", views.opening, name="opening"),
    path("openings/<int:index>.json", views.beside, name="beside"),
    path("timestamps/<int:size>", views.stamped, name="stamped"),
    path("timestamps/<int:size>.tsr", views.timestamp, name="timestamp"),
    path("tile/<path:name>", views.tile, name="tile"),
]

"""The rules: their list and each rule. Included under /desk/law/."""

from django.urls import path

from hoiam.office import law_views

app_name = "law"
urlpatterns = [
    path("", law_views.rules, name="rules"),
    path("<str:rule_id>/", law_views.rule, name="rule"),
    path("<str:rule_id>/sign", law_views.sign, name="sign"),
    path("<str:rule_id>/withdraw", law_views.withdraw, name="withdraw"),
]

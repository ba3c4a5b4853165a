"""Dates and numbers as they are written in Viet Nam."""

from datetime import UTC, date, datetime

import pytest
from django import forms
from django.utils import formats, translation

from hoiam.kit import days


class Form(forms.Form):
    on = forms.DateField()


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("05/11/2026", date(2026, 11, 5)),
        ("24/11/2026", date(2026, 11, 24)),
        ("24-11-2026", date(2026, 11, 24)),
        ("24.11.2026", date(2026, 11, 24)),
        ("2026-11-24", date(2026, 11, 24)),
    ],
)
def test_a_day_is_read_day_first(language, typed, meant):
    with translation.override(language):
        form = Form({"on": typed})
        assert form.is_valid()
    assert form.cleaned_data["on"] == meant


@pytest.mark.parametrize("typed", ["11/24/2026", "31/02/2026", "hôm qua"])
def test_a_day_that_does_not_exist_is_refused(typed):
    with translation.override("vi"):
        assert not Form({"on": typed}).is_valid()


def test_a_day_comes_back_as_it_was_asked_for():
    with translation.override("vi"):
        assert 'value="24/11/2026"' in str(Form(initial={"on": date(2026, 11, 24)})["on"])


@pytest.mark.parametrize(("language", "text"), [("vi", "1.234.567"), ("en", "1,234,567")])
def test_thousands_are_grouped(language, text):
    with translation.override(language):
        assert formats.number_format(1234567, use_l10n=True, force_grouping=True) == text


def test_the_week_begins_on_monday():
    with translation.override("vi"):
        assert formats.get_format("FIRST_DAY_OF_WEEK") == 1


@pytest.mark.parametrize(
    ("language", "form", "text"),
    [
        ("vi", "long", "thứ Ba, 24/11/2026"),
        ("en", "long", "Tue 24 Nov 2026"),
        ("vi", "short", "24/11/2026"),
        ("en", "short", "24 Nov 2026"),
    ],
)
def test_a_day_in_words(language, form, text):
    with translation.override(language):
        assert days.day_text(date(2026, 11, 24), form) == text


def test_a_moment_is_told_in_local_time():
    with translation.override("vi"):
        assert days.moment_text(datetime(2026, 11, 23, 18, 30, tzinfo=UTC)) == "01:30, thứ Ba, 24/11/2026"
        assert days.day_text(datetime(2026, 11, 23, 18, 30, tzinfo=UTC), "short") == "24/11/2026"


@pytest.mark.parametrize(
    ("left", "text"),
    [(3, "3 days left"), (1, "1 day left"), (0, "due today"), (-1, "1 day overdue"), (-2, "2 days overdue")],
)
def test_how_far_off_a_day_is(left, text):
    with translation.override("en"):
        assert days.distance_text(left) == text

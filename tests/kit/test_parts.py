"""Tags and partials: each comes out whole, escaped, in both languages."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from hoiam.law import clocks, packs
from tests.kit.pages import Card, Counted, Day, Tree, render, working_clock

HOSTILE = "<script>alert(1)</script>"
ENTRY = {
    "title": HOSTILE,
    "at": datetime(2026, 11, 24, 2, tzinfo=UTC),
    "by": "Chủ tịch",
    "text": HOSTILE,
    "source": "",
    "icon": "check",
}
PARTIALS = {
    "tag": {"label": HOSTILE, "color": "danger"},
    "notice": {"title": HOSTILE, "text": HOSTILE, "color": "warning"},
    "facts": {"facts": [("Mã", HOSTILE)]},
    "tiles": {"tiles": [{"label": HOSTILE, "value": "12", "url": "/x", "note": HOSTILE, "color": "danger"}]},
    "timeline": {"entries": [ENTRY]},
    "empty": {"title": HOSTILE, "url": "/x", "link": "Đi"},
    "pagination": {"previous_url": "/?before=a&q=b", "next_url": "/?after=b"},
    "confirm": {"label": "Rút", "question": HOSTILE, "action": "/x"},
    "table": {"caption": HOSTILE, "columns": [("A", ""), ("B", "num")], "rows": [[HOSTILE, "1"]]},
    "unit_switch": {"units": [SimpleNamespace(pk=1, name=HOSTILE)], "unit": 1, "action": "/x"},
}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", PARTIALS)
def test_a_partial_is_well_formed_and_escapes(name, language):
    given = PARTIALS[name]
    markup = render(f'{{% include "kit/{name}.html" %}}', language, **given)
    assert Tree(markup).faults == []
    assert "<script>" not in markup


def test_a_state_is_words_and_icon_not_colour_alone():
    markup = render('{% tag "Quá hạn" "danger" %}')
    assert "Quá hạn" in markup
    assert "#circle-alert" in markup


def test_an_icon_alone_has_a_name():
    assert 'role="img" aria-label="In &quot;phiếu&quot;"' in render(
        '{% icon "printer" label %}', label='In "phiếu"'
    )


@pytest.mark.parametrize(
    "source", ["{% local_day x %}", "{% local_moment x %}", "{% relative_day x y %}", "{{ x|day_text }}"]
)
def test_no_day_is_no_text(source):
    assert render(source, x=None, y=date(2026, 1, 1)) == ""


def test_a_day_carries_its_machine_form():
    assert '<time datetime="2026-11-24">' in render("{% local_day d %}", d=date(2026, 11, 24))


@pytest.mark.parametrize(("day", "mark"), [(3, "left--late"), (4, "left--soon"), (20, 'class="left"')])
def test_late_and_near_days_are_marked(day, mark):
    assert mark in render("{% relative_day d t %}", d=date(2026, 9, day), t=date(2026, 9, 4))


def test_the_current_entry_of_the_navigation_says_so():
    entry = '{% nav_item "/register/" "Sổ" "search" 12 %}'
    assert 'aria-current="page"' in render(entry, path="/register/")
    assert 'aria-current="page"' in render(entry, path="/register/2026/")
    assert "aria-current" not in render(entry, path="/")
    assert "aria-current" not in render('{% nav_item "/" "Đầu" %}', path="/register/")


def test_every_day_of_a_clock_is_listed_with_its_reason():
    holiday = Day("holiday", "Quốc khánh", "National Day", "Thông báo 9441")
    card = working_clock(date(2026, 8, 28), 10, {date(2026, 9, 2): holiday})
    markup = render("{% due card today %}", card=card, today=date(2026, 9, 1))
    assert Tree(markup).faults == []
    assert markup.count('class="day day--') == len(card.days)
    assert markup.count("day--skipped") == 7 + 1  # seven days off, and once in the key
    assert "Quốc khánh" in markup
    assert "Thông báo 9441" in markup
    assert "day--due" in markup
    assert "left" in markup


def test_a_safe_day_before_the_due_day_is_named():
    day = Counted(date(2026, 9, 5), 1, "counted", Day("weekend", "cuối tuần"))
    card = Card(date(2026, 9, 7), date(2026, 9, 4), (day,))
    markup = render("{% due card title='Trả lời' %}", card=card)
    assert "04/09/2026" in markup
    assert "Trả lời" in markup
    assert "due-left" not in markup


def test_a_promised_day_has_a_clock_of_one_day():
    card = Card(
        date(2026, 9, 7), date(2026, 9, 7), (Counted(date(2026, 9, 7), None, "promised", Day("working")),)
    )
    assert "day--promised" in render("{% due card %}", card=card)


def test_a_clock_without_days_shows_its_date():
    assert "07/09/2026" in render("{% due card %}", card=Card(date(2026, 9, 7), date(2026, 9, 7), ()))


def recorded(**kwargs):
    pack = packs.load("vn")
    rule = pack.rules["tcd.result_notice"]
    due = clocks.compute(rule, date(2026, 8, 17), pack.calendar)
    card = {"rule": rule, "due_on": due.legal_due, "safe_on": due.safe_due, "due": due}
    return SimpleNamespace(**{**card, **kwargs})


def test_a_clock_of_the_law_and_a_card_of_it_read_the_same():
    card = recorded()
    shown = render("{% due card %}", card=card)
    assert shown == render("{% due card %}", card=card.due)
    assert "tcd.result_notice" in shown
    assert "28" in shown
    assert Tree(shown).faults == []


def test_a_date_whose_count_changed_since_still_stands():
    shown = render("{% due card %}", "en", card=recorded(due=None))
    assert "A date once given stays." in shown
    assert Tree(shown).faults == []


def test_a_year_without_an_official_list_is_said():
    unsure = SimpleNamespace(
        **{name: getattr(recorded().due, name) for name in ("rule", "legal_due", "safe_due", "days")}
    )
    unsure.confirmed = False
    assert "may still move" in render("{% due card %}", "en", card=unsure)

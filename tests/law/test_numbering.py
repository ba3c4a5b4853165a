"""Numbers of outgoing documents: gapless, in the order of the days, none on a closed day."""

from datetime import date

import pytest

from hoiam.law import numbering
from hoiam.law.numbering import Series
from hoiam.law.refusal import Refused

MON, TUE, WED = date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 2)


@pytest.mark.parametrize(
    ("number", "kind", "written"),
    [
        (1, "TB", "01/TB-UBND"),
        (9, "QĐ", "09/QĐ-UBND"),
        (10, "QĐ", "10/QĐ-UBND"),
        (123, "CV", "123/UBND-TCD"),
        (5, "CV", "05/UBND-TCD"),
    ],
)
def test_a_number_has_a_leading_zero_below_ten_and_a_letter_no_kind(number, kind, written):
    assert numbering.written(number, kind=kind, issuer="UBND") == written


def test_a_series_begins_at_one_and_goes_on():
    assert numbering.following(Series(), on=TUE, today=TUE) == 1
    assert numbering.following(Series(last=7, last_on=MON), on=TUE, today=TUE) == 8
    assert numbering.following(Series(last=7, last_on=TUE), on=TUE, today=TUE) == 8


@pytest.mark.parametrize(
    ("series", "on", "code"),
    [
        (Series(), WED, "day_ahead"),
        (Series(closed_on=MON), MON, "day_closed"),
        (Series(closed_on=TUE), MON, "day_closed"),
        (Series(last=1, last_on=TUE), MON, "later_number_given"),
    ],
)
def test_a_day_that_gets_no_number(series, on, code):
    with pytest.raises(Refused, match=code):
        numbering.following(series, on=on, today=TUE)


def test_a_paper_signed_yesterday_gets_its_number_today_while_the_day_is_open():
    assert numbering.following(Series(closed_on=date(2026, 11, 29)), on=MON, today=TUE) == 1


def test_a_day_is_closed_once_and_only_when_it_is_over():
    assert numbering.close(None, day=MON, today=TUE) == MON
    assert numbering.close(MON, day=TUE, today=WED) == TUE
    with pytest.raises(Refused, match="day_not_over"):
        numbering.close(None, day=TUE, today=TUE)
    with pytest.raises(Refused, match="day_closed"):
        numbering.close(MON, day=MON, today=WED)


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2020, 1, 5), "ngày 05 tháng 01 năm 2020"),
        (date(2020, 2, 15), "ngày 15 tháng 02 năm 2020"),
        (date(2020, 3, 5), "ngày 05 tháng 3 năm 2020"),
        (date(2020, 12, 31), "ngày 31 tháng 12 năm 2020"),
    ],
)
def test_days_below_ten_and_the_first_two_months_have_a_zero(day, text):
    assert numbering.dated(day) == text
    assert numbering.dated(day, place="Hà Nội") == f"Hà Nội, {text}"

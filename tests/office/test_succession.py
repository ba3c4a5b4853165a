"""Units merge, split, dissolve, change level and name, hand over a function; each refusal has its facts."""

from datetime import date

import pytest

from hoiam.law.refusal import Refused
from hoiam.office import actions, queries, reform, succession
from hoiam.office.models import Holder, Post, Role, Succession, Unit
from tests.office import builders
from tests.office.builders import START

ON = date(2026, 9, 1)
BASIS = "1/NQ-UBTVQH16"
WARD, COMMUNE = "05977", "06325"
NEW = builders.LIST + "06400,Mới,Moi,ward,20,2026-09-01,,1/NQ-UBTVQH16\n"


@pytest.fixture
def country(db):
    """A ward and a commune that are served and headed, and a ward that begins on the day."""
    builders.serve(NEW)
    for number, code in enumerate((WARD, COMMUNE)):
        post = builders.head(builders.unit(code), f"Chủ tịch {code}")
        person = builders.person(f"chair{number}")
        actions.appoint(post_id=post, person_id=person, from_on=START)
        actions.assign_role(
            person_id=person, unit_id=builders.unit(code).pk, role=queries.Role.HEAD, from_on=START
        )


def row(code, since=START):
    return Unit.objects.get(code=code, valid_from=since)


def refused(code, action, **named):
    with pytest.raises(Refused, match=f"^{code}$") as caught:
        action(**named)
    return caught.value.facts


def merge(**changed):
    said = {"unit_codes": (WARD, COMMUNE), "into": "06400", "on": ON, "legal_basis": BASIS}
    return succession.merge(**{**said, **changed})


class TestMerge:
    def test_the_earlier_units_end_and_the_later_has_all_their_functions(self, country):
        assert merge().changed
        assert {row(code).valid_until for code in (WARD, COMMUNE)} == {ON}
        after = row("06400", ON)
        for code in (WARD, COMMUNE):
            assert queries.successor(unit_id=row(code).pk, function="petitions", on=ON) == after.pk

    def test_until_the_day_before_nothing_has_changed(self, country):
        merge()
        before = date(2026, 8, 31)
        assert queries.successor(unit_id=row(WARD).pk, function="petitions", on=before) == row(WARD).pk
        assert queries.desk(unit_id=row(WARD).pk, on=before).head_person_id

    def test_posts_and_roles_end_with_the_unit(self, country):
        merge()
        last = date(2026, 8, 31)
        assert set(Holder.objects.values_list("until_on", flat=True)) == {last}
        assert set(Role.objects.values_list("until_on", flat=True)) == {last}

    def test_the_later_unit_is_served_as_the_earlier_ones_were(self, country):
        Unit.objects.filter(code="06400").update(served=False)
        merge()
        assert row("06400", ON).served

    def test_a_unit_that_goes_on_can_take_another_in(self, country):
        assert merge(unit_codes=(COMMUNE,), into=WARD).gaps == ()
        assert row(WARD).valid_until is None

    def test_a_later_unit_that_nobody_heads_is_a_warning(self, country):
        (gap,) = merge().gaps
        assert gap == succession.Gap("06400", ON, None)
        post = builders.head(row("06400", ON))
        assert merge().gaps == (succession.Gap("06400", ON, post),)

    def test_twice_is_once(self, country):
        merge()
        assert not merge().changed
        assert Succession.objects.count() == 2

    def test_the_list_of_units_does_not_bring_back_what_ended(self, country):
        merge()
        builders.load(NEW)
        assert row(WARD).valid_until == ON


class TestRefused:
    def test_no_such_unit(self, country):
        assert refused("no_such_unit", merge, unit_codes=("99999",)) == {"unit_code": "99999"}

    def test_a_successor_that_does_not_exist_on_the_day(self, country):
        assert refused("successor_missing", merge, into="99999")["unit_code"] == "99999"
        facts = refused("successor_missing", merge, on=date(2026, 8, 1))
        assert facts == {"unit_code": "06400", "on": date(2026, 8, 1)}

    def test_a_successor_that_has_ended(self, country):
        succession.dissolve(unit_code=COMMUNE, to=WARD, on=date(2026, 8, 1), legal_basis=BASIS)
        facts = refused("successor_ended", merge, unit_codes=(WARD,), into=COMMUNE)
        assert facts == {"unit_code": COMMUNE, "ended": date(2026, 8, 1)}

    def test_a_day_before_the_unit_began(self, country):
        facts = refused("unit_not_begun", merge, unit_codes=("06400",), into=WARD)
        assert facts == {"unit_code": "06400", "began": ON, "on": ON}

    def test_a_unit_that_has_ended_already(self, country):
        succession.dissolve(unit_code=COMMUNE, to=WARD, on=date(2026, 8, 1), legal_basis=BASIS)
        facts = refused("unit_ended_already", merge, unit_codes=(COMMUNE,))
        assert facts == {"unit_code": COMMUNE, "ended": date(2026, 8, 1)}

    def test_a_unit_that_is_to_end_on_a_later_day(self, country):
        merge()
        facts = refused("unit_ends_later", merge, unit_codes=(COMMUNE,), into=WARD, on=date(2026, 8, 1))
        assert facts == {"unit_code": COMMUNE, "ended": ON}

    def test_its_own_successor(self, country):
        refused("successor_itself", merge, unit_codes=(WARD,), into=WARD)

    def test_nothing_of_what_is_refused_stays(self, country):
        refused("no_such_unit", merge, unit_codes=(WARD, "99999"))
        assert row(WARD).valid_until is None


class TestSplit:
    def split(self, **changed):
        said = {
            "unit_code": WARD,
            "into": (COMMUNE, "06400"),
            "lead": "06400",
            "on": ON,
            "legal_basis": BASIS,
        }
        return succession.split(**{**said, **changed})

    def test_what_is_not_assigned_follows_the_lead(self, country):
        self.split()
        assert queries.successor(unit_id=row(WARD).pk, function="petitions", on=ON) == row("06400", ON).pk
        assert row(WARD).successions.get(function="part").successor.code == COMMUNE

    def test_the_lead_is_one_of_them(self, country):
        assert refused("lead_not_among", self.split, lead="20") == {"unit_code": "20"}


class TestGoesOn:
    def test_a_renamed_unit_keeps_its_people_under_the_new_name(self, country):
        outcome = succession.rename(
            unit_code=WARD,
            name="Tên Mới",
            name_en="New Name",
            on=ON,
            legal_basis=BASIS,
            title="A",
            title_en="B",
        )
        before, after = row(WARD), row(WARD, ON)
        assert (before.name, before.valid_until, after.name, after.served) == (
            "Đông Kinh",
            ON,
            "Tên Mới",
            True,
        )
        assert outcome.gaps == ()
        desk = queries.desk(unit_id=after.pk, on=ON)
        assert (desk.head_title, desk.head_name) == ("A", "Nông Thị Ví Dụ")
        assert Role.objects.filter(unit=after, until_on=None).count() == 1
        assert Post.objects.get(unit=before).title == f"Chủ tịch {WARD}"

    def test_twice_is_once(self, country):
        said = {"unit_code": COMMUNE, "kind": "ward", "on": ON, "legal_basis": BASIS}
        assert succession.change_level(**said).changed
        assert not succession.change_level(**said).changed
        assert (row(COMMUNE).kind, row(COMMUNE, ON).kind) == ("commune", "ward")
        assert Holder.objects.filter(post__unit__code=COMMUNE).count() == 2

    def test_a_row_that_the_list_has_already_is_used(self, db):
        builders.serve()
        post = builders.head(builders.unit(COMMUNE))
        actions.appoint(post_id=post, person_id=builders.person(), from_on=START)
        builders.load(builders.CITY)
        said = {"unit_code": COMMUNE, "kind": "ward", "on": date(2026, 8, 1), "legal_basis": BASIS}
        assert succession.change_level(**said).gaps == ()
        assert Unit.objects.filter(code=COMMUNE).count() == 2

    def test_an_unknown_level_is_refused(self, country):
        refused(
            "unit_kind_unknown",
            succession.change_level,
            unit_code=COMMUNE,
            kind="hamlet",
            on=ON,
            legal_basis=BASIS,
        )


class TestFunction:
    def hand_over(self, **changed):
        said = {"unit_code": COMMUNE, "to": WARD, "function": "petitions", "on": ON, "legal_basis": BASIS}
        return succession.hand_over(**{**said, **changed})

    def test_one_function_goes_and_both_units_go_on(self, country):
        self.hand_over()
        assert queries.successor(unit_id=row(COMMUNE).pk, function="petitions", on=ON) == row(WARD).pk
        assert queries.successor(unit_id=row(COMMUNE).pk, function="other", on=ON) == row(COMMUNE).pk
        assert (row(COMMUNE).valid_until, Holder.objects.filter(until_on=None).count()) == (None, 2)

    def test_twice_is_once(self, country):
        assert self.hand_over().changed
        assert not self.hand_over().changed

    def test_a_function_that_the_unit_does_not_have_is_refused(self, country):
        facts = refused("function_not_held", self.hand_over, function="land")
        assert facts == {"unit_code": COMMUNE, "function": "land"}
        self.hand_over()
        refused("function_not_held", self.hand_over, to="20")

    def test_a_unit_that_ends_on_the_day_hands_nothing_over_alone(self, country):
        succession.dissolve(unit_code=COMMUNE, to=WARD, on=ON, legal_basis=BASIS)
        refused("unit_ended_already", self.hand_over)


class TestReform:
    LANG_SON = "succession_2025-07-01_lang_son.toml"
    WARDS = "\n".join(
        f"{code},{name},{name},ward,20,2025-07-01,,1672/NQ-UBTVQH15"
        for code, name in (("05983", "Luong Van Tri"), ("05986", "Tam Thanh"), ("06187", "Ky Lua"))
    )

    @pytest.fixture
    def wards(self, db):
        builders.load(f"{builders.LIST}{self.WARDS}\n")

    def test_the_city_of_lang_son_becomes_four_wards(self, wards):
        applied = reform.apply(reform.shipped(self.LANG_SON))
        assert (applied.units, applied.changes) == (14, 5)
        assert {gap.unit_code for gap in applied.gaps} == {"05977", "05983", "05986", "06187"}
        now = Unit.objects.filter(served=True, valid_until=None)
        assert set(now.values_list("code", flat=True)) == {"05977", "05983", "05986", "06187"}
        vinh_trai = Unit.objects.get(name="Vĩnh Trại")
        found = queries.successor(unit_id=vinh_trai.pk, function="petitions", on=START)
        assert Unit.objects.get(pk=found).name == "Đông Kinh"

    def test_the_earlier_city_is_no_province(self, wards):
        reform.apply(reform.shipped(self.LANG_SON))
        assert [card.code for card in queries.provinces(on=date(2025, 8, 1))] == ["20"]
        assert Unit.objects.get(code="178").kind == "provincial_city"

    def test_twice_is_once(self, wards):
        reform.apply(reform.shipped(self.LANG_SON))
        again = reform.apply(reform.shipped(self.LANG_SON))
        assert (again.units, again.changes) == (0, 0)

    def test_a_preview_leaves_nothing_behind(self, wards):
        applied = reform.apply(reform.shipped(self.LANG_SON), preview=True)
        assert (applied.units, applied.changes) == (14, 5)
        assert not Unit.objects.filter(code="178").exists()
        assert not Succession.objects.exists()

    def test_the_cities_of_2026_are_in_the_list_and_in_the_file(self, db):
        actions.load_units(rows=[one for one in actions.unit_rows() if not one.parent_code])
        applied = reform.apply(reform.shipped("succession_2026.toml"))
        assert {gap.unit_code for gap in applied.gaps} == {"22", "24", "75"}
        kinds = Unit.objects.filter(code__in=("22", "24", "75"), valid_until=None).values_list(
            "kind", flat=True
        )
        assert set(kinds) == {"city"}

    @pytest.mark.parametrize(
        ("text", "facts"),
        [
            ("[[change]]\nkind = 'merge'", {"table": "change", "row": 1}),
            (
                "[[change]]\nkind='melt'\non=2026-09-01\nlegal_basis='1'\nunits=['1']",
                {"table": "change", "row": 1},
            ),
            (
                "[[change]]\nkind='split'\non=2026-09-01\nlegal_basis='1'\nunits=['1']\nto=['2']",
                {"table": "change", "row": 1},
            ),
            (
                "[[change]]\nkind='merge'\non='soon'\nlegal_basis='1'\nunits=['1']\nto=['2']",
                {"table": "change", "row": 1},
            ),
            ("[[unit]]\ncode = '1'", {"table": "unit", "row": 1}),
        ],
    )
    def test_a_row_that_is_not_whole_is_refused_with_its_number(self, text, facts):
        assert refused("reform_row_wrong", reform.parse, text=text) == facts

    def test_what_is_no_toml_is_refused(self):
        refused("reform_unreadable", reform.parse, text="= 1")

    def test_a_unit_that_overlaps_one_of_its_code_is_refused(self, wards):
        text = self.unit(code="05977", kind="ward")
        assert refused("unit_dates_overlap", reform.apply, reform=reform.parse(text)) == {
            "unit_code": "05977"
        }

    def test_a_unit_of_an_unknown_kind_is_refused(self, wards):
        refused("unit_kind_unknown", reform.apply, reform=reform.parse(self.unit(code="1", kind="hamlet")))

    def unit(self, *, code, kind):
        return (
            f"[[unit]]\ncode='{code}'\nname='A'\nname_en='A'\nkind='{kind}'\npath='/20/{code}/'\n"
            "valid_from=2025-01-01\nlegal_basis='1'"
        )

"""Who issues a paper: the People's Committee, the Council, a Party committee; each with its own symbol."""

import pytest

from hoiam.law import issuers
from hoiam.law.issuers import Body, Place

WARD = Place(kind="ward", name="Đông Kinh", full="phường Đông Kinh")
PROVINCE = Place(kind="province", name="Lạng Sơn", full="tỉnh Lạng Sơn")


@pytest.mark.parametrize(
    ("kind", "title", "body"),
    [
        ("", "Chủ tịch Ủy ban nhân dân phường Đông Kinh", Body.COMMITTEE),
        ("", "Chủ tịch Hội đồng nhân dân phường Đông Kinh", Body.COUNCIL),
        ("council_chair", "Chủ tịch", Body.COUNCIL),
        ("", "Bí thư Đảng ủy phường Đông Kinh", Body.PARTY),
        ("", "Bí thư Tỉnh ủy Lạng Sơn", Body.PARTY),
        ("party_secretary_commune", "Bí thư", Body.PARTY),
        ("agency_head", "Giám đốc Sở Xây dựng", Body.AGENCY),
        ("public_unit_head", "Hiệu trưởng", Body.AGENCY),
        ("committee_chair_commune", "Chủ tịch", Body.COMMITTEE),
    ],
)
def test_a_post_stands_at_the_head_of_one_body(kind, title, body):
    assert issuers.body_of(kind, title) is body


@pytest.mark.parametrize(
    ("body", "unit", "parent", "said"),
    [
        (
            Body.COMMITTEE,
            WARD,
            PROVINCE,
            ("Ủy ban nhân dân phường Đông Kinh", "Ủy ban nhân dân tỉnh Lạng Sơn", "……/TB-UBND"),
        ),
        (Body.COMMITTEE, PROVINCE, None, ("Ủy ban nhân dân tỉnh Lạng Sơn", "", "……/TB-UBND")),
        (Body.COUNCIL, WARD, PROVINCE, ("Hội đồng nhân dân phường Đông Kinh", "", "……/TB-HĐND")),
        (Body.PARTY, WARD, PROVINCE, ("Đảng ủy phường Đông Kinh", "Tỉnh ủy Lạng Sơn", "……-TB/ĐU")),
        (Body.PARTY, PROVINCE, None, ("Tỉnh ủy Lạng Sơn", "", "……-TB/TU")),
        (Body.AGENCY, PROVINCE, None, ("Ủy ban nhân dân tỉnh Lạng Sơn", "", "")),
    ],
)
def test_each_body_has_its_name_the_one_above_and_its_symbol(body, unit, parent, said):
    made = issuers.issuer(body, unit, parent)
    assert (made.name, made.parent, made.symbol("TB")) == said
    assert made.party is (body is Body.PARTY)


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Chủ tịch Ủy ban nhân dân phường Đông Kinh", "Chủ tịch"),
        ("Bí thư Đảng ủy phường Đông Kinh", "Bí thư"),
        ("Giám đốc Sở Xây dựng", "Giám đốc Sở Xây dựng"),
        ("Ủy ban nhân dân", "Ủy ban nhân dân"),
    ],
)
def test_the_title_above_a_name_is_without_its_body(title, said):
    assert issuers.bare(title) == said

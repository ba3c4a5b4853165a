"""Drawings and tables of the procedures: whole, legible, and the same as in the handbook."""

import xml.etree.ElementTree as ET
from itertools import combinations
from pathlib import Path

import pytest

from hoiam.law import cards, drawing, lanes, packs, svg, tabling
from hoiam.law.procedures import reading, registry
from hoiam.law.refusal import Refused
from tests.every import each

VN, DEMO = packs.load("vn"), packs.load("demo_en")
PAGES = Path(__file__).parents[2] / "docs" / "handbook" / "thu-tuc"
SPACE = "{http://www.w3.org/2000/svg}"
DRAWN = {name: drawing.draw(procedure, VN, "vi") for name, procedure in registry.ALL.items()}
ROOTS = {name: ET.fromstring(drawn) for name, drawn in DRAWN.items()}  # noqa: S314 - our own

each_procedure = each(registry.ALL)


def dealt(name):
    return cards.deal(reading.tell(registry.ALL[name], VN, "vi"), "vi")


@each_procedure
def test_the_handbook_shows_what_the_tables_say(name):
    renew = "hoiam law draw --out docs/handbook/thu-tuc"
    assert (PAGES / f"{name}.svg").read_text(encoding="utf-8") == DRAWN[name], renew
    page = (PAGES / f"{name}.md").read_text(encoding="utf-8")
    assert tabling.insert(page, tabling.table(registry.ALL[name], VN, "vi")) == page, renew
    assert f"]({name}.svg)" in page
    assert f"({name}.md)" in (PAGES / "README.md").read_text(encoding="utf-8")


def test_the_handbook_has_no_page_of_a_procedure_that_is_gone():
    assert {path.stem for path in PAGES.glob("*.*")} == {*registry.ALL, "README"}


@each_procedure
def test_a_drawing_names_itself_and_tells_its_arrows_in_words(name):
    root = ROOTS[name]
    assert root.find(f"{SPACE}title").text == VN.words[name].vi
    said = root.find(f"{SPACE}desc").text
    for move in registry.ALL[name].moves:
        if set(move.paths) != set(move.paths.values()):
            assert VN.words[f"{name}.event.{move.event}"].vi in said


@each_procedure
def test_every_state_has_a_card_and_every_event_stands_on_one(name):
    shown = " ".join(line.text for line in ROOTS[name].iter(f"{SPACE}text"))
    for key, word in VN.words.items():
        if key.startswith((f"{name}.state.", f"{name}.event.")):
            assert word.vi.split()[0] in shown
    states = [card.state for card in dealt(name).cards]
    assert set(registry.ALL[name].states) <= set(states)


@each_procedure
def test_all_of_it_lies_within_the_sheet(name):
    wide, tall = float(ROOTS[name].get("width")), float(ROOTS[name].get("height"))
    for line in ROOTS[name].iter(f"{SPACE}text"):
        x, y, size = (float(line.get(key)) for key in ("x", "y", "font-size"))
        assert 0 <= x <= x + svg.width(line.text, size) <= wide
        assert size <= y <= tall


@each_procedure
def test_no_text_leaves_its_card(name):
    room = cards.CARD - 2 * cards.PAD
    for card in dealt(name).cards:
        for row in card.rows:
            assert max(svg.width(line, cards.WORDS, bold=True) for line in row.words) <= room
            assert max(svg.width(line, cards.SMALL) for line in row.small) <= room
            for placed in (one for line in row.marks for one in line):
                assert placed.x + cards.SIGN_ROOM + svg.width(placed.said, cards.SMALL) <= room


@each_procedure
def test_no_two_ways_lie_on_one_another_unless_they_lead_to_one_card(name):
    columns = lanes.columns(dealt(name).cards)
    ways = lanes.lanes(columns)
    for one, other in combinations(ways, 2):
        if (one.gutter, one.number) == (other.gutter, other.number):
            assert one.span[1] <= other.span[0] or other.span[1] <= one.span[0]
    for gutter in {lane.gutter for lane in ways}:
        heights = [
            height
            for lane in ways
            if lane.gutter == gutter
            for height in (lane.arrives, *(height for height, _ in lane.leaves))
        ]
        assert all(abs(one - other) >= lanes.APART for one, other in combinations(heights, 2))


@each_procedure
def test_a_drawing_is_made_in_english_too(name):
    drawn = drawing.draw(registry.ALL[name], VN, "en")
    assert VN.words[name].en in drawn
    assert "người đứng đầu" not in drawn


def test_another_pack_draws_its_own_procedures():
    for procedure in registry.of(DEMO):
        assert DEMO.words[procedure.name].en in drawing.draw(procedure, DEMO, "en")
    assert 0 < len(registry.of(DEMO)) < len(registry.of(VN))


def test_a_table_has_a_line_for_each_row_and_names_where_it_is_written():
    lines = tabling.table(registry.ALL["publication"], VN, "vi").splitlines()
    assert lines[0] == "| Việc | Từ bước | Sang bước | Ai làm | Thời hạn | Căn cứ |"
    assert lines[3] == (
        "| Niêm yết, đăng tải | Phải công khai | Đang niêm yết | cán bộ tiếp công dân, người đứng đầu "
        "| Niêm yết tối thiểu: bắt đầu tính; Công khai: hoàn thành "
        "| Luật Thực hiện dân chủ ở cơ sở 10/2022/QH15, Điều 13 khoản 1 đến khoản 2 |"
    )
    english = tabling.table(registry.ALL["publication"], VN, "en")
    assert "| Withhold, give the ground | To be published | Withheld | head of office |" in english
    assert "House rule" in english


def test_what_was_not_read_is_said_beside_its_source():
    said = tabling.table(registry.ALL["inspection"], VN, "vi")
    assert "Luật Thanh tra 84/2025/QH15 (chưa thấy số điều) (chưa kiểm chứng)" in said


@each(["", tabling.BEGIN, tabling.END])
def test_a_page_without_a_place_for_the_table_is_refused(page):
    with pytest.raises(Refused, match="no_place"):
        tabling.insert(page, "| |")


def test_a_clock_is_shown_ended_only_where_it_can_run():
    rows = reading.tell(registry.ALL["consultation"], VN, "en").rows
    ends = {row.befores: [mark.sign for mark in row.marks] for row in rows if row.event == "drop"}
    assert ends == {("draft", "closed", "answered"): [], ("open",): [reading.Sign.VOID]}


class TestText:
    def test_is_folded_between_words_and_a_long_word_stands_alone(self):
        assert svg.fold("one incomprehensibilities two", 10, 40) == ["one", "incomprehensibilities", "two"]

    def test_a_number_stays_with_the_word_before_it(self):
        assert svg.fold("Điều 13 khoản 2", 10, 50) == ["Điều 13", "khoản 2"]

    def test_is_escaped(self):
        assert svg.text("a < b & c", 0, 1.25, 12).endswith(">a &lt; b &amp; c</text>")


def test_a_line_without_corners_is_straight_and_corners_never_bend_further_than_half_the_way():
    assert 'd="M0.0 0.0L9.0 0.0"' in svg.path([(0, 0), (9, 0)], radius=6)
    assert "L2.0 0.0Q4.0 0.0 4.0 2.0" in svg.path([(0, 0), (4, 0), (4, 4)], radius=6)
    assert "Q0.0 0.0 0.0 0.0" in svg.path([(0, 0), (0, 0), (0, 4)], radius=6)


def test_a_height_with_no_free_place_near_is_used_all_the_same():
    taken = [step * 1.0 for step in range(-30, 30)]
    assert lanes._free(0, taken) == 0


def test_the_meaning_of_the_signs_goes_on_below_when_the_drawing_is_narrow(monkeypatch):
    monkeypatch.setattr(drawing, "SIGN_ROOM", 400)
    narrow = drawing.draw(registry.ALL["petition"], VN, "vi")
    said = [sign["vi"] for sign in drawing.SIGNS.values()]
    root = ET.fromstring(narrow)  # noqa: S314 - our own
    heights = {text.get("y") for text in root.iter(f"{SPACE}text") if "".join(text.itertext()) in said}
    assert len(heights) > 1

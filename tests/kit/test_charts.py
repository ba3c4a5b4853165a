"""Charts: pure, escaped, named for those who cannot see them."""

import xml.etree.ElementTree as ET

import pytest

from hoiam.kit import charts
from tests.kit.pages import Tree, render

BARS = charts.BarChart(
    "Kết quả <6 tháng>",
    "Theo đơn vị",
    (
        charts.Bar(
            "Đông Kinh & Kỳ Lừa", (charts.Part("Đúng hạn", 1240, "good"), charts.Part("Quá hạn", 86, "bad"))
        ),
        charts.Bar("Xã trống", (charts.Part("Đúng hạn", 0, "good"),)),
    ),
)
LINES = charts.LineChart(
    "Mỗi tháng",
    "Tiếp nhận và trả lời",
    ("T1", "T2", "T3"),
    (charts.Line("Tiếp nhận", (10, 12, 9)), charts.Line("Trả lời", (8, None, 11), "good")),
)


@pytest.mark.parametrize("svg", [charts.bar_svg(BARS, key="a"), charts.line_svg(LINES, key="b")])
def test_a_chart_is_xml_with_a_title_and_no_style(svg):
    root = ET.fromstring(svg)  # noqa: S314 - our own markup
    assert root.attrib["role"] == "img"
    assert [child.tag.split("}")[1] for child in root][:2] == ["title", "desc"]
    assert "style" not in svg


def test_a_missing_value_leaves_a_gap_in_the_dots():
    assert charts.line_svg(LINES, key="b").count("<circle") == 5


@pytest.mark.parametrize("chart", [charts.BarChart("t", "d", ()), charts.LineChart("t", "d", (), ())])
def test_an_empty_chart_is_still_a_chart(chart):
    draw = charts.bar_svg if isinstance(chart, charts.BarChart) else charts.line_svg
    assert ET.fromstring(draw(chart, key="k")) is not None  # noqa: S314


@pytest.mark.parametrize(
    ("value", "vi", "en"), [(1234567, "1.234.567", "1,234,567"), (1234.56, "1.234,6", "1,234.6")]
)
def test_numbers_are_grouped_for_the_reader(value, vi, en):
    assert charts.grouped(value, "vi") == vi
    assert charts.grouped(value, "en") == en


@pytest.mark.parametrize(("most", "top"), [(0, 4), (3, 4), (5, 8), (9, 20), (190, 200), (201, 400)])
def test_the_axis_ends_on_a_round_number(most, top):
    assert charts.ceiling(most) == top


@pytest.mark.parametrize("source", ["{% bar_chart chart 'k' %}", "{% line_chart chart 'k' %}"])
def test_beside_each_chart_stands_its_table(source):
    chart = BARS if "bar" in source else LINES
    markup = render(source, chart=chart)
    tree = Tree(markup)
    assert tree.faults == []
    assert len(tree.all("table")) == 1
    assert "1.240" in markup or ">–<" in markup
    assert "<6 tháng>" not in markup

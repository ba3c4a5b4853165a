"""`hoiam law draw` as a writer of the handbook types it."""

import pytest
from click.testing import CliRunner

from hoiam.config.commands import law
from hoiam.law import tabling


def run(*words):
    return CliRunner().invoke(law.command, ["draw", *map(str, words)])


def test_one_procedure_is_drawn_into_a_folder_that_need_not_be_there(tmp_path):
    assert run("consultation", "--out", tmp_path / "new").exit_code == 0
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["consultation.svg"]
    assert "Lấy ý kiến Nhân dân" in (tmp_path / "new" / "consultation.svg").read_text(encoding="utf-8")


def test_without_a_name_all_are_drawn_and_in_english_if_wanted(tmp_path):
    assert run("--lang", "en", "--out", tmp_path).exit_code == 0
    names = {path.stem for path in tmp_path.glob("*.svg")}
    assert {"petition", "complaint_first", "denunciation", "inspection"} <= names
    assert "Settling a denunciation" in (tmp_path / "denunciation.svg").read_text(encoding="utf-8")


def test_a_page_beside_the_drawing_gets_its_table_anew(tmp_path):
    page = tmp_path / "consultation.md"
    page.write_text(f"# Ours\n{tabling.BEGIN}\nold\n{tabling.END}\nmore", encoding="utf-8")
    assert run("consultation", "--out", tmp_path).exit_code == 0
    written = page.read_text(encoding="utf-8")
    assert written.startswith("# Ours\n")
    assert written.endswith("\nmore")
    assert "Góp ý kiến" in written
    assert "old" not in written


def test_another_pack_has_its_own_procedures(tmp_path):
    assert run("--pack", "demo_en", "--lang", "en", "--out", tmp_path).exit_code == 0
    assert not (tmp_path / "denunciation.svg").exists()


@pytest.mark.parametrize(
    ("lang", "said"), [("vi", "Không có thủ tục duel"), ("en", "No procedure is called duel")]
)
def test_a_procedure_that_is_not_there_is_refused_with_the_list(lang, said):
    asked = run("duel", "--lang", lang)
    assert asked.exit_code == 2
    assert said in asked.output
    assert "petition, complaint_first" in asked.output

"""Forms: every field says what it wants, what is wrong with it, and loses nothing."""

import pytest
from django import forms
from django.utils import translation

from hoiam.kit.forms import KitRenderer, sharing
from tests.kit.pages import Tree, render

HOSTILE = "<script>alert(1)</script>\"'&"


class Petition(forms.Form):
    kind = forms.ChoiceField(
        label="Loại", widget=forms.RadioSelect, choices=[("k", "Kiến nghị"), ("p", "Phản ánh")]
    )
    unit = forms.ChoiceField(label="Đơn vị", choices=[("", "–"), ("Xã", [("1", "Đồng Đăng <b>")])])
    title = forms.CharField(label="Tóm tắt", max_length=80, help_text="Một <em>câu</em>")
    text = forms.CharField(label="Nội dung", max_length=2000, widget=forms.Textarea)
    on = forms.DateField(label="Ngày", required=False, widget=forms.DateInput(attrs={"size": 12}))
    photo = forms.FileField(label="Tệp", required=False)
    tags = forms.MultipleChoiceField(
        label="Lĩnh vực",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("a", "Đất đai"), ("b", "Môi trường")],
    )
    agree = forms.BooleanField(label="Đồng ý", help_text="Có thể đổi ý")
    token = forms.CharField(widget=forms.HiddenInput)


def shown(data=None, language="vi", **kwargs):
    return render("{{ form }}", language, form=Petition(data, **kwargs))


def test_the_settings_name_this_renderer():
    assert isinstance(Petition().renderer, KitRenderer)


@pytest.mark.parametrize("data", [None, {}])
def test_markup_is_well_formed_and_ids_are_single(data):
    assert Tree(shown(data)).faults == []


def test_every_input_has_a_label_or_a_legend():
    tree = Tree(shown())
    labelled = {attrs["for"] for attrs in tree.all("label")}
    inputs = [attrs for tag in ("input", "select", "textarea") for attrs in tree.all(tag)]
    assert {attrs["id"] for attrs in inputs if attrs.get("type") != "hidden"} <= labelled
    assert len(tree.all("legend")) == 2


def test_a_wrong_answer_is_tied_to_its_message():
    with translation.override("vi"):
        tree = Tree(shown({"title": ""}))
    title = tree.by_id("id_title")
    assert title["aria-invalid"] == "true"
    assert title["aria-describedby"].split() == ["id_title_helptext", "id_title_error"]
    assert tree.by_id("id_title_error")
    assert tree.by_id("id_kind-group")["aria-describedby"] == "id_kind_error"


def test_the_summary_leads_to_each_wrong_field():
    tree = Tree(shown({}))
    targets = [attrs["href"].removeprefix("#") for attrs in tree.all("a")]
    assert targets == ["id_kind_0", "id_unit", "id_title", "id_text", "id_agree", "id_token"]
    assert all(tree.by_id(target) for target in targets)


def test_a_form_without_errors_has_no_summary():
    assert "ds-error-summary" not in shown()


def test_what_was_typed_comes_back_escaped():
    data = {"title": HOSTILE, "text": HOSTILE, "on": HOSTILE, "kind": "k", "unit": HOSTILE, "tags": ["b"]}
    markup = shown(data)
    assert "<script>" not in markup
    assert markup.count("&lt;script&gt;") >= 3
    tree = Tree(markup)
    assert tree.faults == []
    assert tree.by_id("id_title")["value"] == HOSTILE
    assert "checked" in tree.by_id("id_kind_0")
    assert "checked" in tree.by_id("id_tags_1")
    assert "checked" not in tree.by_id("id_tags_0")


def test_initial_values_and_choices_are_shown():
    tree = Tree(shown(initial={"unit": "1", "title": "Đèn hỏng", "agree": True}))
    assert [attrs for attrs in tree.all("option") if "selected" in attrs] == [
        {"value": "1", "selected": None}
    ]
    assert tree.all("optgroup") == [{"label": "Xã"}]
    assert "checked" in tree.by_id("id_agree")


def test_the_browser_neither_judges_nor_cuts():
    tree = Tree(shown())
    assert not any("required" in attrs for _, attrs in tree.elements)
    text = tree.by_id("id_text")
    assert text["data-maxlength"] == "2000"
    assert "maxlength" not in text
    assert "cols" not in text


def test_only_optional_fields_say_so():
    markup = shown(language="en")
    assert markup.count("(optional)") == 3
    assert "Up to 2,000 characters." in markup


def test_a_file_field_never_echoes_a_value():
    assert "value" not in Tree(shown(initial={"photo": "old.pdf"})).by_id("id_photo")


def test_other_widgets_fall_back_to_their_templates():
    class Split(forms.Form):
        at = forms.SplitDateTimeField(label="Lúc")

    assert Tree(render("{{ form }}", form=Split())).by_id("id_at_0")


def test_forms_that_share_their_fields_keep_choices_and_answers_apart():
    @sharing
    class Small(forms.Form):
        name = forms.CharField(max_length=5)
        kind = forms.ChoiceField(choices=[("a", "A")])

    first, second = Small({"name": "một", "kind": "b"}), Small({"name": "quá dài", "kind": "a"})
    first.fields["kind"].choices = [("b", "B")]
    assert first.is_valid()
    assert list(second.errors) == ["name"]
    assert first["name"].value() == "một"
    assert first.fields["name"] is second.fields["name"]

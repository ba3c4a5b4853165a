"""Text typed before Unicode is told and converted; what is Unicode stays as it is."""

import unicodedata

import pytest

from hoiam.kit import legacy

TEXT = (
    "Cộng hoà xã hội chủ nghĩa Việt Nam. Kính gửi Uỷ ban nhân dân phường Đông Kinh, tôi đề nghị giải "
    "quyết đơn về đất đai, "
    "ngõ hẻm lầy lội, cống rãnh ứ đọng, ngỗng vịt chạy khắp, ỹ ỵ ẵm bẵng ngẩng phẳng."
)
OLD = {
    "tcvn3": "Céng hoµ x· héi chñ nghÜa ViÖt Nam",
    "vni": "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam",
}


def typed(text, table):
    back = {new: chr(old) for old, new in table.items()}
    return "".join(back.get(letter, letter) for letter in text)


def vni(text):
    """The other way round, letter by letter."""
    marks = {new: old for old, new in legacy._VNI_MARKS.items()}
    whole = {new: old for old, new in legacy._VNI_WHOLE.items()}

    def one(letter):
        low = letter.lower()
        if low in whole and low not in "ìí":
            return whole[low].upper() if letter.isupper() else whole[low]
        parts = unicodedata.normalize("NFD", low)
        if len(parts) == 1:
            return letter
        base, rest = parts[0], parts[1:]
        if rest.startswith("\u031b"):
            base, rest = {"o": "ô", "u": "ö"}[base], rest[1:]
        if low in "ìí" or not rest:
            return letter if not rest or low in "ìí" else base
        dotted = "".join(sorted(rest, key=lambda mark: mark not in "\u0302\u0306"))
        return base + marks[dotted]

    return "".join(map(one, text))


@pytest.mark.parametrize("name", OLD)
def test_the_best_known_line_of_all(name):
    assert legacy.CONVERTERS[name](OLD[name]).replace("hòa", "hoà") == "Cộng hoà xã hội chủ nghĩa Việt Nam"
    assert legacy.encoding_of([OLD[name]]) == name


def test_every_letter_goes_there_and_back():
    letters = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂÊÔƠƯĐ"
    assert legacy.from_tcvn3(typed(letters, legacy.TCVN3)) == letters
    assert len(legacy.TCVN3) == len(letters) == len(set(legacy.TCVN3.values()))
    small = letters[:-7]
    assert legacy.from_vni(vni(small)) == small


@pytest.mark.parametrize("name", OLD)
def test_whole_texts_are_told_and_converted(name):
    old = typed(TEXT, legacy.TCVN3) if name == "tcvn3" else vni(TEXT)
    assert old != TEXT
    assert legacy.encoding_of([old]) == name
    assert legacy.CONVERTERS[name](old) == TEXT


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        unicodedata.normalize("NFD", TEXT),
        "Duong xa lay loi, khong dau",
        "",
        "café à Đông",
        "Nguyễn Văn A, thôn Bản Áng, xã Tân Đoàn",
    ],
)
def test_what_is_unicode_stays(text):
    assert legacy.encoding_of([text]) == ""


def test_what_makes_no_sense_in_any_is_said_so():
    assert legacy.encoding_of(["Ã¡Â»â„¢ng hÃ²a xÃ£ hÃ¡Â»â„¢i Äƒ Ä‘Ã¡"]) == legacy.UNKNOWN


@pytest.mark.parametrize(
    "word", ["nghiêng", "quyền", "Uỷ", "khuỷu", "gì", "giữa", "xoong", "yêu", "ngoằn", "huơ"]
)
def test_a_syllable(word):
    assert legacy.is_syllable(word)


@pytest.mark.parametrize("word", ["héó", "x·", "Vieät", "nghÜa", "chñ", "bcd", "Ã¡"])
def test_no_syllable(word):
    assert not legacy.is_syllable(word)

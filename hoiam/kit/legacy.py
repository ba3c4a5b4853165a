"""Vietnamese as it was typed before Unicode: TCVN3 (ABC) and VNI, which look like Western European letters.

Told by syllables: what was typed so makes no Vietnamese syllables as it stands, and does once it is converted.
"""

import re
import unicodedata
from collections.abc import Iterable

_TCVN3 = (
    "µà¸á¶ả·ã¹ạ¨ă»ằ¾ắ¼ẳ½ẵÆặ©âÇầÊấÈẩÉẫËậ®đÌèÐéÎẻÏẽÑẹªêÒềÕếÓểÔễÖệ×ìÝíØỉÜĩÞịßòãóáỏâõäọ«ôåồèốæổçỗéộ¬ơêờíớëởìỡîợ"
    "ïùóúñủòũôụ\xadưõừøứöử÷ữùựúỳýýûỷüỹþỵ¡Ă¢Â£Ê¤Ô¥Ơ¦Ư§Đ"
)
TCVN3 = {ord(old): new for old, new in zip(_TCVN3[::2], _TCVN3[1::2], strict=True)}
_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT = "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"
_HAT, _BREVE = "\u0302", "\u0306"
_VNI_MARKS = {
    "ø": _GRAVE,
    "ù": _ACUTE,
    "û": _HOOK,
    "õ": _TILDE,
    "ï": _DOT,
    "â": _HAT,
    "à": _HAT + _GRAVE,
    "á": _HAT + _ACUTE,
    "å": _HAT + _HOOK,
    "ã": _HAT + _TILDE,
    "ä": _HAT + _DOT,
    "ê": _BREVE,
    "è": _BREVE + _GRAVE,
    "é": _BREVE + _ACUTE,
    "ú": _BREVE + _HOOK,
    "ü": _BREVE + _TILDE,
    "ë": _BREVE + _DOT,
}
_VNI_WHOLE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ì": "ì", "í": "í"}
_VNI = re.compile(r"([aeouyôöAEOUYÔÖ])([øùûõïâàáåãäêèéúüëØÙÛÕÏÂÀÁÅÃÄÊÈÉÚÜË])|([ôöñæóòîÔÖÑÆÓÒÎ])")
_WORD = re.compile(
    r"[^\W\d_]+(?:[\u0080-\u00bf\u00d7\u00f7\u00ad][^\W\d_]*)*|[\u00a1-\u00bf\u00ad]+[^\W\d_]*"
)
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_SYLLABLE = re.compile(
    r"(ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnpqrstvx])?"
    r"(uyê|uya|uyu|oai|oay|oao|oeo|uay|uôi|ươi|ươu|iêu|yêu|uâ|uê|uô|uơ|uy|ươ|ưa|ưi|ưu|iê|yê|ia|iu|oa|oă|oe|oi|oo|"
    r"ôô|ai|ao|au|ay|âu|ây|eo|êu|ôi|ơi|ua|ui|[aăâeêioôơuưy])"
    r"(ng|nh|ch|[cmnpt])?"
)
ENCODINGS = ("tcvn3", "vni")
UNKNOWN = "unknown"
_ENOUGH = 0.7
_FEW = 3


def from_tcvn3(text: str) -> str:
    """TCVN 5712:1993, third table: one sign for each letter with its mark."""
    return text.translate(TCVN3)


def from_vni(text: str) -> str:
    """VNI for Windows: the mark is a letter of its own behind the vowel."""
    return unicodedata.normalize("NFC", _VNI.sub(_vni_letter, text))


CONVERTERS = {"tcvn3": from_tcvn3, "vni": from_vni}


def encoding_of(texts: Iterable[str]) -> str:
    """`tcvn3`, `vni`, empty for Unicode or plain ASCII, `unknown` for what makes sense in none of them."""
    words = [word for text in texts for word in _WORD.findall(text) if not word.isascii()]
    if len(words) < _FEW:
        return ""
    scores = {name: _share(map(convert, words)) for name, convert in CONVERTERS.items()}
    best = max(scores, key=lambda name: scores[name])
    asis = _share(words)
    if asis >= _ENOUGH and asis >= scores[best]:
        return ""
    if scores[best] >= _ENOUGH:
        return best
    return "" if asis >= _ENOUGH / 2 else UNKNOWN


def is_syllable(word: str) -> bool:
    """Whether a word could be a Vietnamese syllable, with at most one tone."""
    parted = unicodedata.normalize("NFD", word.lower())
    if len(_TONES.findall(parted)) > 1:
        return False
    return _SYLLABLE.fullmatch(unicodedata.normalize("NFC", _TONES.sub("", parted))) is not None


def _share(words: Iterable[str]) -> float:
    judged = [is_syllable(word) for word in words]
    return sum(judged) / len(judged)


def _vni_letter(found: "re.Match[str]") -> str:
    vowel, mark, alone = found.groups()
    if alone:
        return _as(alone, _VNI_WHOLE[alone.lower()])
    base = _as(vowel, _VNI_WHOLE.get(vowel.lower(), vowel.lower()))
    return unicodedata.normalize("NFC", base + _VNI_MARKS[mark.lower()])


def _as(pattern: str, letter: str) -> str:
    return letter.upper() if pattern.isupper() else letter

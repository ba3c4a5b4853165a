"""DER (X.690) as far as a signature needs it: walked to the last byte, or refused."""

import pytest

from hoiam.ledger import der
from hoiam.ledger.der import INTEGER, OCTETS, SEQUENCE, SET, DerError

ONE = bytes([INTEGER, 1, 7])
LONG = bytes([OCTETS, 0x82, 0x01, 0x00]) + bytes(256)


def test_an_element_says_what_is_inside_of_it():
    whole = bytes([SEQUENCE, 6]) + ONE * 2
    found = der.only(whole, SEQUENCE)
    assert found.whole == whole
    assert [(one.tag, one.content) for one in found.inside(SEQUENCE)] == [(INTEGER, b"\x07")] * 2


def test_a_length_may_take_several_bytes():
    assert [len(one.content) for one in der.elements(LONG + ONE)] == [256, 1]


def test_nothing_holds_nothing():
    assert list(der.elements(b"")) == []


@pytest.mark.parametrize("data", [b"", ONE * 2, bytes([SET, 0])], ids=["none", "two", "another"])
def test_what_is_not_one_element_of_that_kind_is_refused(data):
    with pytest.raises(DerError):
        der.only(data, INTEGER)


def test_only_the_kind_that_was_asked_for_is_opened():
    with pytest.raises(DerError):
        der.only(ONE, INTEGER).inside(SEQUENCE)


@pytest.mark.parametrize(
    "data",
    [
        bytes([INTEGER]),
        bytes([INTEGER, 2, 7]),
        bytes([0x3F, 0x81, 0]),
        bytes([SEQUENCE, 0x80, 0, 0]),
        bytes([SEQUENCE, 0x85, 0, 0, 0, 0, 0]),
        bytes([SEQUENCE, 0x82, 1]),
    ],
    ids=["no length", "cut off", "tag goes on", "no end", "too long a length", "length cut off"],
)
def test_what_is_cut_off_or_not_definite_is_refused(data):
    with pytest.raises(DerError):
        list(der.elements(data))

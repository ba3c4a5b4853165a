"""Reading copies: what one sees stays, what one does not see goes."""

import io
import subprocess
import sys
import zlib

import pikepdf
import pytest
from PIL import Image

from hoiam.files.cleaning import child, jpeg, parent, pdf, picture
from hoiam.law.refusal import Refused
from tests.files import makers


def opened(data):
    return Image.open(io.BytesIO(data))


def test_a_photo_loses_place_camera_and_comment_and_stands_upright():
    sent = makers.photo(size=(80, 40), orientation=6)
    assert makers.PLACE in sent
    assert makers.SECRET.encode() in sent
    copy = picture.clean(sent)
    assert makers.PLACE not in copy
    assert makers.SECRET.encode() not in copy
    with opened(copy) as seen:
        assert (seen.format, seen.size) == ("JPEG", (40, 80))
        assert not seen.getexif()
        assert "comment" not in seen.info


@pytest.mark.parametrize(
    ("sent", "form", "mode"),
    [
        (makers.png(mode="RGBA"), "PNG", "RGBA"),
        (makers.png(mode="P"), "PNG", "RGB"),
        (makers.png(mode="I;16"), "PNG", "RGB"),
        (makers.webp(), "JPEG", "RGB"),
        (makers.photo(form="WEBP", mode="RGBA"), "PNG", "RGBA"),
        (makers.photo(mode="CMYK", orientation=1), "JPEG", "RGB"),
        (makers.photo(mode="L", orientation=1), "JPEG", "L"),
    ],
)
def test_every_kind_of_picture_becomes_a_plain_one(sent, form, mode):
    copy = picture.clean(sent)
    assert makers.SECRET.encode() not in copy
    assert makers.PLACE not in copy
    with opened(copy) as seen:
        assert (seen.format, seen.mode) == (form, mode)


def test_the_colours_of_a_wide_profile_are_kept_and_the_profile_is_not():
    sent = makers.photo_in_swapped_colours()
    copy = picture.clean(sent)
    with opened(sent) as was, opened(copy) as seen:
        assert was.info["icc_profile"]
        assert "icc_profile" not in seen.info
        red, green, _ = was.getpixel((5, 5))
        seen_red, seen_green, _ = seen.getpixel((5, 5))
        assert red > green
        assert seen_red < seen_green


def test_a_profile_that_is_none_is_left_out():
    output = io.BytesIO()
    Image.new("RGB", (9, 9), "red").save(output, "JPEG", icc_profile=b"no profile " + makers.PLACE)
    copy = picture.clean(output.getvalue())
    assert makers.PLACE not in copy
    with opened(copy) as seen:
        assert seen.getpixel((5, 5))[0] > 250


def test_a_png_that_would_be_huge_becomes_a_photo_on_white(monkeypatch):
    monkeypatch.setattr(picture, "LARGEST_PNG", 10)
    for mode in ("RGBA", "RGB"):
        with opened(picture.clean(makers.png(mode=mode))) as seen:
            assert seen.format == "JPEG"
            assert (seen.getpixel((0, 0)) == (255, 255, 255)) is (mode == "RGBA")


def test_a_very_large_photo_gets_a_smaller_reading_copy():
    with opened(picture.clean(makers.photo(size=(8000, 40), orientation=1))) as seen:
        assert max(seen.size) <= picture.SIDE


@pytest.mark.parametrize(("width", "height"), [(8000, 6251), (60_000, 60_000), (2_000_000_000, 2)])
def test_an_image_bomb_is_refused_from_its_header(width, height):
    with pytest.raises(Refused, match="image_too_big") as refusal:
        picture.clean(makers.png_header_only(width, height))
    assert refusal.value.facts == {"megapixels": 50}


def test_a_torn_picture_is_refused():
    with pytest.raises(Refused, match="file_damaged"):
        picture.clean(makers.photo(size=(400, 400))[:-300])


def test_a_pdf_loses_what_runs_what_is_hidden_and_who_made_it():
    sent = makers.everything_in(makers.pdf(picture=makers.photo()))
    copy = makers.everything_in(pdf.clean(makers.pdf(picture=makers.photo())))
    for word in (
        b"EVILSCRIPT",
        b"EVILPROGRAM",
        b"EVILEMBEDDED",
        b"EVILADDRESS",
        b"/OpenAction",
        b"/AA",
        b"/EmbeddedFiles",
        makers.PLACE,
    ):
        assert word in sent
        assert word not in copy
    with pikepdf.open(io.BytesIO(pdf.clean(makers.pdf(picture=makers.photo())))) as document:
        assert len(document.pages) == 1
        assert "/Info" not in document.trailer
        assert "/Metadata" not in document.Root
        photo = document.pages[0].Resources.XObject.Im0.read_raw_bytes()
    assert makers.SECRET.encode() not in photo
    with opened(photo) as seen:
        assert seen.size == (80, 40)


def test_a_link_to_a_page_stays_in_a_pdf():
    assert b"https://a.test/kept" in makers.everything_in(pdf.clean(makers.pdf()))


def test_a_photo_packed_twice_inside_a_pdf_is_stripped_too():
    with pikepdf.open(io.BytesIO(makers.pdf(picture=makers.photo()))) as document:
        stream = document.pages[0].Resources.XObject.Im0
        filters = pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.DCTDecode])
        stream.write(zlib.compress(makers.photo()), filter=filters)
        output = io.BytesIO()
        document.save(output)
    with pikepdf.open(io.BytesIO(pdf.clean(output.getvalue()))) as document:
        photo = document.pages[0].Resources.XObject.Im0.read_raw_bytes()
    assert photo.startswith(b"\xff\xd8")
    assert makers.PLACE not in photo


def test_an_unreadable_photo_inside_a_pdf_stays_as_it_is():
    with pikepdf.open(io.BytesIO(pdf.clean(makers.pdf(picture=b"not a photo")))) as document:
        assert document.pages[0].Resources.XObject.Im0.read_raw_bytes() == b"not a photo"


def test_a_locked_a_torn_and_a_bottomless_pdf_are_refused():
    with pytest.raises(Refused, match="file_encrypted"):
        pdf.clean(makers.pdf(password="secret"))
    with pytest.raises(Refused, match="file_damaged"):
        pdf.clean(b"%PDF-1.7\nnothing")
    document = pikepdf.new()
    inner = pikepdf.Dictionary()
    for _ in range(80):
        inner = pikepdf.Dictionary(A=inner)
    document.Root.Deep = inner
    output = io.BytesIO()
    document.save(output)
    with pytest.raises(Refused, match="file_damaged"):
        pdf.clean(output.getvalue())


def test_a_pdf_that_only_its_owner_may_change_is_read_and_unlocked():
    document = pikepdf.new()
    document.add_blank_page()
    output = io.BytesIO()
    document.save(output, encryption=pikepdf.Encryption(owner="o", user=""))
    with pikepdf.open(io.BytesIO(pdf.clean(output.getvalue()))) as copy:
        assert not copy.is_encrypted


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xd8", b"\xff\xd8ab\0\0", b"\xff\xd8\xff\xe1\0\4ab", makers.png()]
)
def test_what_is_no_jpeg_stream_is_said_to_be_none(data):
    with pytest.raises(ValueError, match="JPEG"):
        jpeg.without_notes(data)


def test_fill_bytes_between_segments_are_passed_over():
    sent = makers.photo()
    assert jpeg.without_notes(sent[:2] + b"\xff" + sent[2:]) == jpeg.without_notes(sent)


@pytest.mark.parametrize(
    ("program", "sent"),
    [
        ("picture", makers.photo()),
        ("picture", makers.photo(mode="CMYK")),
        ("picture", makers.photo_in_swapped_colours()),
        ("picture", makers.two_photos_in_one()),
        ("picture", makers.webp()),
        ("picture", makers.photo(form="WEBP", mode="RGBA")),
        ("picture", makers.photo(form="PNG")),
        *(("picture", makers.png(mode=mode)) for mode in ("1", "L", "LA", "P", "I;16", "RGB", "RGBA")),
        ("pdf", makers.pdf(picture=makers.photo())),
    ],
)
def test_a_child_that_may_open_nothing_makes_the_same_copy(program, sent):
    assert parent.clean(program, sent) == {"picture": picture, "pdf": pdf}[program].clean(sent)


def test_a_child_that_obeys_its_attacker_opens_nothing():
    attack = (
        "from hoiam.files.cleaning import child; "
        "child.run(lambda _: open('/etc/hostname', 'rb').read() or b'was read')"
    )
    done = subprocess.run([sys.executable, "-c", attack], input=b"", capture_output=True, check=False)
    assert done.returncode not in (0, child.REFUSED)
    assert done.stdout == b""
    assert b"Too many open files" in done.stderr


def test_the_programs_work_in_a_child_and_hand_back_refusals():
    with opened(parent.clean("picture", makers.photo())) as seen:
        assert seen.format == "JPEG"
    assert parent.clean("pdf", makers.pdf()).startswith(b"%PDF-")
    with pytest.raises(Refused, match="image_too_big") as refusal:
        parent.clean("picture", makers.png_header_only(60_000, 60_000))
    assert refusal.value.facts == {"megapixels": 50}


def test_a_child_that_dies_or_never_ends_means_a_damaged_file(monkeypatch):
    with pytest.raises(Refused, match="file_damaged"):
        parent.clean("nothing_of_that_name", b"x")
    monkeypatch.setattr(parent, "SECONDS", 0.001)
    with pytest.raises(Refused, match="file_damaged"):
        parent.clean("picture", makers.photo())


def test_an_upload_that_cannot_get_its_turn_is_told_so(monkeypatch):
    monkeypatch.setattr(parent, "PATIENCE", 0.001)
    with parent._one_at_a_time, pytest.raises(Refused, match="files_busy"):
        parent.clean("picture", makers.photo())


def test_a_child_knows_no_secret(monkeypatch):
    seen = {}
    monkeypatch.setenv("HOIAM_KEY_FILES", "secret")
    monkeypatch.setattr(parent.subprocess, "run", lambda *_, **options: seen.update(options))
    parent._run("picture", b"")
    assert set(seen["env"]) == {"PYTHONPATH", "LANG"}


class Pipes:
    def __init__(self, data):
        self.buffer = io.BytesIO(data)
        self.text = ""

    def write(self, text):
        self.text += text


def run(monkeypatch, clean):
    """The child's main, without binding this process."""
    limits = []
    monkeypatch.setattr(child.resource, "setrlimit", lambda what, limit: limits.append((what, limit)))
    monkeypatch.setattr(child.os, "nice", lambda _: 0)
    given, taken = Pipes(b"in"), Pipes(b"")
    monkeypatch.setattr(sys, "stdin", given)
    monkeypatch.setattr(sys, "stdout", taken)
    child.run(clean)
    return limits, taken


def test_a_child_binds_itself_before_it_reads(monkeypatch):
    limits, taken = run(monkeypatch, lambda data: data + b" out")
    assert taken.buffer.getvalue() == b"in out"
    assert {what for what, _ in limits} == set(child.LIMITS)


def test_a_child_tells_a_refusal_by_its_exit_code(monkeypatch):
    def refuse(_):
        raise Refused("file_encrypted")

    with pytest.raises(SystemExit) as ended:
        run(monkeypatch, refuse)
    assert ended.value.code == child.REFUSED

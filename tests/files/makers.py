"""Files as citizens, and less friendly people, send them."""

import io
import struct
import zipfile
import zlib

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

SECRET = "0912000111 Hoàng Thị Bưởi"
PLACE = b"GPSPLACE-21.8478N"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TYPES = (
    '<Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)


def upload(name, data):
    return SimpleUploadedFile(name, data)


def photo(*, size=(80, 40), mode="RGB", orientation=6, form="JPEG"):
    """A photo with a place, a camera's notes and a comment, lying on its side."""
    picture = Image.new(mode, size, "red" if mode == "RGB" else None)
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = SECRET
    exif[0x8825] = {1: "N", 2: (21.0, 50.0, 52.0), 29: PLACE.decode()}
    output = io.BytesIO()
    extra = {"comment": SECRET.encode()} if form == "JPEG" else {}
    picture.save(output, form, exif=exif, **extra)
    return output.getvalue()


def photo_in_swapped_colours():
    """A photo whose profile says that its reds are greens."""
    output = io.BytesIO()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for old, new in ((b"rXYZ", b"xXYZ"), (b"gXYZ", b"rXYZ"), (b"xXYZ", b"gXYZ")):
        profile = profile.replace(old, new)
    profile = profile.replace("sRGB".encode("utf-16-be"), "Odd!".encode("utf-16-be"))
    Image.new("RGB", (20, 20), (200, 80, 40)).save(output, "JPEG", icc_profile=profile)
    return output.getvalue()


def two_photos_in_one():
    """As many telephones write them: the photo and its preview (MPO)."""
    output = io.BytesIO()
    preview = Image.new("RGB", (8, 4), "blue")
    Image.new("RGB", (80, 40), "red").save(output, "MPO", save_all=True, append_images=[preview])
    return output.getvalue()


def webp():
    return photo(form="WEBP")


def png(*, size=(40, 40), mode="RGBA"):
    notes = PngInfo()
    notes.add_itxt("Author", SECRET)
    output = io.BytesIO()
    Image.new(mode, size).save(output, "PNG", pnginfo=notes)
    return output.getvalue()


def png_header_only(width, height):
    """Says it is huge, in 60 bytes."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    )


def archive(entries, *, first=None):
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as made:
        if first:
            made.writestr(zipfile.ZipInfo(first[0]), first[1], zipfile.ZIP_STORED)
        for name, data in entries.items():
            made.writestr(name, data)
    return output.getvalue()


def docx(**more):
    return archive({"[Content_Types].xml": TYPES, "word/document.xml": "<w:document/>", **more})


def xlsx(**more):
    return archive({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>", **more})


def odt(media_type="application/vnd.oasis.opendocument.text", **more):
    return archive(
        {"content.xml": "<office/>", "META-INF/manifest.xml": "<m/>", **more}, first=("mimetype", media_type)
    )


def pdf(*, password="", picture=b""):
    """A PDF with a script, an embedded file, a launcher and notes about its maker."""
    document = pikepdf.new()
    page = document.add_blank_page()
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('EVILSCRIPT')")
    document.Root.OpenAction = document.make_indirect(script)
    page.obj.AA = pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="EVILSCRIPT"))
    page.obj.Annots = pikepdf.Array(
        [
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Link,
                Rect=pikepdf.Array([0, 0, 9, 9]),
                A=pikepdf.Dictionary(S=pikepdf.Name.Launch, F="EVILPROGRAM"),
            ),
            *(_link(address) for address in ("JavaScript:EVILADDRESS()", "https://a.test/kept")),
        ]
    )
    document.attachments["EVILEMBEDDED.txt"] = b"EVILEMBEDDED"
    document.docinfo["/Author"] = SECRET
    with document.open_metadata() as notes:
        notes["dc:creator"] = [SECRET]
    if picture:
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=_image(document, picture)))
    output = io.BytesIO()
    lock = pikepdf.Encryption(owner="o", user=password) if password else False
    plain = pikepdf.ObjectStreamMode.disable
    document.save(output, encryption=lock, object_stream_mode=plain, compress_streams=False)
    return output.getvalue()


def _link(address):
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=address)
    return pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, A=action)


def _image(document, picture):
    image = pikepdf.Stream(document, picture)
    image.Type, image.Subtype, image.Filter = pikepdf.Name.XObject, pikepdf.Name.Image, pikepdf.Name.DCTDecode
    image.Width, image.Height, image.BitsPerComponent = 80, 40, 8
    image.ColorSpace = pikepdf.Name.DeviceRGB
    return image


def everything_in(data):
    """All that a PDF says, its streams unpacked, for looking for what should not be there."""
    with pikepdf.open(io.BytesIO(data)) as document:
        output = io.BytesIO()
        document.save(
            output,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            compress_streams=False,
        )
    return output.getvalue()

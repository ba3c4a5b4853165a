"""Every form filled in, and what a PDF or .docx made of it says."""

import io
import re
import zipfile
from datetime import date

import docx
import pikepdf
import pypdfium2

from hoiam.desk.cases.actions import setting, wording
from hoiam.law import numbering, packs, sheet
from hoiam.law.document_templates import Layout, Recipient, SlotKind
from hoiam.law.sheet import Capacity

TEMPLATES = {
    name: one
    for name, one in packs.load("vn").document_templates.items()
    if one.layout is not Layout.REGISTER
}
OFFICE = sheet.Office(
    issuer="Ủy ban nhân dân phường Đông Kinh",
    parent="Ủy ban nhân dân tỉnh Lạng Sơn",
    place="Đông Kinh",
    head_title="Chủ tịch Ủy ban nhân dân phường Đông Kinh",
)
KNOWN = {"case": "2026-000123", "received": "24 tháng 11 năm 2026", "kind": "phản ánh"}
EXAMPLES = {
    SlotKind.LINE: "Nông Thị Giả Định",
    SlotKind.TEXT: "Đèn đường ngõ 7 hỏng hai tháng nay.\nĐề nghị sửa trước Tết.",
    SlotKind.DAY: "2026-12-05",
    SlotKind.ROWS: "Đơn có chữ ký mười hộ | 3 | Bản chính\nẢnh chụp | 2 | Bản in",
}


def filled(template, text=""):
    """Values for every field; with `text` it is typed wherever people type."""
    return {slot.name: example(slot, text) for slot in template.slots}


def example(slot, text=""):
    if slot.kind is SlotKind.CHOICE:
        return slot.options[0]
    return EXAMPLES[slot.kind] if slot.kind is SlotKind.DAY or not text else text


def signature(template, office):
    if template.reports:
        return sheet.sign(
            template, office, capacity=Capacity.OWN, name="Ví Dụ Văn Chủ Tịch", title="Tổ trưởng Tổ xác minh"
        )
    return sheet.sign(template, office, capacity=Capacity.HEAD, name="Ví Dụ Văn Chủ Tịch")


def composed(form, values=None, *, recipients=None, office=OFFICE):
    template = TEMPLATES[form]
    kinds = (template.to, *template.copies)
    return sheet.compose(
        template,
        office=office,
        values=filled(template) if values is None else values,
        known=KNOWN,
        recipients=recipients or tuple(Recipient(kind=kind, name=f"Nơi nhận {kind.value}") for kind in kinds),
        signature=signature(template, office),
        number=numbering.written(5, kind=template.series, issuer="UBND") if template.numbered else "",
        on=date(2026, 12, 5),
    )


def squeezed(text):
    """Without what line breaks and justification do to spaces, and where a word may be broken."""
    return re.sub(r"[\s\u200b\ufffe\x02]+", "", text)


def pdf_text(data):
    with pypdfium2.PdfDocument(data) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def last_page(data):
    with pypdfium2.PdfDocument(data) as document:
        return document[len(document) - 1].get_textpage().get_text_bounded()


def ink_outside(data, page_number=0):
    """Whether anything is printed in the right margin of a page: text that ran over."""
    with pypdfium2.PdfDocument(data) as document:
        picture = document[page_number].render(scale=1).to_pil().convert("L")
    width, height = picture.size
    strip = picture.crop((int(width * (210 - 13) / 210), 0, width, height))
    return strip.getextrema()[0] < 128


def archival(data):
    """What the file says of itself: PDF/A part and level, PDF/UA part, tagged, title shown, fonts embedded."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        meta = pdf.open_metadata()
        fonts = [
            dict(one.FontDescriptor.items())
            for one in pdf.objects
            if isinstance(one, pikepdf.Dictionary)
            and one.get("/Type") == "/Font"
            and "/FontDescriptor" in one
        ]
        return {
            "pdfa": meta.get("pdfaid:part", "") + meta.get("pdfaid:conformance", ""),
            "pdfua": meta.get("pdfuaid:part", ""),
            "tagged": bool(pdf.Root.MarkInfo.Marked) and "/StructTreeRoot" in pdf.Root,
            "language": str(pdf.Root.Lang),
            "title": bool(pdf.Root.ViewerPreferences.DisplayDocTitle) and bool(meta.get("dc:title")),
            "fonts": len(fonts),
            "embedded": all("/FontFile2" in one or "/FontFile3" in one for one in fonts),
        }


def docx_text(data):
    """All paragraphs and cells, read back by python-docx."""
    document = docx.Document(io.BytesIO(data))
    lines = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables:
        lines += [cell.text for row in table.rows for cell in row.cells]
    return "\n".join(lines)


def docx_parts(data):
    """The paragraphs and tables of a .docx as XML, and what makes a name of it in its own language."""
    body = docx.Document(io.BytesIO(data)).element.body
    return [one for one in body if not one.tag.endswith("}sectPr")], lambda name: docx.oxml.ns.qn(f"w:{name}")


def whole(data):
    """Whether every part of a .docx can be unpacked."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.testzip() is None


def made(form, **options):
    """The form as PDF and as .docx."""
    one = composed(form, **options)
    return setting.pdf(one), wording.docx(one)

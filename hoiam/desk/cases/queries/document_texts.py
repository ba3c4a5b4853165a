"""What a search finds of the documents issued for a case: the words, never whom they name."""

from collections.abc import Iterable, Mapping, Sequence

from django.conf import settings

from hoiam.desk.cases.models import Document, DocumentState
from hoiam.kit.taking_out import taken_out
from hoiam.law import document_templates, packs


def text_of(*, form: str, code: str, values: Mapping[str, str]) -> str:
    """Number, then the indexed fields, a line each; nothing of a form that none are indexed of."""
    template = packs.load(settings.HOIAM_PACK).document_templates.get(form)
    texts = document_templates.searchable(template, values) if template else ()
    if template is None or not texts:
        return ""
    names = document_templates.identities(template, values)
    return "\n".join(filter(None, (code, *(taken_out(text, names) for text in texts))))


def texts(case_ids: Iterable[int]) -> Mapping[int, Sequence[str]]:
    """Of each case, the newest document first. One statement."""
    found: dict[int, list[str]] = {}
    issued = Document.objects.filter(case_id__in=case_ids, state=DocumentState.ISSUED).order_by("-id")
    for case_id, form, code, values in issued.values_list("case_id", "form", "outgoing__code", "values"):
        if text := text_of(form=form, code=code or "", values=values):
            found.setdefault(case_id, []).append(text)
    return found

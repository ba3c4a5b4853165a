"""From the code on a receipt to the row, without storing the code."""

import hmac

from django.db.models import F, Q, QuerySet, Subquery
from django.db.models.query_utils import FilteredRelation

from hoiam.desk.cases.models import Case, Signer
from hoiam.kit import cipher, codes as kit_codes, prepared
from hoiam.law.refusal import Refused

CODE_KEY = "codes"


def canonical(code: str) -> str:
    """As printed, whatever the case, spaces and look-alikes typed. Refused: no_such_case."""
    return kit_codes.canonical(code, unknown="no_such_case")


def code_hash(code: str) -> bytes:
    """What is stored of a canonical code."""
    return cipher.keyed_hash(CODE_KEY, code.encode())


def opens(code: str, *, stored: bytes) -> bool:
    """Whether an identity, which keeps the code, belongs to the case, which keeps its hash (decision 15)."""
    return hmac.compare_digest(code_hash(code), stored)


def case_of_code(code: str) -> Case:
    """One statement. Refused: no_such_case."""
    found = _CASE.first(code=code_hash(canonical(code)))
    if found is None:
        raise Refused("no_such_case")
    return found


def case_of_any(code: str) -> Case:
    """As case_of_code, also by the code of one of several signers. One statement. Refused: no_such_case."""
    found = _ANY.first(code=code_hash(canonical(code)))
    if found is None:
        raise Refused("no_such_case")
    return found


def of_any_hash(code: bytes) -> "QuerySet[Case]":
    """By its own code or that of a signer: two look-ups in an index, whatever is found."""
    signed = Signer.objects.filter(code_hash=code).values("case_id")[:1]
    return with_head().filter(Q(code_hash=code) | Q(pk=Subquery(signed)))


def of_hash(code: bytes) -> "QuerySet[Case]":
    """With its unit and the title of the unit's head."""
    return with_head().filter(code_hash=code)


def with_head() -> "QuerySet[Case]":
    """Cases with their unit and the title of its head."""
    return (
        Case.objects.annotate(head=FilteredRelation("unit__posts", condition=Q(unit__posts__is_head=True)))
        .annotate(head_title=F("head__title"), head_title_en=F("head__title_en"))
        .select_related("unit")
    )


_CASE = prepared.Rows(of_hash, code=b"the hash of a code")
_ANY = prepared.Rows(of_any_hash, code=b"the hash of a code")

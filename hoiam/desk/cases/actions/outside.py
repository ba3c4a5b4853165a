"""Another program sends a matter for a person: once for each key it chose, however often it asks."""

import hashlib
from datetime import datetime

from django.db import IntegrityError, transaction

from hoiam.desk.cases.actions import intake as intakes
from hoiam.desk.cases.actions.intake import Intake, Taken
from hoiam.desk.cases.models import SentOnce
from hoiam.kit import cipher, db
from hoiam.law.refusal import Refused

DIGEST_KEY = "sendings"
OF_NOBODY = "sendings-of-nobody"


def key_of(*, token_id: int, key: str) -> str:
    """What is stored of a program's key, and the submit key of its case: 64 hex digits."""
    return hashlib.sha256(f"hoiam sending {token_id} {key}".encode()).hexdigest()


def secret_of(submit_key: str) -> bytes:
    """The secret of a case without a person, from the key it is sent under: nobody else can work it out."""
    return cipher.keyed_hash(OF_NOBODY, submit_key.encode())


def submit_once(*, intake: Intake, said: bytes, token_id: int, at: datetime) -> Taken:
    """Take a matter in under `intake.submit_key`; `said` are the bytes that must be the same when it comes again.

    Refused: key_used_for_another, and as intake.submit; a refused one leaves its key free.
    """
    digest = cipher.keyed_hash(DIGEST_KEY, said).hex()
    fresh = _claimed(intake.submit_key, digest, token_id, at)
    try:
        taken = intakes.submit(intake=intake, at=at)
    except Refused:
        if fresh:
            with db.writing(durable=False):
                SentOnce.objects.filter(key=intake.submit_key, case=None).delete()
        raise
    if not taken.again:
        with db.writing(durable=False):
            SentOnce.objects.filter(key=intake.submit_key).update(case_id=taken.case_id)
    return taken


def _claimed(key: str, digest: str, token_id: int, at: datetime) -> bool:
    """Whether the key is new; of two that come at once, the database says which."""
    try:
        with db.writing(durable=False), transaction.atomic():
            SentOnce.objects.create(key=key, digest=digest, token_id=token_id, at=at)
        return True
    except IntegrityError:
        known = SentOnce.objects.filter(key=key).values_list("digest", flat=True).first()
        if known != digest:
            raise Refused("key_used_for_another") from None
        return False

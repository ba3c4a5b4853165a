"""That it is the head who opens or closes a session: the second factor, shown once more on the spot."""

from django.http import HttpRequest, QueryDict
from django.utils import timezone

from hoiam.desk.reception.queries.desks import DeskPost
from hoiam.office import accounts, factor, queries as office
from hoiam.office.factor_forms import CodeForm
from hoiam.office.models import Person

DEEDS = ("open", "close")


def fresh(request: HttpRequest) -> bool:
    """Whether whoever asks showed a second factor just now."""
    return accounts.second_factor(request, since=timezone.now() - accounts.FRESH)


def asked(
    request: HttpRequest, actor: office.Actor, post: DeskPost, *, do: str, typed: QueryDict | None = None
) -> CodeForm | None:
    """The code that the holder must give for this deed; none of anybody else, without a factor, or just after one.

    At most one statement.
    """
    if do not in DEEDS or post.holder != actor.name or fresh(request):
        return None
    if not factor.has(actor.person_id):
        return None
    assert isinstance(request.user, Person)  # noqa: S101 - told to the type checker
    return CodeForm(typed, user=request.user, at=timezone.now())

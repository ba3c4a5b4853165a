"""Who is asking: views of the desk get the signed-in person with the roles held today."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from hoiam.office import queries
from hoiam.office.models import Person

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
DeskView = Callable[Concatenate[HttpRequest, queries.Actor, P], HttpResponseBase]


def desk_view(view: DeskView[P]) -> View[P]:
    """Sign-in required; the view's second argument is the Actor. Session, person, roles: three statements."""

    @login_required
    @wraps(view)
    def inner(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        person = cast("Person", request.user)
        return view(request, queries.actor(person=person, on=timezone.localdate()), *args, **kwargs)

    return cast("View[P]", inner)

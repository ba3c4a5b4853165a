"""What every operation of version 1 declares: its answers, its problems, its token."""

from typing import Any

from django.http import HttpRequest
from ninja import Schema
from ninja.security import HttpBearer

from hoiam.public.api import gate
from hoiam.public.api.v1 import schema

READ = ("401", "413", "429")


class Bearer(HttpBearer):
    """A token of this installation; the door has looked at it already."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:  # noqa: ARG002 - ninja's signature
        """Refused: no_token, not_allowed."""
        return gate.key(request, "register")


bearer = Bearer()


def declared(status: int, answer: type[Schema], *problems: str) -> dict[int, Any]:
    """The answer, and the problems that may take its place."""
    return (
        {status: answer, 422: schema.Problem}
        | {int(one): schema.Problem for one in problems}
        | {429: schema.Problem}
    )

"""Version 1 put together: its document (OpenAPI 3.1), its answers and its problems."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.renderers import JSONRenderer

from hoiam import __doc__ as about
from hoiam.law.refusal import Refused
from hoiam.public.api import gate, problems
from hoiam.public.api.v1 import cases, lists

FIRST_PROBLEM = 400
HERE = "/api/v1/"


class Letters(JSONRenderer):
    """Vietnamese stands as it is written."""

    json_dumps_params: Mapping[str, Any] = {"ensure_ascii": False}


class Api(NinjaAPI):
    """As ninja describes it, with problems under their own media type."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        described = super().get_openapi_schema(path_prefix=path_prefix or HERE, path_params=path_params)
        for operations in described["paths"].values():
            for operation in operations.values():
                for status, answer in operation["responses"].items():
                    if int(status) >= FIRST_PROBLEM and "content" in answer:
                        answer["content"] = {problems.CONTENT_TYPE: next(iter(answer["content"].values()))}
        return described


api = Api(
    title="Hồi Âm",
    version="1",
    description=about or "",
    docs_url=None,
    openapi_url="/openapi.json",
    renderer=Letters(),
    urls_namespace="api-v1",
)
api.add_router("", cases.router)
api.add_router("", lists.router)


@api.exception_handler(Refused)
def _refused(_request: HttpRequest, refused: Refused) -> HttpResponse:
    return problems.refused(refused)


@api.exception_handler(gate.TooMany)
def _too_many(_request: HttpRequest, slow: gate.TooMany) -> HttpResponse:
    return problems.answer("too_many", wait=slow.seconds)


@api.exception_handler(AuthenticationError)
def _no_token(_request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    return problems.answer("no_token")


@api.exception_handler(HttpError)
def _not_json(_request: HttpRequest, _error: HttpError) -> HttpResponse:
    return problems.answer("not_json")


@api.exception_handler(ValidationError)
def _not_valid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Where and what, never what was sent."""
    wrong: dict[str, list[str]] = {}
    for one in error.errors:
        wrong.setdefault(".".join(map(str, one["loc"])), []).append(str(one["type"]))
    return problems.answer("not_valid", {"errors": wrong})


urlpatterns = api.urls[0]

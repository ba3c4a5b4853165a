"""Django's own {% url %} and {% translate %}, with their answers kept: a page asks for dozens of each."""

from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import URLNode, url as django_url
from django.templatetags.i18n import TranslateNode, do_translate
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


class Address(URLNode):
    """The address of a view; NoReverseMatch when there is none, unless it goes into a variable."""

    def render(self, context: Context) -> SafeString:
        args = tuple(arg.resolve(context) for arg in self.args)
        named = tuple((name, arg.resolve(context)) for name, arg in self.kwargs.items())
        urls = (get_urlconf() or settings.ROOT_URLCONF, get_script_prefix(), _namespace(context))
        try:
            found = _address(urls, self.view_name.resolve(context), args, named)
        except NoReverseMatch:
            if self.asvar is None:
                raise
            found = SafeString()
        if self.asvar:
            context[self.asvar] = found
            return SafeString()
        return found


@lru_cache(maxsize=8192)
def _address(
    urls: tuple[str, str, str | None], view: str, args: tuple[Any, ...], named: tuple[tuple[str, Any], ...]
) -> SafeString:
    return escape(reverse(view, args=args, kwargs=dict(named), current_app=urls[2]))


def _namespace(context: Context) -> str | None:
    match = getattr(getattr(context, "request", None), "resolver_match", None)
    return getattr(match, "namespace", None)


class Words(TranslateNode):
    """Words that stand in the template itself are translated once for each language."""

    def __init__(self, node: TranslateNode) -> None:
        super().__init__(node.filter_expression, node.noop, node.asvar, node.message_context)
        said = self.filter_expression
        self.plain = bool(said.var.literal) and not said.filters and node.message_context is None
        self._kept: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        if not self.plain or self.asvar:
            return super().render(context)
        language = get_language()
        if language not in self._kept:
            self._kept[language] = super().render(context)
        return self._kept[language]


@register.tag("url")
def address(parser: Parser, token: Token) -> Address:
    node = django_url(parser, token)
    return Address(node.view_name, node.args, node.kwargs, node.asvar)


@register.tag("translate")
def words(parser: Parser, token: Token) -> Words:
    return Words(do_translate(parser, token))

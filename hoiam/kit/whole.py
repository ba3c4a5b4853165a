"""Templates put together once for each language: what extends, includes and says the same to everybody is settled then.

A page of ours has four layers of templates, twenty parts and fifty fixed phrases. Django finds its way through them
anew for every answer; here the layers become one, and fixed phrases, addresses and icons part of the text around them.
Only templates of this package are touched, and whatever is not understood stays as Django made it.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeGuard, cast

from django.conf import settings
from django.template import Context, Template, TemplateDoesNotExist
from django.template.base import (
    Node,
    NodeList,
    TextNode,
    TokenType,
    Variable,
    VariableNode,
    render_value_in_context,
)
from django.template.defaulttags import AutoEscapeControlNode, CsrfTokenNode, ForNode, IfNode, WithNode
from django.template.library import InclusionNode, SimpleNode
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode
from django.template.loaders import base, cached
from django.templatetags.i18n import BlockTranslateNode, LanguageNode
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from hoiam.kit.templatetags import kit, quick

OURS = f"{Path(__file__).parent.parent}/"
STEADY = frozenset({kit.asset, kit.icon, kit.tag})
"""Tags whose answer hangs on their words alone."""
_WITHIN = (TextNode, VariableNode, IfNode, ForNode, WithNode, InclusionNode, CsrfTokenNode, IncludeNode)
"""What sets no name for what stands after it."""
_WITH_COUNT = 4
"""Words of an entry that also says how many there are."""
_OTHERWISE = (AutoEscapeControlNode, LanguageNode)
"""Within these a fixed phrase reads otherwise."""


class _Making(base.Loader):
    """Makes a template whole before anybody gets it."""

    def get_template(self, template_name: str, skip: list[Any] | None = None) -> Template:
        template = super().get_template(template_name, skip)
        if skip is None and _ours(template):  # with a list to skip, Django asks for what a template extends
            template.nodelist = _Whole(self, template).nodes()
        return template

    def apart(self, template_name: str) -> Template:
        """As Django makes it, for one use."""
        return super().get_template(template_name)


class Loader(cached.Loader, _Making):
    """In the place of Django's cached loader."""

    def cache_key(self, template_name: str, skip: list[Any] | None = None) -> str:
        """Words and addresses of one process differ by these; what extends a template wants it in its parts."""
        said = f"{get_language()} {get_urlconf() or settings.ROOT_URLCONF} {get_script_prefix()}"
        return f"{said} {skip is None} {super().cache_key(template_name, skip)}"


class Joined(NodeList):
    """Nodes between which no text is left to be joined; errors in them need no markup (DEBUG pages lack the line)."""

    def render(self, context: Context) -> SafeString:
        return SafeString("".join([node.render(context) for node in self]))


class Plain(NodeList):
    """Nothing but text."""

    def __init__(self, text: str) -> None:
        super().__init__([TextNode(text)] if text else [])
        self._text = SafeString(text)

    def render(self, context: Context) -> SafeString:  # noqa: ARG002 - the same for everybody
        return self._text


class Alone(Node):
    """What is included with `only`: it sees what it is given, and nothing else."""

    def __init__(self, nodelist: NodeList, given: dict[str, Any]) -> None:
        self.nodelist, self._given = nodelist, given

    def render(self, context: Context) -> SafeString:
        given = {name: value.resolve(context) for name, value in self._given.items()}
        return self.nodelist.render(context.new(given))


class Phrase(Node):
    """A phrase with names in it, translated already."""

    child_nodelists = ()

    def __init__(self, said: str, names: Sequence[str], given: dict[str, Any]) -> None:
        self._said, self._names, self._given = said, names, given

    def render(self, context: Context) -> str:
        given = {name: value.resolve(context) for name, value in self._given.items()}
        values = (given[name] if name in given else context.get(name, "") for name in self._names)
        shown = (render_value_in_context(value, context) for value in values)
        return self._said % dict(zip(self._names, shown, strict=True))


class Entry(Node):
    """An entry of a navigation list, drawn already for its own page and for any other."""

    child_nodelists = ()

    def __init__(self, url: str, label: str, symbol: str = "") -> None:
        self._path = url if url.startswith("/") else reverse(url)
        self._drawn = {
            current: kit.entry(self._path, label, symbol, current=current) for current in (True, False)
        }

    def render(self, context: Context) -> SafeString:
        return self._drawn[kit.is_current(context, self._path)]


class _Whole:
    """One template on its way to become whole."""

    def __init__(self, loader: _Making, template: Template, within: tuple[str, ...] = ()) -> None:
        self._loader, self._template = loader, template
        self._within = (*within, str(template.name))
        self._blocks: dict[str, list[BlockNode]] = {}
        self._at: list[tuple[str, int]] = []

    def nodes(self) -> NodeList:
        """With its parents around it, unless one of them is not ours."""
        nodes, extends = self._template.nodelist, _extends(self._template)
        while extends is not None:
            parent = self._part(_literal(extends.parent_name))
            if parent is None:
                return self._template.nodelist
            self._take(extends.nodelist)
            nodes, extends = parent.nodelist, _extends(parent)
        self._take(nodes)
        return self._joined(nodes)

    def _take(self, nodes: NodeList) -> None:
        """The blocks of this layer; those nearer to the page go first."""
        for block in cast("list[BlockNode]", nodes.get_nodes_by_type(BlockNode)):
            self._blocks.setdefault(block.name, []).append(block)

    def _block(self, name: str, layer: int) -> Iterator[Node]:
        """What stands in a block; a layer further down is what `block.super` asks for."""
        layers = self._blocks[name]
        if layer < len(layers):
            self._at.append((name, layer))
            nodes = self._joined(layers[layer].nodelist)
            self._at.pop()
            yield from self._scoped(nodes)

    def _part(self, name: str | None) -> Template | None:
        """A template of ours by name, to be taken apart."""
        if name is None or name.startswith(".") or name in self._within:
            return None
        try:
            found = self._loader.apart(name)
        except TemplateDoesNotExist:
            return None
        return found if _ours(found) else None

    def _joined(self, nodes: Sequence[Node]) -> NodeList:
        """The same nodes, with less between them."""
        made = Joined()
        for node in self._settled(nodes):
            last = made[-1] if made else None
            if isinstance(node, TextNode) and isinstance(last, TextNode):
                made[-1] = TextNode(last.s + node.s)
            elif not isinstance(node, TextNode) or node.s:
                made.append(node)
        if all(isinstance(node, TextNode) for node in made):
            return Plain("".join(node.s for node in made if isinstance(node, TextNode)))
        return made

    def _settled(self, nodes: Sequence[Node]) -> Iterator[Node]:
        for node in nodes:
            if isinstance(node, BlockNode):
                yield from self._block(node.name, 0)
            elif self._at and _asks_for_super(node):
                name, layer = self._at[-1]
                yield from self._block(name, layer + 1)
            elif isinstance(node, IncludeNode):
                yield from self._included(node)
            elif (text := self._said(node)) is not None:
                yield TextNode(text)
            elif isinstance(node, BlockTranslateNode) and not _varies(node):
                said, names = node.render_token_list(node.singular)
                yield Phrase(gettext(said), names, node.extra_context)
            elif _fixed_entry(node):
                yield self._entry(node)
            else:
                self._within_node(node)
                yield node

    def _within_node(self, node: Node) -> None:
        if isinstance(node, IfNode):
            node.conditions_nodelists = [
                (when, self._joined(then)) for when, then in node.conditions_nodelists
            ]
        elif not isinstance(node, _OTHERWISE):
            for name in node.child_nodelists:
                if getattr(node, name, None):
                    setattr(node, name, self._joined(getattr(node, name)))

    def _included(self, node: IncludeNode) -> Iterator[Node]:
        part = self._part(_literal(node.template))
        if part is None:
            yield node
            return
        nodes = _Whole(self._loader, part, self._within).nodes()
        if node.isolated_context:
            yield from nodes if isinstance(nodes, Plain) else [Alone(nodes, node.extra_context)]
        else:
            yield from self._scoped(nodes, node.extra_context)

    def _scoped(self, nodes: NodeList, given: dict[str, Any] | None = None) -> Iterator[Node]:
        """Names that are set within, or given, end with it."""
        if isinstance(nodes, Plain) or (not given and not any(map(_names, nodes))):
            yield from nodes
        else:
            yield WithNode(None, None, nodes, extra_context=given or {})

    def _entry(self, node: SimpleNode) -> Node:
        try:
            return Entry(*(arg.resolve(Context()) for arg in node.args))
        except NoReverseMatch:
            return node

    def _said(self, node: Node) -> str | None:
        """What it says to everybody who reads this language; None for what must be asked each time."""
        if not _steady(node):
            return None
        context = Context()
        context.template = self._template  # what a node asks of it are its engine's settings
        try:
            return str(node.render(context))
        except NoReverseMatch:
            return None


def _ours(template: Template) -> bool:
    return str(template.origin.name).startswith(OURS)


def _extends(template: Template) -> ExtendsNode | None:
    return next((node for node in template.nodelist if isinstance(node, ExtendsNode)), None)


def _asks_for_super(node: Node) -> bool:
    return isinstance(node, VariableNode) and str(node.filter_expression.token) == "block.super"


def _literal(name: Any) -> str | None:
    """A name in quotes."""
    return str(name.var) if isinstance(name.var, str) and not name.filters else None


def _fixed(value: Any) -> bool:
    """Words or numbers that stand in the template itself."""
    return not value.filters and (not isinstance(value.var, Variable) or value.var.literal is not None)


def _fixed_entry(node: Node) -> TypeGuard[SimpleNode]:
    """An entry of a navigation list, of which only the page in hand is not known yet."""
    if not isinstance(node, SimpleNode) or node.func is not kit.nav_item or node.target_var:
        return False
    return not node.kwargs and len(node.args) < _WITH_COUNT and all(map(_fixed, node.args))


def _names(node: Node) -> bool:
    """Whether it may set a name for what stands after it."""
    if isinstance(node, SimpleNode | quick.Address | quick.Words | BlockTranslateNode):
        return getattr(node, "target_var", None) is not None or bool(getattr(node, "asvar", None))
    within = [one for name in node.child_nodelists for one in getattr(node, name, None) or ()]
    return not isinstance(node, (*_WITHIN, Alone, Phrase, Entry)) or any(map(_names, within))


def _steady(node: Node) -> bool:
    """Whether it says the same each time."""
    match node:
        case quick.Words():
            return node.plain and not node.asvar
        case quick.Address():
            asked = [node.view_name, *node.args, *node.kwargs.values()]
            return node.asvar is None and all(map(_fixed, asked))
        case SimpleNode():
            asked = [*node.args, *node.kwargs.values()]
            return node.func in STEADY and node.target_var is None and all(map(_fixed, asked))
        case BlockTranslateNode():
            named = node.extra_context or any(token.token_type != TokenType.TEXT for token in node.singular)
            return not named and not _varies(node)
        case _:
            return False


def _varies(node: BlockTranslateNode) -> bool:
    """Whether more than one phrase may stand there, or none."""
    return bool(node.asvar or node.plural or node.message_context)

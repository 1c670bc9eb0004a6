"""Parts of a page that keeps itself up to date, taken down as they are rendered."""

from __future__ import annotations

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString

__all__ = ["livepart"]

register = template.Library()


class LivePart(template.Node):
    """Renders what is in it, and puts that into ``pieces`` of the context, where there is such a dict."""

    def __init__(self, name: template.base.FilterExpression, nodelist: NodeList) -> None:
        self.name, self.nodelist = name, nodelist

    def render(self, context: Context) -> SafeString:
        html = self.nodelist.render(context)
        pieces = context.get("pieces")
        if pieces is not None:
            pieces[self.name.resolve(context)] = html
        return html


@register.tag
def livepart(parser: Parser, token: Token) -> LivePart:
    """``{% livepart "tiles" %}<ul data-live-part="tiles">…</ul>{% endlivepart %}``: one element, which bears
    the name that the tag says."""
    _tag, name = token.split_contents()
    nodelist = parser.parse(("endlivepart",))
    parser.delete_first_token()
    return LivePart(parser.compile_filter(name), nodelist)

"""Units on the map of their province by the share of duties kept in time: in words, a pattern beside the colour."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from hoiam.law.scores import Indicators
from hoiam.office import queries as office
from hoiam.office.cards import UnitCard
from hoiam.public import figures, maps
from hoiam.public.figures import OfficeLine
from hoiam.public.maps import Outlines
from hoiam.public.receptions import HALF, PATTERNS, WELL


@dataclass(frozen=True, slots=True)
class Drawn:
    """The map of a province; `outlines` says whence and of which day its boundaries are."""

    name: str
    svg: SafeString
    outlines: Outlines


def drawn(lines: Sequence[OfficeLine]) -> list[Drawn]:
    """Of each province with outlines; none where nothing is due. No statement when warm."""
    sums: dict[str, Indicators] = {}
    for line in lines:
        sums[line.row.unit_code] = sums.get(line.row.unit_code, Indicators()) + line.counts
    if not any(one.due for one in sums.values()):
        return []
    found = ((branch, maps.of(branch.province.code)) for branch in office.served_tree())
    return [
        Drawn(branch.province.shown, _map(outlines, branch.units, sums), outlines)
        for branch, outlines in found
        if outlines
    ]


def _map(outlines: Outlines, units: Sequence[UnitCard], sums: dict[str, Indicators]) -> SafeString:
    shapes = "".join(
        _shape(one, outlines.paths[one.code], sums.get(one.code, Indicators()))
        for one in units
        if one.code in outlines.paths
    )
    title = escape(_("Map: share of duties kept in time"))
    return mark_safe(  # noqa: S308 - names are escaped, paths are our own data
        f'<svg class="map" viewBox="0 0 {outlines.width} {outlines.height}" role="group" aria-label="{title}">'
        f"{PATTERNS}{shapes}</svg>"
    )


def _shape(unit: UnitCard, path: str, counts: Indicators) -> str:
    role = _role(counts)
    pattern = f'<path d="{path}" fill="url(#map-{role})"/>' if role in {"warn", "bad"} else ""
    named = escape(f"{unit.shown}: {_said(counts)}")
    return (
        f'<a href="{reverse("public:unit", args=[unit.code])}" aria-label="{named}">'
        f'<path class="chart-{role} map-unit" d="{path}"/>{pattern}<title>{named}</title></a>'
    )


def _role(counts: Indicators) -> str:
    """One of kit.charts.ROLES; plain where too little was due."""
    share = counts.share_in_time
    if share is None or counts.small:
        return "plain"
    return "good" if share * 100 >= WELL else "warn" if share * 100 >= HALF else "bad"


def _said(counts: Indicators) -> str:
    if not counts.due:
        return _("nothing due yet")
    told = {"met": counts.in_time, "due": counts.due, "share": figures.percent(counts)}
    if counts.small:
        return _("%(met)s of %(due)s in time") % told
    return _("%(met)s of %(due)s in time, %(share)s") % told

"""The rules as staff read them, try them out, and as the operator signs them off."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hoiam.law import explain, packs
from hoiam.law.explain import Explanation
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.law.rules import Rule
from hoiam.office import frame, law_words as words, rulebook, signoff
from hoiam.office.access import desk_view
from hoiam.office.cards import Actor, page_language
from hoiam.office.law_forms import RulesForm, SignForm, TryForm
from hoiam.office.rulebook import Shown


@require_safe
@desk_view
def rules(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Fields of law; or the rules that fit what was asked."""
    form = RulesForm(request.GET)
    chosen = form.asked()
    context: dict[str, Any] = {"form": form, "asked": chosen.anything}
    if chosen.anything:
        listed = rulebook.listed(chosen, after=request.GET.get("after", ""))
        kept = {name: value for name, value in request.GET.items() if value and name not in {"after", "lang"}}
        first = f"?{urlencode(kept)}"
        context |= {
            "rows": [row(one) for one in listed.rules],
            "found": listed.found,
            "first_url": first if request.GET.get("after") else "",
            "next_url": f"{first}&{urlencode({'after': listed.after})}" if listed.after else "",
        }
    else:
        here = reverse("law:rules")
        context["areas"] = [
            {"name": words.area(one.code), "url": f"{here}?area={one.code}", "card": one}
            for one in rulebook.areas()
        ]
    return frame.page(request, actor, "office/law/rules.html", context)


@require_safe
@desk_view
def rule(request: HttpRequest, actor: Actor, rule_id: str) -> HttpResponse:
    """A rule with its versions, other texts and variants; and a day tried out."""
    return show(request, actor, rule_id)


@require_POST
@desk_view
def sign(request: HttpRequest, actor: Actor, rule_id: str) -> HttpResponse:
    """Answer for a rule; what was typed comes back with a refusal."""
    form = SignForm(request.POST, auto_id="sign_%s")
    if not form.is_valid() and actor.holds(Role.OPERATOR):
        return show(request, actor, rule_id, typed=form, status=422)
    try:
        signoff.sign_off(rule_id=rule_id, by=actor, at=timezone.now(), **form.said())
    except Refused as refused:
        return show(request, actor, rule_id, typed=form, refused=refused, status=422)
    messages.success(request, _("Signed off: %(rule)s") % {"rule": rule_id})
    return redirect("law:rule", rule_id=rule_id)


@require_POST
@desk_view
def withdraw(request: HttpRequest, actor: Actor, rule_id: str) -> HttpResponse:
    """The sign-off counts no longer."""
    try:
        signoff.withdraw(rule_id=rule_id, by=actor, at=timezone.now())
    except Refused as refused:
        return show(request, actor, rule_id, refused=refused, status=422)
    messages.success(request, _("Sign-off withdrawn: %(rule)s") % {"rule": rule_id})
    return redirect("law:rule", rule_id=rule_id)


def show(
    request: HttpRequest,
    actor: Actor,
    rule_id: str,
    *,
    typed: SignForm | None = None,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    try:
        found = rulebook.shown(rule_id)
    except Refused as unknown:
        raise Http404 from unknown
    tried = TryForm(request.GET if "event" in request.GET else None, rule=found.rule)
    context = {
        **page(found),
        "try_form": tried,
        "result": result(found.rule, tried),
        "may_sign": actor.holds(Role.OPERATOR),
        "sign_form": typed or SignForm(initial={"seen": found.digest}, auto_id="sign_%s"),
        "refused": words.refusal(refused) if refused else "",
    }
    return frame.page(request, actor, "office/law/rule.html", context, status=status)


def page(found: Shown) -> dict[str, Any]:
    """All that does not hang on who asks."""
    one = found.rule
    label, color = words.CONFIDENCE[one.confidence]
    return {
        "rule": one,
        "duty": words.duty(one),
        "area": words.area(one.case_type),
        "area_url": f"{reverse('law:rules')}?area={one.case_type}",
        "confidence": label,
        "color": color,
        "facts": facts(found),
        "sources": words.sources(one),
        "conditions": "" if page_language() == "vi" and one.note_vi else one.conditions,
        "note": words.in_language(one.note_vi, one.note),
        "note_foreign": page_language() == "vi" and not one.note_vi,
        "versions": [row(version) for version in found.versions] if len(found.versions) > 1 else [],
        "others": [row(other) for other in found.alternatives],
        "base": row(found.base) if found.base else None,
        "variants": [row(variant) for variant in found.variants],
        "extensions": [words.extension(extension) for extension in one.extend],
        "stops": words.cite(one.stops) if one.stops else "",
        "doubt": found.doubt,
        "signed": found.signed,
        "history": found.history,
    }


def facts(found: Shown) -> list[tuple[str, str]]:
    one = found.rule
    rows = [
        (_("Who"), words.actor(one)),
        (_("Time limit"), words.period(one)),
        (_("Counted"), words.counted_from(one)),
        (_("Legal basis"), words.cite(one)),
        (_("In force"), words.in_force(one)),
        (_("Only for cases that are"), words.when(one.when)),
    ]
    return [(label, value) for label, value in rows if value]


def row(one: Rule) -> dict[str, Any]:
    """A line of a list, or a column of a comparison."""
    label, color = words.CONFIDENCE[one.confidence]
    return {
        "id": one.id,
        "duty": words.duty(one),
        "actor": words.actor(one),
        "period": words.period(one),
        "counted": words.counted_from(one),
        "cite": words.cite(one),
        "in_force": words.in_force(one),
        "when": words.when(one.when),
        "transition": words.transition(one),
        "confidence": label,
        "color": color,
        "signed": one.id in signoff.signed(),
    }


def result(one: Rule, form: TryForm) -> dict[str, Any] | None:
    """What a day comes to, or why to nothing."""
    if not form.is_bound or not form.is_valid():
        return None
    got = form.cleaned_data
    pack = packs.load(settings.HOIAM_PACK)
    asked = {"attributes": got.get("has") or (), "until": got["until"]}
    try:
        found = explain.explain(pack, one.id, got["event"], **asked)
    except Refused as refused:
        return {"refused": words.refusal(refused)}
    return told(one, found)


def told(asked: Rule, found: Explanation) -> dict[str, Any]:
    works_to = found.works_to
    return {
        "rule": row(found.rule),
        "another": found.rule.id != asked.id,
        "due": found.due,
        "moment": found.due.moment if found.due else None,
        "others": [{"due": other, "row": row(other.rule)} for other in found.others],
        "works_to": works_to.safe_due if works_to else None,
        "progress": found.progress,
        "late_by": -found.progress.left if found.progress and found.progress.left < 0 else 0,
    }

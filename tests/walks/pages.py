"""Every page of the product: where it is, who opens it, what is done on it. Held against the URLconf."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tests import factors
from tests.walks.photo import photo

UNSEEN = frozenset(
    {"desk:alike_typed", "desk:draft"}  # for scripts
    | {"dialogues:screen_now", "dialogues:room_now"}  # parts of pages
    | {"dialogue_desk:moderate_now", "dialogue_desk:chair_now"}
    | {"visits:display_now", "reception:head_now", "reception:day_now"}
    | {"dialogues:want", "report_desk:step"}  # posted, leads on
    | {"directives:task", "inspections:review"}  # lead to their place in a list
    | {"directive_desk:open", "directive_desk:drop", "directive_desk:give_out"}  # posted, lead on
    | {
        "directive_desk:file",
        "directive_desk:task_file",
    }  # files, tried in tests/desk/test_directive_pages.py
    | {
        "inspection_desk:file",
        "inspection_desk:finding_file",
    }  # files, tried in tests/desk/test_inspection_pages.py
    | {"cases:part"}  # posted, leads on
    | {"admin:login", "admin:logout", "admin:password_change", "admin:password_change_done"}  # lead to ours
    | {"admin:autocomplete", "admin:jsi18n", "admin:view_on_site"}  # for scripts
    | {"admin:<path:object_id>/", "admin:(?P<url>.*)$"}  # lead on
)
"""Of Django's administration (decision 14)."""
KIND = re.compile(r"office_[a-z]+_(changelist|add|change|history|delete)")
CODE = "{answered[code]}"


@dataclass(frozen=True)
class Do:
    """One thing done on a page; `leads` is the status of the page it leads to, 0 when it stays."""

    verb: str
    where: str
    what: str = ""
    leads: int = 0

    def on(self, page: Any, house: Any) -> Any:
        """The answer, if it leads to one."""
        target = page.locator(self.where).first
        match self.verb:
            case "fill":
                target.fill(self.what)
            case "paste":  # what lies at an address of the house
                target.fill(page.request.get(house.path(self.what)).text())
            case "check":
                target.check()
            case "photo":
                target.set_input_files({"name": self.what, "mimeType": "image/jpeg", "buffer": photo()})
            case "forget":
                page.context.clear_cookies(name=self.what)
            case "open":
                target.evaluate("one => { one.open = true }")
            case "press":
                with page.expect_navigation() as answer:
                    target.click()
                return answer.value
        return None


@dataclass(frozen=True)
class Page:
    """`of` names the address in the URLconf; `note` tells several states of one page apart."""

    of: str
    path: str
    note: str = ""
    role: str = ""
    status: int = 200
    deeds: tuple[Do, ...] = ()

    @property
    def name(self) -> str:
        return "-".join(filter(None, (self.of.replace(":", "-"), self.note, self.role)))


@dataclass(frozen=True)
class Download:
    """An address that gives something other than a page."""

    of: str
    path: str
    kind: str
    role: str = ""


def fill(name: str, what: str) -> Do:
    return Do("fill", f"main [name='{name}']", what)


def press(what: str, leads: int = 200) -> Do:
    return Do("press", what, leads=leads)


def go(value: str, leads: int = 200) -> Do:
    """A button of the citizen's form."""
    return press(f"main button[name=go][value='{value}']", leads)


SUBMIT = "main form[method=post] button[type=submit]"
SUBMIT_FILE = "main form[enctype] button[type=submit]"
SUBMIT_LAST = "main form:has([name=address]) button[type=submit]"
SUBMIT_OPEN = "main form[action$='/log/open'] button[type=submit]"
PLACE = press("main button[name=unit]")
MATTER = (
    Do("check", "main [name=kind][value=report]"),
    fill("title", "Phản ánh rác tồn đọng ở chợ Kỳ Lừa"),
    fill("body", "Rác ở cổng chợ không ai thu gom từ đầu tháng.\nĐề nghị cho biết ai chịu trách nhiệm."),
    go("next"),
)
YOU = (fill("name", "Nông Thị Giả Định"), fill("phone", "0900 000 002"), go("next"))
TOGETHER = (
    Do("check", "main [name=group]"),
    fill("signers", "Lộc Thị Thử;020190000011\nVi Văn Mẫu;;Thôn 3"),
    fill("representatives", "Lộc Thị Thử; 0900 000 003"),
)
PHOTO = (Do("photo", "#upload", "cho-ky-lua.jpg"), go("upload"))

SEND = (
    Page("cases:send", "/send/", "place"),
    Page("cases:send", "/send/", "place-found", deeds=(fill("q", "dong kinh"), go("find"))),
    Page("cases:send", "/send/", "place-none", deeds=(fill("q", "Atlantis"), go("find"))),
    Page("cases:send", "/send/", "matter", deeds=(PLACE,)),
    Page("cases:send", "/send/", "matter-wrong", deeds=(PLACE, go("next", 422))),
    Page(
        "cases:send",
        "/send/",
        "matter-complaint-wrong",
        deeds=(
            PLACE,
            Do("check", "main [name=kind][value=complaint]"),
            fill("challenged_number", "45/QĐ-UBND"),
            fill("learned_on", "31/02/2026"),
            go("next", 422),
        ),
    ),
    Page("cases:send", "/send/", "files", deeds=(PLACE, *MATTER)),
    Page("cases:send", "/send/", "files-kept", deeds=(PLACE, *MATTER, *PHOTO)),
    Page(
        "cases:send",
        "/send/",
        "files-refused",
        deeds=(PLACE, *MATTER, Do("photo", "#upload", "don.docm"), go("upload", 422)),
    ),
    Page("cases:send", "/send/", "you", deeds=(PLACE, *MATTER, go("next"))),
    Page("cases:send", "/send/", "you-wrong", deeds=(PLACE, *MATTER, go("next"), go("next", 422))),
    Page("cases:send", "/send/", "check", deeds=(PLACE, *MATTER, *PHOTO, go("next"), *YOU)),
    Page(
        "cases:send",
        "/send/",
        "check-sealed",
        deeds=(PLACE, *MATTER, go("next"), Do("check", "main [name=sealed]"), *YOU),
    ),
)
STATUS = tuple(
    Page("cases:status", f"/cases/{{{name}[code]}}", name)
    for name in (
        *(
            "received",
            "accepted",
            "drafted",
            "proposed",
            "answered",
            "rated",
            "answered_again",
            "contested",
            "closed",
            "refused",
            "refusing",
        ),
        *("transferred", "passed_on", "withdrawn", "withdrawn_on_paper", "promised", "late", "asked"),
    )
)
CITIZEN = (
    *SEND,
    *STATUS,
    Page("cases:status", "/cases/0000-0000-0000-00", "unknown", status=404),
    Page("cases:follow", "/cases/"),
    Page("cases:follow", "/cases/", "empty", deeds=(press(SUBMIT, 422),)),
    Page("cases:follow", "/cases/", "wrong", deeds=(fill("code", "ABCD-EFGH-JKMN-PQ"), press(SUBMIT, 404))),
    Page("cases:sent", "/cases/{received[code]}/sent"),
    Page("cases:rate", f"/cases/{CODE}/rate"),
    Page("cases:rate", f"/cases/{CODE}/rate", "empty", deeds=(press(SUBMIT, 422),)),
    Page("cases:rate", "/cases/{rated[code]}/rate", "again"),
    Page("cases:reception", "/cases/{refused[code]}/reception"),
    Page("cases:reception", "/cases/{received[code]}/reception", "too-early"),
    Page("cases:contest", f"/cases/{CODE}/contest"),
    Page("cases:contest", f"/cases/{CODE}/contest", "empty", deeds=(press(SUBMIT, 422),)),
    Page("cases:contest", "/cases/{received[code]}/contest", "too-early"),
    Page("cases:withdraw", "/cases/{received[code]}/withdraw"),
    Page("cases:withdraw", "/cases/{withdrawn[code]}/withdraw", "again"),
    Page("cases:messages", "/cases/{asked[code]}/messages"),
    Page("cases:messages", "/cases/{received[code]}/messages", "none"),
    Page("cases:messages", "/cases/{received[code]}/messages", "empty", deeds=(press(SUBMIT, 422),)),
    Page("cases:messages", "/cases/{closed[code]}/messages", "closed"),
    *(
        Page("cases:status", f"/cases/{{{case}[code]}}", case)
        for case in ("complained", "suspended", "settled", "denounced")
    ),
    Page("cases:right", "/cases/{settled[code]}/do/again", "again"),
    Page("cases:right", "/cases/{settled[code]}/do/again", "empty", deeds=(press(SUBMIT, 422),)),
    Page("cases:right", "/cases/{complained[code]}/do/withdraw-part", "part"),
    Page("cases:right", "/cases/{complained[code]}/do/go-on", "not-open"),
    Page("cases:right", "/cases/{complained[code]}/do/papers", "papers", deeds=(press(SUBMIT, 422),)),
    Page("cases:receipt", "/cases/{received[code]}/receipt"),
    Page("cases:slip", "/cases/{received[code]}/slip"),
)
PUBLIC = (
    Page("public:home", "/"),
    Page("public:register", "/register"),
    Page("public:register", "/register?unit=05977", "unit"),
    Page("public:register", "/register?after=2000-01-01.1", "nothing"),
    Page("public:case", "/register/{rated[id]}", "cleared"),
    Page("public:case", "/register/{received[id]}", "masked"),
    Page("public:case", "/register/999999", "unknown", status=404),
    Page("public:scores", "/scores"),
    Page("public:scores", "/scores?sort=late", "sorted"),
    Page("public:unit", "/scores/05977"),
    Page("public:unit", "/scores/06040", "small"),
    Page("public:scores", "/scores?of=all&level=commune", "all"),
    Page("public:scores", "/scores?of=task&field=land", "nothing"),
    Page("public:post", "/scores/05977/{chair}"),
    Page("public:post", "/scores/05977/{chair}?period={year_before}", "nothing"),
    Page("public:scores_method", "/scores/method"),
    Page("public:receptions", "/reception/"),
    Page("public:receptions", "/reception/?unit=05977", "unit"),
    Page("public:receptions", "/reception/?day=2024-02-10", "nothing"),
    Page("visits:choose", "/reception/offices/{ward}"),
    Page("visits:choose", "/reception/offices/{other_ward}", "nothing"),
    Page("visits:book", "/reception/{session}/book"),
    Page("visits:book", "/reception/{session}/book", "empty", deeds=(press(SUBMIT, 422),)),
    Page("visits:book", "/reception/{session_missed}/book", "over"),
    Page("visits:booked", "/reception/booked/{booked}"),
    Page("visits:find", "/reception/booked"),
    Page(
        "visits:find",
        "/reception/booked",
        "unknown",
        deeds=(fill("code", "7K2M-9QXD-4TVA-3C"), press(SUBMIT, 404)),
    ),
    Page("visits:display", "/reception/{session_open}/display"),
    Page("public:kept", "/reception/kept"),
    Page("public:kept", "/reception/kept?unit=05977", "unit"),
    Page("public:kept", "/reception/kept?year={year_before}", "nothing"),
    Page("public:reception_promises", "/reception/promises?unit=05977"),
    Page("public:reception_promises", "/reception/promises?unit=06040", "none"),
    Page("public:verify", "/verify"),
    Page("public:verify", "/verify", "empty", deeds=(press(SUBMIT, 422),)),
    Page("public:verify", "/verify", "unread", deeds=(Do("fill", "main textarea", "?"), press(SUBMIT, 422))),
    *(
        Page("public:verify", "/verify", note, deeds=(Do("paste", "main textarea", proof), press(SUBMIT)))
        for note, proof in (
            ("included", "/cases/{received[code]}/receipt.tlog-proof"),
            ("witnessed", "/cases/{accepted[code]}/receipt.tlog-proof"),
        )
    ),
    Page("public:offline", "/verify.html"),
    Page("public:log", "/log/"),
    Page("public:log_board", "/log/board"),
    *(  # the demonstration has neither timestamps nor a log that ended
        Page(f"log:{name}", f"/log/{path}", "none", status=404)
        for name, path in (("stamped", "timestamps/999999"), ("timestamp", "timestamps/999999.tsr"))
    ),
    Page("log:archived", "/log/checkpoints/999999", "unknown", status=404),
    Page("log:checkpoint", "/log/ended/1/checkpoint", "ended", status=404),
    Page("public:scanned", "/v"),
    Page("public:V", "/V"),
    Page("public:data", "/data/"),
    *(Page("public:dataset", f"/data/{name}", name) for name in ("cases", "duties", "holders")),
    Page("public:editions", "/data/editions"),
    Page("public:editions", f"/data/editions?sha256={64 * '0'}", "unknown"),
    Page("public:editions", "/data/editions?sha256=xyz", "wrong", status=422),
    Page("public:dataset", "/data/promises", "failed"),
    Page("public:dataset", "/data/rules", "not-made"),
    Page("public:dataset", "/data/nothing", "unknown", status=404),
    Page("public:unit_page", "/units/05977"),
    Page("public:unit_page", "/units/{ended}", "ended"),
    Page("public:unit_page", "/units/99999", "unknown", status=404),
    Page("public:post_page", "/posts/{chair}"),
    Page("public:rule", "/rules/kn.accept.v2"),
    Page("public:rule", "/rules/house.dialogue_promise", "house"),
    Page("public:help", "/help/"),
    *(
        Page("public:help_page", f"/help/{name}", name)
        for name in ("send", "process", "dates", "reception", "receipt", "dialogue", "privacy")
    ),
    Page("public:help_page", "/help/nothing", "unknown", status=404),
)
PASSWORD_ALONE = (fill("login", "hailop"), fill("password", factors.DEMO_PASSWORD), press(SUBMIT, 200))
ACCOUNT = (
    Page("account_login", "/account/login/"),
    Page(
        "account_login",
        "/account/login/",
        "wrong",
        deeds=(fill("login", "ai-do"), fill("password", "khong-dung-dau"), press(SUBMIT, 200)),
    ),
    Page("account_logout", "/account/logout/", role="clerk"),
    Page("account_change_password", "/account/password/change/", role="clerk"),
    Page(
        "account_change_password",
        "/account/password/change/",
        "empty",
        role="clerk",
        deeds=(press(SUBMIT, 0),),
    ),
    Page("mfa_authenticate", "/account/login/", deeds=PASSWORD_ALONE),
    Page("mfa_authenticate", "/account/login/", "empty", deeds=(*PASSWORD_ALONE, press(SUBMIT, 0))),
    Page("factor", "/account/second-factor/", "none", "head"),
    Page("factor", "/account/second-factor/", role="doubled"),
    Page("factor_set_up", "/account/second-factor/set-up/", role="head"),
    Page("factor_set_up", "/account/second-factor/set-up/", "empty", "head", deeds=(press(SUBMIT, 422),)),
    *(
        Page(f"factor_{name}", f"/account/second-factor/{name}/", role="doubled")
        for name in ("codes", "remove", "confirm")
    ),
    Page("factor_remove", "/account/second-factor/remove/", "empty", "doubled", deeds=(press(SUBMIT, 422),)),
)


def _deed(event: str, case: str, role: str, *typed: Do, leads: int = 422) -> Page:
    """A form of the case page, sent with something missing."""
    form = f"main form[action$='/{event}']"
    return Page(
        "desk:deed",
        f"/desk/cases/{{{case}[id]}}/{event}",
        f"{event}-wrong",
        role,
        deeds=(*typed, press(f"{form} button[type=submit]", leads)),
    )


DESK = (
    *(Page("desk:queue", "/desk/", role=role) for role in ("clerk", "handler", "head", "overseer")),
    Page("desk:queue", "/desk/?q=rac", "found", "clerk"),
    Page("desk:queue", "/desk/?q=khongthay", "nothing", "clerk"),
    Page("desk:alike", "/desk/cases/{received[id]}/alike", role="clerk"),
    Page("desk:alike", "/desk/cases/{received[id]}/alike?wide=1", "wide", "clerk"),
    Page("desk:search", "/desk/search", role="clerk"),
    Page("desk:search", "/desk/search?q=rac&order=best&wide=on&state=answered", "found", "clerk"),
    Page("desk:search", "/desk/search?q=den+duong", "own", "handler"),
    Page("desk:search", "/desk/search?q=rac&since=31/02/2026", "wrong", "clerk"),
    Page("desk:search", "/desk/search?q=khongthay&field=land", "nothing", "clerk"),
    Page("desk:queue", "/desk/?late=on", "late", "clerk"),
    Page("desk:queue", "/desk/?state=contested&mine=on", "filtered", "head"),
    Page("desk:register", "/desk/register", role="clerk"),
    Page("desk:register", "/desk/register", "wrong", "clerk", deeds=(press(SUBMIT_FILE, 422),)),
    Page("desk:register", "/desk/register?draft={draft}", "gone-on-with", "clerk"),
    Page(
        "desk:draft_drop",
        "/desk/register",
        "erased",
        "clerk",
        deeds=(
            fill("body", "Gõ dở."),
            press("main button[name=save]"),
            press("form[action$='/drop'] button"),
        ),
    ),
    Page("desk:register", "/desk/register", "not-allowed", "handler", status=403),
    *(
        Page("desk:case", f"/desk/cases/{{{name}[id]}}/", name, role)
        for name, role in (
            *(("received", "clerk"), ("accepted", "clerk"), ("late", "clerk"), ("promised", "clerk")),
            *(("drafted", "handler"), ("contested", "handler"), ("proposed", "head"), ("received", "head")),
            *(("rated", "head"), ("closed", "clerk"), ("refused", "clerk"), ("withdrawn", "clerk")),
            ("refusing", "head"),
        )
    ),
    *(
        Page("desk:case", f"/desk/cases/{{{name}[id]}}/", name, role)
        for name, role in (
            *(("complained", "head"), ("suspended", "head"), ("settled", "clerk"), ("denounced", "keeper")),
        )
    ),
    *(
        Page("desk:deed", f"/desk/cases/{{complained[id]}}/{event}", event, "head")
        for event in ("find_complex", "hold_dialogue", "decide", "suspend")
    ),
    _deed("hold_dialogue", "complained", "head"),
    Page("desk:deed", "/desk/cases/{complained[id]}/challenge", "challenge", "clerk"),
    _deed("hinder", "complained", "clerk"),
    Page("desk:give_code", "/desk/cases/{imported}/code", role="clerk"),
    Page("desk:give_code", "/desk/cases/{imported}/code", "empty", "clerk", deeds=(press(SUBMIT, 422),)),
    Page("desk:held", "/desk/denunciations/", role="keeper"),
    Page("desk:held", "/desk/denunciations/", "not-allowed", "head", 404),
    Page("desk:case", "/desk/cases/{denounced[id]}/", "denounced-by-others", "head", 404),
    Page("desk:case", "/desk/cases/999999/", "unknown", "clerk", 404),
    *(
        Page("desk:deed", f"/desk/cases/{{{case}[id]}}/{event}", event, role)
        for event, case, role in (
            *(
                ("classify", "received", "clerk"),
                ("accept", "received", "clerk"),
                ("assign", "accepted", "clerk"),
            ),
            *(("name", "received", "clerk"), ("recuse", "accepted", "handler")),
            *(("transfer", "received", "clerk"), ("transfer_out", "received", "clerk")),
            *(
                ("promise", "accepted", "head"),
                ("refuse", "received", "head"),
                ("clear", "answered", "clerk"),
            ),
        )
    ),
    _deed("transfer_out", "received", "clerk"),
    _deed("refuse", "received", "head"),
    _deed("notify_refusal", "refusing", "head"),
    _deed("promise", "accepted", "head"),
    Page(
        "desk:identity",
        "/desk/cases/{received[id]}/",
        "wrong",
        "clerk",
        deeds=(
            Do("open", "details:has(form[action$='/identity'])"),
            press("form[action$='/identity'] button", 422),
        ),
    ),
    Page(
        "desk:identity",
        "/desk/cases/{received[id]}/",
        "opened",
        "clerk",
        deeds=(
            Do("open", "details:has(form[action$='/identity'])"),
            Do("fill", "form[action$='/identity'] [name=reason]", "Gọi điện hẹn ngày kiểm tra hiện trường"),
            press("form[action$='/identity'] button"),
        ),
    ),
    *(
        Page("desk:messages", f"/desk/cases/{{{case}[id]}}/messages", case, "handler")
        for case in ("asked", "closed")
    ),
    Page(
        "desk:messages",
        "/desk/cases/{accepted[id]}/messages",
        "empty",
        "handler",
        deeds=(press(SUBMIT, 422),),
    ),
    Page("desk:reply", "/desk/cases/{accepted[id]}/reply", "blank", "handler"),
    Page("desk:reply", "/desk/cases/{drafted[id]}/reply", "missing", "handler"),
    Page("desk:reply", "/desk/cases/{contested[id]}/reply", "contested", "handler"),
    Page("desk:reply", "/desk/cases/{proposed[id]}/reply", "proposed", "head"),
    Page(
        "desk:reply",
        "/desk/cases/{accepted[id]}/reply",
        "empty-point",
        "handler",
        deeds=(press("button[name=do][value=save]", 422),),
    ),
    Page(
        "desk:reply",
        "/desk/cases/{accepted[id]}/reply",
        "suggested",
        "handler",
        deeds=(press("button[name=do][value=split]"),),
    ),
    Page(
        "desk:reply",
        "/desk/cases/{proposed[id]}/reply",
        "rework-wrong",
        "head",
        deeds=(
            Do("open", "details:has([name=do][value=rework])"),
            press("button[name=do][value=rework]", 422),
        ),
    ),
)


def _tab(name: str) -> tuple[Do, ...]:
    """The view of the queue kept under a name."""
    return (Do("open", "nav.tabs details"), fill("name", name), press("form[action$='/filters'] button"))


ABSENCE = (Do("open", "details.deed"), press("form:has([name=from_on]) button", 422))
HAND_OVER = (press("main form[novalidate] button[type=submit]", 422),)
SMS = (Do("check", "#sms"), press("form[action$='/sms'] button"))
DROP = press("form[action$='/drop'] button")
BULK = (
    Page("desk:bulk", "/desk/bulk/?case={accepted[id]}", role="handler"),
    Page("desk:bulk", "/desk/bulk/", "wrong", "handler", deeds=(press(SUBMIT, 422),)),
    Page("desk:bulk_list", "/desk/bulk/{bulk}/", role="handler"),
    Page("desk:bulk_decide", "/desk/bulk/{bulk}/", "proposed", "head"),
)
WORK = (
    *(Page("desk:work", "/desk/work/", role=role) for role in ("clerk", "handler", "head")),
    Page("desk:work", "/desk/work/", "wrong", "head", deeds=ABSENCE),
    Page("desk:hand_over", "/desk/work/hand-over", role="handler"),
    Page("desk:hand_over", "/desk/work/hand-over", "wrong", "handler", deeds=HAND_OVER),
    Page("desk:hand_over", "/desk/work/hand-over", "nothing", "clerk"),
    Page("desk:assign_many", "/desk/work/assign?case={accepted[id]}", role="clerk"),
    Page("desk:assign_many", "/desk/work/assign", "nothing", "clerk"),
    *(Page("desk:division", "/desk/work/division", role=role) for role in ("head", "overseer")),
    Page("desk:filter_save", "/desk/?late=on", "tab", "head", deeds=_tab("30+")),
    Page("desk:filter_drop", "/desk/?late=on", "dropped", "clerk", deeds=(*_tab("30+"), DROP)),
    Page(
        "desk:sms",
        "/desk/work/",
        "refused",
        "head",
        deeds=(Do("check", "#sms"), press("form[action$='/sms'] button")),
    ),
    Page("desk:digest", "/desk/work/", "kept", "clerk", deeds=(press("form[action$='/digest'] button"),)),
    Page(
        "desk:substitution_end", "/desk/work/", "ended", "head", deeds=(press("form[action$='/end'] button"),)
    ),
)
PAPERS = "/desk/cases/{received[id]}/documents/"
ON_PAPER = (
    Page("desk:case", "/desk/cases/{to_and_fro[id]}/", "to-and-fro", "clerk"),
    Page("desk:passed_on", "/desk/board/passed-on", role="inspector"),
    Page("desk:withdrawal", "/desk/cases/{accepted[id]}/withdrawal", role="clerk"),
    Page("desk:withdrawal", "/desk/cases/{complained[id]}/withdrawal", "whole-or-part", "head"),
    Page(
        "desk:withdrawal",
        "/desk/cases/{complained[id]}/withdrawal",
        "wrong",
        "clerk",
        deeds=(press(SUBMIT_FILE, 422),),
    ),
    Page("desk:originals", "/desk/cases/{received[id]}/originals", role="clerk"),
    Page(
        "desk:originals",
        "/desk/cases/{received[id]}/originals",
        "wrong",
        "clerk",
        deeds=(press(SUBMIT_FILE, 422),),
    ),
    Page("desk:case", "/desk/cases/{withdrawn_on_paper[id]}/", "withdrawn-on-paper", "clerk"),
    Page("desk:cover", "/desk/cases/{received[id]}/cover", role="clerk"),
    Page("desk:scans", "/desk/scans/", role="clerk"),
    Page("desk:scans", "/desk/scans/", "empty", "clerk", deeds=(press(SUBMIT_FILE, 422),)),
    Page(
        "desk:scans",
        "/desk/scans/",
        "without-cover",
        "clerk",
        deeds=(Do("photo", "[name=uploads]", "khong-bia.jpg"), press(SUBMIT_FILE, 422)),
    ),
)
SPLIT = (
    Page("desk:advice", "/desk/cases/{received[id]}/advice?foreign=on", role="clerk"),
    Page("desk:split", "/desk/cases/{received[id]}/split", role="clerk"),
    Page(
        "desk:split",
        "/desk/cases/{received[id]}/split",
        "wrong",
        "clerk",
        deeds=(Do("fill", "[name=part-1-title]", ""), press("button[name=do][value=split]", 422)),
    ),
)
OPEN_LIST = (Do("fill", "[name=reason]", "So với danh sách trên giấy"),)
GROUP = (
    Page("desk:case", "/desk/cases/{together[id]}/", "together", "clerk"),
    Page("desk:group", "/desk/cases/{together[id]}/group/", role="clerk"),
    Page("desk:group", "/desk/cases/{together_answered[id]}/group/", "answered", "head"),
    Page(
        "desk:group_open",
        "/desk/cases/{together[id]}/group/",
        "wrong",
        "clerk",
        deeds=(press("form[action$='/group/open'] button", 422),),
    ),
    Page(
        "desk:group_open",
        "/desk/cases/{together_answered[id]}/group/",
        "opened",
        "clerk",
        deeds=(
            *OPEN_LIST,
            press("form[action$='/group/open'] button"),
        ),
    ),
    Page(
        "desk:group_slips",
        "/desk/cases/{together[id]}/group/",
        role="clerk",
        deeds=(
            *OPEN_LIST,
            press("button[formaction$='/group/slips']"),
        ),
    ),
    *(
        Page("desk:group_change", f"/desk/cases/{{together[id]}}/group/{what}", what, "clerk")
        for what in ("appoint", "represent", "join", "leave")
    ),
    Page(
        "desk:group_change",
        "/desk/cases/{together[id]}/group/join",
        "join-wrong",
        "clerk",
        deeds=(press("form[action$='/group/join'] button", 422),),
    ),
    Page("desk:group_change", "/desk/cases/{together_answered[id]}/group/serve", "serve", "clerk"),
    Page("desk:register", "/desk/register", "together", "clerk", deeds=(Do("check", "[name=group]"),)),
    Page("cases:send", "/send/", "you-together", deeds=(PLACE, *MATTER, go("next"), *TOGETHER[:1])),
    Page(
        "cases:send",
        "/send/",
        "you-together-wrong",
        deeds=(
            PLACE,
            *MATTER,
            go("next"),
            Do("check", "main [name=group]"),
            *YOU[:2],
            go("next", 422),
        ),
    ),
    Page("cases:send", "/send/", "check-together", deeds=(PLACE, *MATTER, go("next"), *TOGETHER, *YOU)),
    *(
        Page("cases:status", f"/cases/{{{case}[signers][{place}]}}", f"{case}-{place}")
        for case, place in (
            *(("together", 1), ("together", 4), ("together_answered", 2)),
            *(("together_answered", 4), ("together_answered", 5)),
        )
    ),
    Page("cases:sent", "/cases/{together[signers][4]}/sent", "represented", status=403),
    Page("cases:leave", "/cases/{together[signers][4]}/leave"),
    Page("cases:leave", "/cases/{accepted[code]}/leave", "of-one", status=404),
    Page("cases:receipt", "/cases/{together[signers][4]}/receipt", "together"),
    Page("cases:slip", "/cases/{together[code]}/slip?desk=1", "together"),
)
COPIES = "/desk/cases/{received[id]}/redact/copies/"
REDACT = "/desk/cases/{received[id]}/redact/{papers[photo]}"
BOARD = (
    *(Page("reception:index", "/desk/reception/", role=role) for role in ("clerk", "head")),
    Page(
        "reception:index", "/desk/reception/", "refused", "clerk", deeds=(press("button[value=hold]", 422),)
    ),
    Page("reception:index", "/desk/reception/?post={secretary}", "second-post", "clerk"),
    Page("reception:regulation", "/desk/reception/posts/{chair}/regulation", role="clerk"),
    Page(
        "reception:regulation",
        "/desk/reception/posts/{chair}/regulation",
        "wrong",
        "clerk",
        deeds=(press(SUBMIT, 422),),
    ),
    Page("reception:year", "/desk/reception/posts/{chair}/{year_after}", role="clerk"),
    Page("reception:year", "/desk/reception/posts/{chair}/{year}", "this", "head"),
    Page("reception:year", "/desk/reception/posts/{secretary}/{last_year}", "no-regulation", "clerk"),
    Page("reception:unscheduled", "/desk/reception/posts/{chair}/unscheduled", role="head"),
    Page(
        "reception:unscheduled",
        "/desk/reception/posts/{chair}/unscheduled",
        "wrong",
        "head",
        deeds=(press(SUBMIT, 422),),
    ),
    Page("reception:poster", "/desk/reception/posts/{chair}/poster", role="clerk"),
    Page("reception:session", "/desk/reception/{session}/", "online", "clerk"),
    Page("reception:session", "/desk/reception/{session_moved}/", "moved", "head"),
    Page("reception:session", "/desk/reception/{session_open}/", "open", "clerk"),
    Page("reception:session", "/desk/reception/{session_missed}/", "missed", "clerk"),
    Page("reception:day", "/desk/reception/{session_open}/day", "open", "clerk"),
    Page("reception:day", "/desk/reception/{session}/day", "ahead", "clerk"),
    Page(
        "reception:day",
        "/desk/reception/{session_open}/day",
        "refused",
        "clerk",
        deeds=(fill("people", "0"), press("button[value=walk_in]", 422)),
    ),
    Page("reception:book", "/desk/reception/{session}/book", role="clerk"),
    Page("reception:book", "/desk/reception/{session}/book", "empty", "clerk", deeds=(press(SUBMIT, 422),)),
    Page("reception:book", "/desk/reception/{session_missed}/book", "over", "clerk"),
    Page("reception:head", "/desk/reception/{session_open}/head", role="clerk"),
    Page("reception:person", "/desk/reception/{session_open}/people/{booking}", "heard", "clerk"),
    Page("reception:person", "/desk/reception/{session_open}/people/{booking_waiting}", "unknown", "clerk"),
    Page(
        "reception:person",
        "/desk/reception/{session_open}/people/{booking}",
        "refused",
        "clerk",
        deeds=(press("button[value=content]", 422),),
    ),
    Page("reception:conclusion", "/desk/reception/{session_open}/conclusion", role="clerk"),
    Page("reception:conclusion", "/desk/reception/{session_missed}/conclusion", "nothing", "clerk"),
    Page("reception:notice", "/desk/reception/{session_open}/conclusion/notice", role="clerk"),
    Page(
        "reception:session",
        "/desk/reception/{session_moved}/",
        "refused",
        "head",
        deeds=(
            Do("open", "main details:has(button[value=postpone])"),
            press("button[value=postpone]", 422),
        ),
    ),
    Page("reception:take_back", "/desk/reception/posts/{chair}/notes/{held}/take-back", role="head"),
    Page(
        "reception:take_back",
        "/desk/reception/posts/{chair}/notes/{held}/take-back",
        "empty",
        "head",
        deeds=(press(SUBMIT, 422),),
    ),
    Page("desk:export", "/desk/export/", role="clerk"),
    Page(
        "desk:export",
        "/desk/export/",
        "empty",
        "clerk",
        deeds=(press("main form:has([name=since]) button", 422),),
    ),
    Page(
        "desk:export_file",
        "/desk/export/",
        "gone",
        "clerk",
        deeds=(press("form[action$='/file'] button", 422),),
    ),
    Page("desk:import", "/desk/import/", role="clerk"),
    Page("desk:import", "/desk/import/", "empty", "clerk", deeds=(press(SUBMIT_FILE, 422),)),
    Page("desk:import_one", "/desk/import/{import_wrong}/", "wrong", "clerk"),
    Page("desk:import_one", "/desk/import/{import_done}/", "done", "clerk"),
    Page(
        "desk:import_columns",
        "/desk/import/{import_bare}/",
        "wrong",
        "clerk",
        deeds=(press("form[action$='/columns'] button", 422),),
    ),
    Page(
        "desk:import_decide",
        "/desk/import/{import_again}/",
        "again",
        "clerk",
        deeds=(press("button[name=do][value=run]", 422),),
    ),
    Page("desk:mail", "/desk/mail/", role="clerk"),
    Page("desk:mail", "/desk/mail/?state=machine", "machines", "clerk"),
    Page("desk:mail", "/desk/mail/", "nobodys", "operator"),
    Page("desk:mail_one", "/desk/mail/{mail}/", role="clerk"),
    Page("desk:mail_one", "/desk/mail/999999/", "unknown", "clerk", 404),
    *(
        Page(
            f"desk:mail_{name.replace('-', '_')}",
            "/desk/mail/{mail}/",
            f"{name}-wrong",
            "clerk",
            deeds=(press(f"form[action$='/{name}'] button", 422),),
        )
        for name in ("add", "dismiss", "take-in")
    ),
    Page(
        "desk:mail_hand_on",
        "/desk/mail/{mail_nobodys}/",
        "wrong",
        "operator",
        deeds=(press("form[action$='/hand-on'] button", 422),),
    ),
    Page("desk:mail_addresses", "/desk/mail/addresses", role="head"),
    Page("desk:mail_addresses", "/desk/mail/addresses", "empty", "head", deeds=(press(SUBMIT_LAST, 422),)),
    Page("desk:documents", f"{PAPERS}", role="clerk"),
    Page("desk:documents", f"{PAPERS}", "wrong", "clerk", deeds=(press(SUBMIT, 422),)),
    Page("desk:document", f"{PAPERS}{{papers[draft]}}/", "draft", "clerk"),
    Page(
        "desk:document",
        f"{PAPERS}{{papers[draft]}}/",
        "incomplete",
        "clerk",
        deeds=(fill("matter", ""), fill("sign-name", ""), press("button[name=do][value=issue]", 422)),
    ),
    Page("desk:document", f"{PAPERS}{{papers[issued]}}/", "issued", "clerk"),
    Page("desk:document", "/desk/cases/{complained[id]}/documents/{papers[decides]}/", "decides", "head"),
    Page(
        "desk:document_sign",
        f"{PAPERS}{{papers[issued]}}/",
        "wrong",
        "clerk",
        deeds=(press("form[action$='/sign'] button", 422),),
    ),
    Page("desk:redact", "/desk/cases/{received[id]}/redact/", role="clerk"),
    Page("desk:redact_paper", f"{REDACT}/", role="clerk"),
    Page(
        "desk:redact_paper",
        f"{REDACT}/",
        "wrong",
        "clerk",
        deeds=(fill("boxes", "1 2 3"), press(SUBMIT, 422)),
    ),
    Page(
        "desk:redact_publish",
        f"{REDACT}/",
        "published",
        "clerk",
        deeds=(
            fill("boxes", "1 10 10 90 50"),
            press("main form:has([name=boxes]) p.actions:last-child button"),
            press("form[action$='/publish'] button"),
        ),
    ),
    Page("desk:outgoing", "/desk/outgoing/", role="clerk"),
    Page("desk:outgoing", "/desk/outgoing/", "wrong", "clerk", deeds=(press(SUBMIT, 422),)),
    Page("desk:outgoing_print", "/desk/outgoing/print", role="clerk"),
    Page("desk:reception_book", "/desk/reception/book", role="clerk"),
    Page("desk:reception_book", "/desk/reception/book", "wrong", "clerk", deeds=(press(SUBMIT, 422),)),
    Page("desk:turned_away", "/desk/reception/refusals/", role="clerk"),
    Page("desk:turned_away", "/desk/reception/refusals/", "none", "neighbour"),
    Page("desk:turned_away_new", "/desk/reception/refusals/new", role="clerk"),
    Page(
        "desk:turned_away_new",
        "/desk/reception/refusals/new",
        "empty",
        "clerk",
        deeds=(press(SUBMIT, 422),),
    ),
    Page("desk:turned_away_one", "/desk/reception/refusals/{turned_owed}/", "owed", "head"),
    Page("desk:turned_away_one", "/desk/reception/refusals/{turned_owed}/", "owed", "clerk"),
    Page("desk:turned_away_one", "/desk/reception/refusals/{turned_issued}/", "issued", "clerk"),
    Page("desk:turned_away_one", "/desk/reception/refusals/{turned_told}/", "explained", "clerk"),
    Page(
        "desk:turned_away_one",
        "/desk/reception/refusals/{turned_owed}/",
        "empty",
        "head",
        deeds=(press("button[value=issue]", 422),),
    ),
    Page("desk:offline", "/desk/offline/", role="clerk"),
    Page("desk:offline", "/desk/offline/", "not-allowed", "handler", 403),
    Page("desk:pads", "/desk/pads/", role="clerk"),
    Page("desk:pad", "/desk/pads/{pad}/", role="clerk"),
    Page(
        "desk:pad_void",
        "/desk/pads/{pad}/",
        "refused",
        "clerk",
        deeds=(Do("fill", "[name=numbers]", "3"), press("form[action$='/void'] button", 422)),
    ),
    Page(
        "desk:pad_print",
        "/desk/pads/{pad}/",
        "sheet",
        "clerk",
        deeds=(press("form[action$='/print'] button"),),
    ),
    *(Page("desk:board", "/desk/board/", role=role) for role in ("clerk", "head", "inspector", "overseer")),
    Page("desk:board", "/desk/board/?late=on", "late", "head"),
    Page("desk:board", "/desk/board/?period=today&kind=party_report", "nothing", "head"),
    Page("desk:board_print", "/desk/board/print", role="head"),
    Page("desk:board_print", "/desk/board/print?period=today&kind=party_report", "nothing", "head"),
    Page("desk:feed_settings", "/desk/board/feed", role="head"),
    Page("desk:feed_make", "/desk/board/feed", "made", "head", deeds=(press("form[action$='/new'] button"),)),
    Page(
        "desk:feed_revoke",
        "/desk/board/feed",
        "ended",
        "head",
        deeds=(press("form[action$='/new'] button"), press("form[action$='/end'] button")),
    ),
    Page("desk:feed", "/desk/feed/khong-co-dia-chi-nay.ics", "unknown", status=404),
)
LINE = "tcd.petition_idle_discipline"
SIGN = "form[action$='/sign'] button"
DOCUMENT = fill("document", "Công văn 12/STP-VP ngày 20/11/2026 của Sở Tư pháp")
LAW = (
    Page("law:rules", "/desk/law/", role="clerk"),
    Page("law:rules", "/desk/law/", role="operator"),
    Page("law:rules", "/desk/law/?area=complaint&on=2026-11-24", "area", "clerk"),
    Page("law:rules", "/desk/law/?q=zzzz", "nothing", "clerk"),
    Page("law:rule", "/desk/law/kn.accept.v1/?event=2026-02-10&until=2026-02-12", "tried", "clerk"),
    Page("law:rule", "/desk/law/kn.settle1/?event=2026-07-01&has=complex", "variant", "head"),
    Page("law:rule", "/desk/law/kn.accept.v2/?event=", "wrong-day", "clerk"),
    Page("law:rule", "/desk/law/kn.accept.v2/?event=1999-01-04", "before-the-law", "clerk"),
    Page("law:rule", "/desk/law/tcd.head_promised_reply/?event=2026-11-17", "no-limit", "head"),
    Page("law:rule", "/desk/law/pd.breach_authority/?event=2026-02-14T10:30", "hours", "operator"),
    Page("law:rule", "/desk/law/ai.request.v2/", "not-read", "clerk"),
    *(Page("law:rule", "/desk/law/{signed}/", "signed", role) for role in ("clerk", "operator")),
    Page("law:rule", "/desk/law/kn.nothing/", "unknown", "clerk", 404),
    Page("law:sign", f"/desk/law/{LINE}/", "wrong", "operator", deeds=(press(SIGN, 422),)),
    Page(
        "law:withdraw",
        f"/desk/law/{LINE}/",
        "taken-back",
        "operator",
        deeds=(DOCUMENT, press(SIGN), Do("open", "details.confirm"), press("details.confirm button")),
    ),
)
CLOSED = {
    "first": "02/12/2026",
    "document": "Công điện 12",
    "name_vi": "Bão",
    "name_en": "Storm",
    "reason": "Bão",
}
CLOSURE = (*(fill(name, what) for name, what in CLOSED.items()), go("preview"))
DAYS_OFF = (
    Page("desk:calendar", "/desk/calendar/", role="clerk"),
    Page("desk:calendar", "/desk/calendar/?unit=/20/05977/&year=2027", "provisional", "operator"),
    Page(
        "desk:calendar_new", "/desk/calendar/new/swap", "swap-wrong", "operator", deeds=(go("preview", 422),)
    ),
    Page("desk:calendar_new", "/desk/calendar/new/closure", "preview", "operator", deeds=CLOSURE),
    Page("desk:calendar_withdraw", "/desk/calendar/{announced}/withdraw", role="operator"),
)
TOKEN = (
    fill("label", "Tổng đài"),
    Do("check", "[name=permissions][value=read]"),
    fill("expires_on", "01/06/2027"),
)
TOKENS = (
    Page("tokens:list", "/desk/tokens/", role="head"),
    Page("tokens:list", "/desk/tokens/", "not-allowed", "clerk", 403),
    Page("tokens:list", "/desk/tokens/", "wrong", "operator", deeds=(press("main form.flow button", 422),)),
    Page("tokens:list", "/desk/tokens/", "made", "operator", deeds=(*TOKEN, press("main form.flow button"))),
    Page(
        "tokens:revoke",
        "/desk/tokens/",
        "ended",
        "operator",
        deeds=(
            *TOKEN,
            press("main form.flow button"),
            Do("open", "details.confirm"),
            press("details.confirm button"),
        ),
    ),
)
AUDIT = (
    Page("audit:log", "/desk/log/", role="inspector"),
    Page("audit:log", "/desk/log/", "not-allowed", "clerk", 403),
    Page("audit:open", "/desk/log/", "wrong", "inspector", deeds=(press(SUBMIT_OPEN, 422),)),
    Page(
        "audit:open",
        "/desk/log/",
        "opened",
        "inspector",
        deeds=(fill("index", "0"), fill("why", "Quyết định thanh tra 12/QĐ-TTr"), press(SUBMIT_OPEN)),
    ),
)
ELSEWHERE = (
    Page("nowhere", "/khong-co-trang-nay", "no-such-page", status=404),
    Page("nowhere", "/%ff%00", "no-such-address", status=404),
    Page("nowhere", "/cases/", "old-form", deeds=(Do("forget", "main", "csrftoken"), press(SUBMIT, 403))),
)
ADMIN = (
    Page("admin:index", "/admin/", role="operator"),
    Page("admin:app_list", "/admin/office/", role="operator"),
    Page("admin:changelist", "/admin/office/person/?q=xuly", "people", "operator"),
    Page("admin:changelist", "/admin/office/unit/?served__exact=1", "units", "operator"),
    Page("admin:add", "/admin/office/role/add/", "role", "operator", deeds=(press("[name=_save]", 200),)),
    Page(
        "admin:add",
        "/admin/office/remoteness/add/",
        "remote",
        "operator",
        deeds=(press("[name=_save]", 200),),
    ),
    Page("admin:changelist", "/admin/office/remoteness/", "remote", "operator"),
    Page(
        "admin:add",
        "/admin/office/competence/add/",
        "competence",
        "operator",
        deeds=(press("[name=_save]", 200),),
    ),
    Page("admin:changelist", "/admin/office/competence/", "competence", "operator"),
    Page("admin:change", "/admin/office/holder/1/change/", "holder", "operator"),
    Page("admin:change", "/admin/office/person/1/change/", "person", "operator"),
    Page("admin:auth_user_password_change", "/admin/office/person/1/password/", role="operator"),
    Page("admin:history", "/admin/office/post/1/history/", "post", "operator"),
    Page("admin:delete", "/admin/office/role/1/delete/", "role", "operator", status=403),
)
MEETING, ROOM = "/dialogues/{dialogue[day]}/", "/d/{dialogue[room]}"
MEETING_DESK = "/desk/dialogues/{dialogue[day]}/"
SEND_IT = press("main form.panel[method=post] button[type=submit]", 422)
DIALOGUES = (
    Page("dialogues:list", "/dialogues/"),
    Page("dialogues:list", "/dialogues/?unit=06040", "none"),
    Page("dialogues:figures", "/dialogues/figures"),
    Page("dialogues:figures", "/dialogues/figures?unit=05977", "unit"),
    Page("dialogues:figures", "/dialogues/figures?unit=06040", "none"),
    Page("dialogues:request", "/dialogues/request"),
    Page("dialogues:request", "/dialogues/request", "empty", deeds=(press(SUBMIT, 422),)),
    Page("dialogues:follow", "/dialogues/questions/"),
    Page("dialogues:follow", "/dialogues/questions/", "empty", deeds=(press(SUBMIT, 422),)),
    Page("dialogues:question", "/dialogues/questions/{dialogue[code]}"),
    Page("dialogues:question", "/dialogues/questions/0000-0000-0000-00", "unknown", status=404),
    Page("dialogues:one", MEETING),
    Page("dialogues:one", "/dialogues/{dialogue[held]}/", "held"),
    Page("dialogues:one", "/dialogues/{dialogue[ahead]}/", "ahead"),
    Page("dialogues:one", "/dialogues/{dialogue[wanted]}/", "wanted"),
    Page("dialogues:one", "/dialogues/{dialogue[called]}/", "unknown", status=404),
    Page("dialogues:ask", f"{MEETING}ask"),
    Page("dialogues:ask", f"{MEETING}ask", "empty", deeds=(press(SUBMIT, 422),)),
    Page("dialogues:ask", "/dialogues/{dialogue[held]}/ask", "over"),
    Page("dialogues:questions", f"{MEETING}questions"),
    Page("dialogues:promises", "/dialogues/{dialogue[held]}/promises"),
    Page("dialogues:notice", "/dialogues/{dialogue[ahead]}/notice", "ahead"),
    Page("dialogues:notice", "/dialogues/{dialogue[ahead]}/notice?for=villages", "villages"),
    Page("dialogues:notice", "/dialogues/{dialogue[held]}/notice", "results"),
    Page("dialogues:sign", "/dialogues/{dialogue[wanted]}/sign"),
    Page("dialogues:sign", "/dialogues/{dialogue[wanted]}/sign", "empty", deeds=(press(SUBMIT, 422),)),
    Page("dialogues:screen", f"{MEETING}screen"),
    Page("dialogues:screen", "/dialogues/{dialogue[ahead]}/screen", "calm"),
    Page("dialogues:room", ROOM),
    Page("dialogues:room", ROOM, "empty", deeds=(SEND_IT,)),
    *(Page("dialogue_desk:list", "/desk/dialogues/", role=role) for role in ("clerk", "head")),
    Page("dialogue_desk:new", "/desk/dialogues/new", role="head"),
    Page("dialogue_desk:new", "/desk/dialogues/new", "empty", "head", deeds=(SEND_IT,)),
    Page("dialogue_desk:one", MEETING_DESK, role="clerk"),
    Page("dialogue_desk:one", "/desk/dialogues/{dialogue[held]}/", "held", "head"),
    Page("dialogue_desk:one", "/desk/dialogues/{dialogue[wanted]}/", "wanted", "head"),
    Page("dialogue_desk:moderate", f"{MEETING_DESK}moderate", role="clerk"),
    Page("dialogue_desk:moderate", "/desk/dialogues/{dialogue[ahead]}/moderate", "few", "clerk"),
    Page("dialogue_desk:chair", f"{MEETING_DESK}chair", role="head"),
    Page("dialogue_desk:type", f"{MEETING_DESK}type", role="clerk"),
    Page("dialogue_desk:type", f"{MEETING_DESK}type", "empty", "clerk", deeds=(SEND_IT,)),
    Page("dialogue_desk:promise", f"{MEETING_DESK}promise", role="clerk"),
    Page("dialogue_desk:promise", f"{MEETING_DESK}promise", "empty", "clerk", deeds=(SEND_IT,)),
    *(
        Page("dialogue_desk:question", f"/desk/dialogues/questions/{{dialogue[{name}]}}/", name, "clerk")
        for name in ("question", "alike", "answered")
    ),
    Page(
        "dialogue_desk:question",
        "/desk/dialogues/questions/{dialogue[question]}/",
        "empty",
        "clerk",
        deeds=(press("button[value=answer]", 422),),
    ),
    Page("dialogue_desk:keep", "/desk/dialogues/promises/{dialogue[promise]}/", role="clerk"),
    Page(
        "dialogue_desk:keep",
        "/desk/dialogues/promises/{dialogue[promise]}/",
        "empty",
        "clerk",
        deeds=(SEND_IT,),
    ),
    *(
        Page("dialogue_desk:step", f"{MEETING_DESK}do/{event}", event, "head")
        for event in ("hold", "postpone", "publish_results")
    ),
    Page("dialogue_desk:step", f"{MEETING_DESK}do/hold", "empty", "head", deeds=(SEND_IT,)),
    Page("dialogue_desk:step", "/desk/dialogues/{dialogue[called]}/do/announce", "announce", "clerk"),
    Page("dialogue_desk:step", "/desk/dialogues/{dialogue[wanted]}/do/decline", "decline", "head"),
    Page("dialogue_desk:step", "/desk/dialogues/{dialogue[wanted]}/do/call", "call", "head"),
    *(
        Page("dialogue_desk:voters", "/desk/dialogues/{dialogue[wanted]}/voters", role=role)
        for role in ("clerk", "head")
    ),
    Page(
        "dialogue_desk:voters",
        "/desk/dialogues/{dialogue[wanted]}/voters",
        "empty",
        "clerk",
        deeds=(press("button[value=type]", 422),),
    ),
)
PLAN, TASKS = "/desk/directives/plans/{plan[top]}/", "/desk/directives/tasks/"
DIRECTIVES = (
    Page("directives:list", "/directives/"),
    Page("directives:one", "/directives/{plan[directive]}"),
    Page("directives:one", "/directives/0", "unknown", status=404),
    Page("directives:plan", "/directives/plans/{plan[top]}"),
    Page("directives:plan", "/directives/plans/{plan[top]}?late=on", "late"),
    *(
        Page("directive_desk:list", "/desk/directives/", role=role)
        for role in ("clerk", "chair", "neighbour")
    ),
    Page("directive_desk:new", "/desk/directives/new", role="registry"),
    Page("directive_desk:new", "/desk/directives/new", "empty", "registry", deeds=(SEND_IT,)),
    Page("directive_desk:one", "/desk/directives/{plan[directive]}/", role="chair"),
    Page("directive_desk:one", "/desk/directives/{plan[directive]}/", role="clerk"),
    Page("directive_desk:new_plan", "/desk/directives/plans/new", role="chair"),
    Page("directive_desk:new_plan", "/desk/directives/plans/new", "empty", "chair", deeds=(SEND_IT,)),
    Page("directive_desk:new_plan", "/desk/directives/plans/new?task={plan[running]}", "part", "head"),
    Page("directive_desk:plan", PLAN, role="chair"),
    Page("directive_desk:plan", f"{PLAN}?late=on", "late", "chair"),
    Page("directive_desk:plan", "/desk/directives/plans/{plan[empty]}/", "empty", "chair"),
    Page("directive_desk:plan", "/desk/directives/plans/{plan[draft]}/", "draft", "chair"),
    Page("directive_desk:plan", "/desk/directives/plans/{plan[part]}/", "part", "clerk"),
    Page("directive_desk:board", f"{PLAN}board", role="chair"),
    Page("directive_desk:board", "/desk/directives/plans/{plan[empty]}/board", "empty", "chair"),
    Page("directive_desk:timeline", f"{PLAN}timeline", role="chair"),
    Page("directive_desk:timeline", "/desk/directives/plans/{plan[empty]}/timeline", "empty", "chair"),
    Page("directive_desk:new_task", f"{PLAN}tasks/new", role="registry"),
    Page("directive_desk:new_task", f"{PLAN}tasks/new", "empty", "registry", deeds=(SEND_IT,)),
    Page("directive_desk:new_task", "/desk/directives/plans/{plan[part]}/tasks/new", "part", "head"),
    Page("directive_desk:edit", f"{TASKS}{{plan[waiting]}}/edit", role="registry"),
    Page("directive_desk:edit", f"{TASKS}{{plan[asking]}}/edit", "given", "registry", status=409),
    Page("directive_desk:table", f"{PLAN}table", role="registry"),
    Page("directive_desk:table", f"{PLAN}table", "empty", "registry", deeds=(press(SUBMIT_FILE, 422),)),
    *(Page("directive_desk:mine", TASKS, role=role) for role in ("head", "chair")),
    Page("directive_desk:mine", f"{TASKS}?ended=on", "ended", "clerk"),
    Page("directive_desk:late", f"{TASKS}late", role="chair"),
    Page("directive_desk:late", f"{TASKS}late", "none", "clerk"),
    *(
        Page("directive_desk:task", f"{TASKS}{{plan[{name}]}}/", name, role)
        for name, role in (
            *(("running", "head"), ("done", "clerk"), ("asking", "chair"), ("reported", "chair")),
            *(("late", "chair"), ("waiting", "registry"), ("given", "neighbour")),
        )
    ),
    *(
        Page("directive_desk:step", f"{TASKS}{{plan[running]}}/do/{event}", event, "head")
        for event in ("report", "note_progress", "ask_for_time", "hand_on")
    ),
    *(
        Page("directive_desk:step", f"{TASKS}{{plan[asking]}}/do/{event}", event, "chair")
        for event in ("grant_time", "deny_time", "cancel")
    ),
    *(
        Page("directive_desk:step", f"{TASKS}{{plan[reported]}}/do/{event}", event, "chair")
        for event in ("approve", "return")
    ),
    Page("directive_desk:step", f"{TASKS}{{plan[given]}}/do/take_up", "take_up", "neighbour"),
    Page("directive_desk:step", f"{TASKS}{{plan[running]}}/do/report", "empty", "head", deeds=(SEND_IT,)),
    Page("directive_desk:new_briefing", "/desk/directives/{plan[directive]}/briefings/new", role="registry"),
    Page(
        "directive_desk:new_briefing",
        "/desk/directives/{plan[directive]}/briefings/new",
        "empty",
        "registry",
        deeds=(SEND_IT,),
    ),
    *(
        Page("directive_desk:briefing", "/desk/directives/briefings/{plan[session]}/", role=role)
        for role in ("registry", "clerk")
    ),
)
INSPECTED = "/desk/inspections/{inspection[%s]}/"
FINDINGS = "/desk/inspections/findings/{inspection[%s]}/"
INSPECTIONS = (
    Page("inspections:list", "/inspections/"),
    Page("inspections:list", "/inspections/?unit=05977", "unit"),
    Page("inspections:one", "/inspections/{inspection[published]}/"),
    Page("inspections:one", "/inspections/{inspection[running]}/", "running"),
    Page("inspections:one", "/inspections/{inspection[concluded]}/", "concluded"),
    Page("inspections:one", "/inspections/{inspection[decided]}/", "unknown", status=404),
    Page("inspections:reviews", "/self-review/"),
    Page("inspections:reviews", "/self-review/?unit=06040", "unit"),
    *(Page("inspection_desk:list", "/desk/inspections/", role=role) for role in ("inspector", "head")),
    *(
        Page("inspection_desk:remedies", "/desk/inspections/remedies/", role=role)
        for role in ("inspector", "head")
    ),
    Page("inspection_desk:relations", "/desk/inspections/relations/", role="inspector"),
    Page("inspection_desk:relations", "/desk/inspections/relations/", "empty", "inspector", deeds=(SEND_IT,)),
    Page("inspection_desk:programme", "/desk/inspections/programme/", role="inspector"),
    Page("inspection_desk:programme", "/desk/inspections/programme/?year=2099", "none", "chair"),
    Page("inspection_desk:add", "/desk/inspections/programme/add?year=2099", role="inspector"),
    Page("inspection_desk:add", "/desk/inspections/programme/add", "empty", "inspector", deeds=(SEND_IT,)),
    Page("inspection_desk:approve", "/desk/inspections/programme/approve?year=2099", role="chair"),
    Page(
        "inspection_desk:approve",
        "/desk/inspections/programme/approve?year=2099",
        "empty",
        "chair",
        deeds=(SEND_IT,),
    ),
    *(
        Page(
            "inspection_desk:entry",
            f"/desk/inspections/programme/{{inspection[entry]}}/{what}",
            what,
            "inspector",
        )
        for what in ("assign", "remove")
    ),
    Page("inspection_desk:new", "/desk/inspections/new", role="inspector"),
    Page("inspection_desk:new", "/desk/inspections/new?entry={inspection[entry]}", "entry", "inspector"),
    Page("inspection_desk:new", "/desk/inspections/new", "empty", "inspector", deeds=(SEND_IT,)),
    *(
        Page("inspection_desk:one", INSPECTED % name, name, "inspector")
        for name in ("decided", "running", "drafted", "concluded", "published")
    ),
    Page("inspection_desk:one", INSPECTED % "drafted", "theirs", "head"),
    *(
        Page("inspection_desk:step", f"{INSPECTED % name}do/{event}", event, role)
        for name, event, role in (
            ("decided", "announce", "inspector"),
            ("running", "extend", "inspector"),
            ("running", "break_off", "inspector"),
            ("running", "end", "inspector"),
            ("running", "draft", "inspector"),
            ("drafted", "explain", "head"),
            ("drafted", "conclude", "chair"),
            ("concluded", "order", "chair"),
        )
    ),
    Page("inspection_desk:step", f"{INSPECTED % 'drafted'}do/conclude", "empty", "chair", deeds=(SEND_IT,)),
    Page("inspection_desk:publish", f"{INSPECTED % 'concluded'}publish", role="inspector"),
    Page(
        "inspection_desk:publish", f"{INSPECTED % 'concluded'}publish", "open", "inspector", deeds=(SEND_IT,)
    ),
    Page("inspection_desk:present", f"{INSPECTED % 'running'}present", role="inspector"),
    Page(
        "inspection_desk:present", f"{INSPECTED % 'running'}present", "empty", "inspector", deeds=(SEND_IT,)
    ),
    Page("inspection_desk:find", f"{INSPECTED % 'running'}find", role="inspector"),
    Page("inspection_desk:find", f"{INSPECTED % 'running'}find", "empty", "inspector", deeds=(SEND_IT,)),
    Page("inspection_desk:finding", FINDINGS % "found", role="chair"),
    Page("inspection_desk:finding", FINDINGS % "owed", "owed", "head"),
    Page(
        "inspection_desk:finding",
        FINDINGS % "owed",
        "empty",
        "head",
        deeds=(press("button[value=report]", 422),),
    ),
    Page("inspection_desk:finding", FINDINGS % "waiting", "waiting", "inspector"),
    Page("inspection_desk:reviews", "/desk/inspections/self-review/", role="head"),
    Page("inspection_desk:review_new", "/desk/inspections/self-review/new", role="head"),
    Page(
        "inspection_desk:review_new", "/desk/inspections/self-review/new", "empty", "head", deeds=(SEND_IT,)
    ),
    Page("inspection_desk:review", "/desk/inspections/self-review/{inspection[review]}/", role="head"),
    Page(
        "inspection_desk:review",
        "/desk/inspections/self-review/{inspection[review]}/",
        "empty",
        "head",
        deeds=(SEND_IT,),
    ),
)
ACCOUNT_DESK = "/desk/reports/{account[draft]}/"
ACCOUNTS = (
    Page("reports:accounts", "/accounts/"),
    Page("reports:accounts", "/accounts/?unit=06184", "none"),
    Page("reports:account", "/accounts/{account[public]}/"),
    Page("reports:account", "/accounts/{account[draft]}/", "unknown", status=404),
    Page("reports:print", "/accounts/{account[public]}/print"),
    Page("reports:ask", "/accounts/{account[public]}/ask"),
    Page("reports:ask", "/accounts/{account[public]}/ask", "empty", deeds=(press(SUBMIT, 422),)),
    Page("reports:evidence", "/accounts/{account[public]}/evidence/answer"),
    Page("reports:evidence", "/accounts/{account[public]}/evidence/novelty", "unknown", status=404),
    Page("reports:supervision", "/supervision/"),
    Page("reports:supervision", "/supervision/?unit=06184", "none"),
    Page("reports:programme", "/supervision/{account[programme]}/"),
    Page("reports:press", "/press/"),
    Page("reports:press", "/press/?unit=06184", "none"),
    *(Page("report_desk:accounts", "/desk/reports/", role=role) for role in ("clerk", "head")),
    Page("report_desk:new", "/desk/reports/new", role="head"),
    Page("report_desk:new", "/desk/reports/new", "empty", "head", deeds=(SEND_IT,)),
    Page("report_desk:account", ACCOUNT_DESK, role="head"),
    Page("report_desk:account", "/desk/reports/{account[yearly]}/", "yearly", "head"),
    Page("report_desk:account", "/desk/reports/{account[signed]}/", "signed", "clerk"),
    Page("report_desk:account", "/desk/reports/{account[public]}/", "published", "clerk"),
    Page("report_desk:sign", f"{ACCOUNT_DESK}sign", role="head"),
    Page("report_desk:sign", f"{ACCOUNT_DESK}sign", "empty", "head", deeds=(SEND_IT,)),
    Page("report_desk:question", "/desk/reports/questions/{account[question]}/", role="clerk"),
    Page("report_desk:question", "/desk/reports/questions/{account[answered]}/", "answered", "clerk"),
    Page(
        "report_desk:question",
        "/desk/reports/questions/{account[question]}/",
        "empty",
        "clerk",
        deeds=(press("main button[value=answer]", 422),),
    ),
    *(
        Page("report_desk:supervision", "/desk/reports/supervision/", role=role)
        for role in ("clerk", "overseer")
    ),
    Page("report_desk:programme_new", "/desk/reports/supervision/new", role="overseer"),
    Page("report_desk:programme_new", "/desk/reports/supervision/new", "empty", "overseer", deeds=(SEND_IT,)),
    Page("report_desk:programme", "/desk/reports/supervision/{account[programme]}/", role="overseer"),
    Page(
        "report_desk:programme",
        "/desk/reports/supervision/{account[programme]}/",
        "empty",
        "clerk",
        deeds=(press("main button[value=recommend]", 422),),
    ),
    *(
        Page(
            "report_desk:recommendation", f"/desk/reports/recommendations/{{account[{name}]}}/", name, "head"
        )
        for name in ("running", "promised", "done")
    ),
    Page(
        "report_desk:recommendation",
        "/desk/reports/recommendations/{account[running]}/",
        "empty",
        "head",
        deeds=(SEND_IT,),
    ),
)
PAGES = (
    *PUBLIC,
    *DIALOGUES,
    *DIRECTIVES,
    *INSPECTIONS,
    *ACCOUNTS,
    *CITIZEN,
    *ACCOUNT,
    *DESK,
    *WORK,
    *BULK,
    *SPLIT,
    *ON_PAPER,
    *GROUP,
    *BOARD,
    *LAW,
    *DAYS_OFF,
    *TOKENS,
    *AUDIT,
    *ADMIN,
    *ELSEWHERE,
)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOWNLOADS = (
    Download("public:healthz", "/healthz", "application/json"),
    Download("public:kept_data", "/reception/kept.json", "application/json; charset=utf-8"),
    Download("public:scores_json", "/scores/scores.json", "application/json; charset=utf-8"),
    Download("public:scores_csv", "/scores/scores.csv", "text/csv; charset=utf-8"),
    Download("dialogues:figures_data", "/dialogues/figures.csv", "text/csv; charset=utf-8"),
    Download("reports:figures", "/accounts/{account[public]}/figures.json", "application/json"),
    Download("reports:pdf", "/accounts/{account[public]}/account.pdf", "application/pdf"),
    Download("report_desk:pdf", "/desk/reports/{account[signed]}/account.pdf", "application/pdf", "clerk"),
    Download("public:reception_feed", "/reception/05977.ics", "text/calendar; charset=utf-8"),
    Download("public:reception_feed_post", "/reception/05977/{chair}.ics", "text/calendar; charset=utf-8"),
    Download("public:data_package", "/data/datapackage.json", "application/json; charset=utf-8"),
    Download("public:data_catalogue", "/data/catalog.ttl", "text/turtle; charset=utf-8"),
    Download("public:data_file", "/data/cases/cases.csv", "text/csv; charset=utf-8"),
    Download("public:calendar", "/data/calendar.ics", "text/calendar; charset=utf-8"),
    Download("public:feed", "/data/feeds/replies.atom", "application/atom+xml; charset=utf-8"),
    Download("public:unit_calendar", "/units/05977/calendar.ics", "text/calendar; charset=utf-8"),
    Download("public:unit_feed", "/units/05977/replies.atom", "application/atom+xml; charset=utf-8"),
    Download("public:robots", "/robots.txt", "text/plain; charset=utf-8"),
    Download("cases:proof", "/cases/{received[code]}/receipt.tlog-proof", "text/plain; charset=utf-8"),
    Download("cases:letter", "/cases/{answered[code]}/letter/1", "application/pdf"),
    Download(
        "desk:import_report", "/desk/import/{import_wrong}/report.csv", "text/csv; charset=utf-8", "clerk"
    ),
    Download("desk:letter", "/desk/cases/{proposed[id]}/reply/letter", "application/pdf", "head"),
    Download(
        "desk:file", "/desk/cases/{received[id]}/files/{received[files][evidence]}", "text/plain", "clerk"
    ),
    Download("cases:message_file", "/cases/{asked[code]}/messages/{asked[files][said]}", "image/jpeg"),
    Download("public:paper", "/register/{received[id]}/papers/{papers[copy]}.pdf", "application/pdf"),
    Download("desk:redact_page", f"{REDACT}/1.png", "image/png", "clerk"),
    Download(
        "desk:redact_copy",
        "/desk/cases/{received[id]}/redact/copies/{papers[copy]}.pdf",
        "application/pdf",
        "clerk",
    ),
    Download("desk:document_preview", f"{PAPERS}{{papers[draft]}}/preview.pdf", "application/pdf", "clerk"),
    Download("desk:document_draft", f"{PAPERS}{{papers[draft]}}/draft.docx", DOCX, "clerk"),
    Download("desk:document_file", f"{PAPERS}{{papers[issued]}}/pdf", "application/pdf", "clerk"),
    Download(
        "desk:document_proof", f"{PAPERS}{{papers[issued]}}/receipt", "text/plain; charset=utf-8", "clerk"
    ),
    Download("desk:feed", "/desk/feed/{feed}.ics?lang=vi", "text/calendar; charset=utf-8"),
    Download("desk:offline_session", "/desk/offline/session", "application/json", "clerk"),
    Download("desk:offline_worker", "/desk/offline/worker.js", "text/javascript; charset=utf-8"),
    Download("public:log_audit", "/log/audit.py", "text/plain; charset=utf-8"),
    Download("api:v1", "/api/v1/openapi.json", "application/json"),
    Download("api:discovery", "/open311/v2/discovery.json", "application/json; charset=utf-8"),
    Download("api:services", "/open311/v2/services.xml", "text/xml; charset=utf-8"),
    Download("api:definition", "/open311/v2/services/land.json", "application/json; charset=utf-8"),
    Download("api:requests", "/open311/v2/requests.xml", "text/xml; charset=utf-8"),
    Download(
        "api:request", "/open311/v2/requests/{received[number]}.json", "application/json; charset=utf-8"
    ),
    Download("api:token", "/open311/v2/tokens/{received[code]}.json", "application/json; charset=utf-8"),
    Download("log:checkpoint", "/log/checkpoint", "text/plain; charset=utf-8"),
    Download("log:witnessed", "/log/witnessed", "text/plain; charset=utf-8"),
    Download("log:policy", "/log/policy", "text/plain; charset=utf-8"),
    Download("log:archive", "/log/checkpoints/", "text/plain; charset=utf-8"),
    Download("log:archived", "/log/checkpoints/{witnessed}", "text/plain; charset=utf-8"),
    Download("log:vkey", "/log/vkey", "text/plain; charset=utf-8"),
    Download("log:opening", "/log/openings/0", "text/plain; charset=utf-8"),
    Download("log:beside", "/log/openings/{beside}.json", "application/json"),
    Download("log:tile", "/log/tile/0/000", "application/octet-stream"),
)


def addresses(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[str]:
    """The name of every address of the product, or its route; of Django's administration only the kind of page."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield namespace + KIND.sub(r"\1", entry.name or str(entry.pattern))
        else:
            yield from addresses(entry, f"{entry.namespace}:" if entry.namespace else namespace)

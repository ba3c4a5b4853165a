"""Who opens pages: contexts of one browser, one for each person, language and kind of screen."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests import factors
from tests.walks.house import House

WIDE, NARROW = 1280, 360
HEIGHT = 800
USERNAMES: Mapping[str, str] = {
    "clerk": "tiepdan.dongkinh",
    "handler": "xuly1.dongkinh",
    "head": "chutich.dongkinh",
    "keeper": "giudon.dongkinh",
    "neighbour": "tiepdan.thatkhe",
    "neighbour_head": "chutich.thatkhe",
    "town_clerk": "tiepdan.kylua",
    "town_handler": "xuly1.kylua",
    "town_head": "chutich.kylua",
    "village_clerk": "tiepdan.vanquan",
    "village_handler": "xuly1.vanquan",
    "village_head": "chutich.vanquan",
    "chair": "chutich.langson",
    "registry": "tiepdan.langson",
    "inspector": "thanhtra.langson",
    "operator": "vanhanh.langson",
    "overseer": "giamsat.langson",
    "doubled": "hailop",
    "single": "motlop",
}


@dataclass
class Visit:
    """One open page and all it complained of."""

    page: Any
    complaints: list[str] = field(default_factory=list)

    def listen(self) -> None:
        """Console, scripts, requests that fail or are answered with an error; the page's own status aside."""
        page = self.page
        page.on("console", self.heard)
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        page.on("requestfailed", self.failed)
        page.on("response", self.answered)

    def failed(self, request: Any) -> None:
        """The browser gives up requests for the mark, and for parts that stay fresh, when a page is left."""
        given_up = "/favicon." in request.url or request.url.endswith("/now")
        if request.failure == "net::ERR_ABORTED" and given_up:
            return
        self.complaints.append(f"{request.failure}: {request.url}")

    def heard(self, message: Any) -> None:
        """The browser reports the status of a page that is meant to be an error."""
        if (
            message.location.get("url", "").split("#")[0] == self.page.url.split("#")[0]
            and "status of" in message.text
        ):
            return
        if message.type in {"error", "warning"}:
            self.complaints.append(f"console: {message.text} {message.location.get('url', '')}")

    def answered(self, response: Any) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self.complaints.append(f"{response.status}: {response.url}")


class Visitors:
    """Contexts and pages are made when first needed and kept."""

    def __init__(self, browser: Any, house: House, *, tool: str = "") -> None:
        """`tool`: a script that stands ready on every page."""
        self.tool = tool
        self.browser = browser
        self.house = house
        self.cookies: dict[str, Any] = {}
        self.visits: dict[tuple[Any, ...], Visit] = {}

    def visit(
        self,
        role: str = "",
        *,
        language: str = "vi",
        width: int = WIDE,
        scheme: str = "light",
        scripts: bool = True,
    ) -> Visit:
        """Somebody's page, at its first size and with no complaint; the same one each time, so leave it open."""
        key = (role, language, width, scheme, scripts)
        if key not in self.visits:
            context = self.context(role, language, width=width, scheme=scheme, scripts=scripts)
            self.visits[key] = Visit(context.new_page())
            self.visits[key].listen()
        found = self.visits[key]
        found.page.set_viewport_size({"width": width, "height": HEIGHT})
        found.page.emulate_media(color_scheme=scheme)
        found.complaints.clear()
        return found

    def context(self, role: str, language: str, *, width: int, scheme: str, scripts: bool) -> Any:
        """Signed in, if it is somebody of the office."""
        context = self.browser.new_context(
            base_url=self.house.url,
            viewport={"width": width, "height": HEIGHT},
            color_scheme=scheme,
            java_script_enabled=scripts,
            reduced_motion="reduce",
            storage_state=self.signed_in(role) if role else None,
        )
        context.set_default_timeout(30_000)
        if self.tool and scripts:
            context.add_init_script(self.tool)
        context.add_cookies([{"name": "lang", "value": language, "url": self.house.url}])
        return context

    def signed_in(self, role: str) -> Any:
        """The cookies of a role, from its one sign-in."""
        if role not in self.cookies:
            context = self.browser.new_context(base_url=self.house.url)
            page = context.new_page()
            sign_in(page, role, self.house.password)
            self.cookies[role] = context.storage_state()
            context.close()
        return self.cookies[role]

    def leave(self) -> None:
        """Close every context."""
        for visit in self.visits.values():
            visit.page.context.close()


def sign_in(page: Any, role: str, password: str) -> None:
    """Through the page, as everybody does."""
    page.goto("/account/login/?next=/desk/")
    page.fill("[name=login]", USERNAMES[role])
    page.fill("[name=password]", password)
    page.click("main button[type=submit]")
    for late in (-1, 0, 1):  # each code counts once, and three count at any moment
        if page.url.endswith("/login/code/"):
            page.fill("[name=code]", factors.code(at=time.time() + late * factors.HALF_MINUTE))
            page.click("main button[type=submit]")
    page.wait_for_url("**/desk/")

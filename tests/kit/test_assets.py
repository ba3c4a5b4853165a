"""The assets that set-up copied are the ones named, byte for byte; the theme keeps its contrast."""

import hashlib
import json
import re
from pathlib import Path

import pytest

from hoiam.kit.templatetags import kit
from tests import built

ROOT = Path(__file__).resolve().parents[2]
OWN = ROOT / "hoiam" / "kit" / "static" / "kit"
needs_assets = pytest.mark.usefixtures("assets")


@needs_assets
def test_every_asset_is_what_set_up_copied():
    sums = json.loads((built.VENDOR / "manifest.json").read_text())
    found = {
        path.relative_to(built.VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in built.VENDOR.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    assert found == sums


@needs_assets
def test_every_icon_that_is_named_is_in_the_sprite():
    drawn = set(re.findall(r'<symbol id="([a-z0-9-]+)"', (built.VENDOR / "icons.svg").read_text()))
    named = set(kit.TAG_ICONS.values())
    for template in ROOT.glob("hoiam/**/templates/**/*.html"):
        named |= set(re.findall(r'{% icon "([a-z0-9-]+)"', template.read_text("utf-8")))
        named |= set(
            re.findall(
                r'{% nav_item \S+ (?:"[^"]*"|_\("[^"]*"\)) "([a-z0-9-]+)"', template.read_text("utf-8")
            )
        )
    assert named <= drawn


@needs_assets
def test_every_file_that_our_styles_name_is_there():
    for sheet in OWN.glob("*.css"):
        for address in re.findall(r'url\("([^"]+)"\)', sheet.read_text()):
            assert (OWN / address).resolve().is_file(), address


def test_without_assets_a_test_that_needs_them_fails(tmp_path):
    with pytest.raises(pytest.fail.Exception, match=r"dev\.py setup"):
        built.demand(tmp_path)


def test_the_lock_names_sums_and_no_addresses():
    lock = json.loads((ROOT / "package-lock.json").read_text())
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert packages
    assert all("integrity" in package and "resolved" not in package for package in packages.values())


def scheme(text):
    return dict(re.findall(r"--ds-color-([\w-]+): (#[0-9a-f]{3,6});", text))


def luminance(colour):
    digits = colour.lstrip("#")
    digits = digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)
    parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


THEME = (OWN / "theme.css").read_text()
LIGHT, DARK = THEME.split("prefers-color-scheme: dark", 1)
GROUNDS = ["background-default", "background-tinted", "surface-default", "surface-tinted"]


@pytest.mark.parametrize(
    "colours", [scheme(LIGHT), scheme(DARK.split("@media print")[0])], ids=["light", "dark"]
)
@pytest.mark.parametrize("name", ["accent", "neutral", "ember", "info", "success", "warning", "danger"])
def test_text_can_be_read_on_every_ground(colours, name):
    for ground in GROUNDS:
        for text in ("text-subtle", "text-default"):
            assert contrast(colours[f"{name}-{text}"], colours[f"{name}-{ground}"]) >= 4.5, (ground, text)
            assert contrast(colours[f"{name}-{text}"], colours[f"neutral-{ground}"]) >= 4.5, (ground, text)
    assert contrast(colours[f"{name}-base-contrast-default"], colours[f"{name}-base-default"]) >= 4.5
    for ground in ("background-default", "surface-default"):
        assert contrast(colours[f"{name}-border-default"], colours[f"neutral-{ground}"]) >= 3

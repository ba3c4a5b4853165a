"""Copy the front-end assets named in package-lock.json out of node_modules into hoiam/kit/static/vendor/.

    python3 tools/assets.py [NODE_MODULES]

One style sheet of the components we use, the screen fonts, the letter font, one sprite of icons, Ed25519 for
browsers without it, the licences and manifest.json with the sha256 of each. Standard library only; run again,
it writes the same bytes.
"""

import hashlib
import json
import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "hoiam" / "kit" / "static" / "vendor"
COMPONENTS = [
    "base",
    "heading",
    "label",
    "paragraph",
    "link",
    "list",
    "divider",
    "skip-link",
    "button",
    "card",
    "alert",
    "details",
    "tag",
    "badge",
    "breadcrumbs",
    "table",
    "field",
    "fieldset",
    "input",
    "validation-message",
    "error-summary",
    "pagination",
]
BASE = ("base", "heading", "label", "paragraph")
WEIGHTS = (400, 500, 600, 700)
SUBSETS = ("vietnamese", "latin")
LETTER_FONTS = ("400Regular", "400Regular_Italic", "700Bold", "700Bold_Italic")
ICONS = [
    "arrow-down",
    "arrow-left",
    "arrow-right",
    "arrow-right-left",
    "arrow-up",
    "bell",
    "building-2",
    "calendar-days",
    "check",
    "chevron-down",
    "chevron-right",
    "circle-alert",
    "circle-check",
    "circle-x",
    "clock",
    "copy",
    "download",
    "external-link",
    "eye",
    "eye-off",
    "file-text",
    "flag",
    "hourglass",
    "inbox",
    "info",
    "languages",
    "list-checks",
    "lock",
    "log-out",
    "mail",
    "map-pin",
    "menu",
    "message-square-reply",
    "paperclip",
    "pencil",
    "phone",
    "plus",
    "printer",
    "qr-code",
    "scale",
    "search",
    "send",
    "shield-check",
    "star",
    "triangle-alert",
    "undo-2",
    "user",
    "users",
    "x",
]
LICENCES = {
    "designsystemet-css": "@digdir/designsystemet-css/LICENSE",
    "be-vietnam-pro": "@fontsource/be-vietnam-pro/LICENSE",
    "tinos": "@expo-google-fonts/tinos/LICENSE_FONT",
    "lucide": "lucide-static/LICENSE",
    "noble-ed25519": "@noble/ed25519/LICENSE",
}
EXPORT = re.compile(r"^export \{[^}]*\bverifyAsync\b[^}]*\};?$", re.MULTILINE)


def stylesheet(modules: Path) -> str:
    """Return the components' rules, in the order of their layers."""
    source = modules / "@digdir" / "designsystemet-css" / "dist" / "src"
    sheets = [(source / f"{name}.css").read_text("utf-8").strip() for name in COMPONENTS]
    layers = ("base" if name in BASE else "components" for name in COMPONENTS)
    rules = [f"@layer ds.{layer}{{{sheet}}}" for layer, sheet in zip(layers, sheets, strict=True)]
    return "@layer ds.theme, ds.base, ds.components;\n" + "\n".join(rules) + "\n"


def sprite(modules: Path) -> str:
    """Return one SVG with a symbol per icon, drawn with the text's colour."""
    symbols = "\n".join(symbol(modules, name) for name in ICONS)
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'


def symbol(modules: Path, name: str) -> str:
    """Keep the shapes of one icon; the page sets size, width and colour of the line."""
    text = (modules / "lucide-static" / "icons" / f"{name}.svg").read_text("utf-8")
    shapes = re.sub(
        r"\s+", " ", text[text.index(">", text.index("<svg")) + 1 : text.rindex("</svg>")]
    ).strip()
    line = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'
    return f'<symbol id="{name}" viewBox="0 0 24 24"><g {line}>{shapes}</g></symbol>'


def ed25519(modules: Path) -> str:
    """Return the checking of signatures for browsers that have none of their own, as one plain script."""
    text = (modules / "@noble" / "ed25519" / "index.js").read_text("utf-8")
    body, found = EXPORT.subn("globalThis.nobleEd25519 = { verifyAsync };", text)
    if found != 1 or "</script" in text or "<!--" in text:
        sys.exit("assets: @noble/ed25519 is not in the form that is known here")
    return f"(() => {{\n{body.strip()}\n}})();\n"


def copies(modules: Path) -> dict[str, Path]:
    """Return what is copied as it is: name under vendor/ → file of a package."""
    screen = {
        f"fonts/be-vietnam-pro-{subset}-{weight}-normal.woff2": modules
        / f"@fontsource/be-vietnam-pro/files/be-vietnam-pro-{subset}-{weight}-normal.woff2"
        for subset in SUBSETS
        for weight in WEIGHTS
    }
    letters = {
        f"fonts/Tinos_{name}.ttf": modules / f"@expo-google-fonts/tinos/{name}/Tinos_{name}.ttf"
        for name in LETTER_FONTS
    }
    licences = {f"licences/{name}.txt": modules / path for name, path in LICENCES.items()}
    return screen | letters | licences


def build(modules: Path, target: Path) -> dict[str, str]:
    """Write everything anew under `target`; return name → sha256."""
    shutil.rmtree(target, ignore_errors=True)
    files = {name: path.read_bytes() for name, path in copies(modules).items()}
    files["designsystemet.css"] = stylesheet(modules).encode()
    files["icons.svg"] = sprite(modules).encode()
    files["noble-ed25519.js"] = ed25519(modules).encode()
    for name, data in files.items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_bytes(data)
    sums = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())}
    (target / "manifest.json").write_text(json.dumps(sums, indent=1) + "\n", "utf-8")
    return sums


def main() -> None:
    modules = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "node_modules"
    if not (modules / "@digdir").is_dir():
        sys.exit(f"assets: {modules} has no packages yet: run `npm ci --ignore-scripts` in {ROOT} first")
    sums = build(modules, TARGET)
    print(f"assets: {len(sums)} files in {TARGET.relative_to(ROOT)}")


if __name__ == "__main__":
    main()

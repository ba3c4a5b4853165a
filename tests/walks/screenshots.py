"""Pictures of every page, for people to look at.

    python3 -m tests.walks.screenshots DIR [--demo FOLDER] [--only WORD …] [--languages vi en] [--sizes wide narrow]
                                           [--schemes light dark] [--print]

FOLDER is made when it is not there and kept; it is not changed. DIR/index.html shows all pictures side by side.
"""

import argparse
import html
import shutil
import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, sync_playwright

from tests.conftest import BROWSERS
from tests.walks import house
from tests.walks.pages import PAGES, Page
from tests.walks.visitors import NARROW, WIDE, Visitors

SIZES = {"wide": WIDE, "narrow": NARROW}
TALLEST = 14_000


def main() -> None:
    options = _options()
    options.pictures.mkdir(parents=True, exist_ok=True)
    pages = [page for page in PAGES if not options.only or any(word in page.name for word in options.only)]
    with tempfile.TemporaryDirectory(prefix="hoiam-pictures-") as scratch:
        copy = Path(scratch) / "data"
        house.copied(house.built_once(options.demo.absolute()), copy)
        with house.served(copy) as served, sync_playwright() as playwright:
            program = next(filter(None, map(shutil.which, BROWSERS)))
            browser = playwright.chromium.launch(
                executable_path=program, args=["--no-sandbox", "--disable-gpu"]
            )
            visitors = Visitors(browser, served)
            taken = [name for page in pages for name in _pictures(visitors, served, page, options)]
            browser.close()
    _index(options.pictures, taken)
    print(f"{len(taken)} pictures: {options.pictures / 'index.html'}")


def _options() -> Any:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pictures", metavar="DIR", type=Path)
    parser.add_argument("--demo", type=Path, default=Path("var/walks"))
    parser.add_argument("--only", nargs="+", default=[])
    parser.add_argument("--languages", nargs="+", default=["vi", "en"])
    parser.add_argument("--sizes", nargs="+", default=list(SIZES), choices=SIZES)
    parser.add_argument("--schemes", nargs="+", default=["light", "dark"])
    parser.add_argument("--print", action="store_true", help="as on paper")
    return parser.parse_args()


def _pictures(visitors: Visitors, served: house.House, page: Page, options: Any) -> Iterator[str]:
    for language, size in product(options.languages, options.sizes):
        visit = visitors.visit(page.role, language=language, width=SIZES[size])
        visit.page.emulate_media(media="screen")  # on paper there are no buttons to press
        try:
            visit.page.goto(served.path(page.path))
            for deed in page.deeds:
                deed.on(visit.page, served)
        except Error as error:
            print(f"{page.name} {language}: {error.message.splitlines()[0]}")
        for scheme in options.schemes:
            visit.page.emulate_media(color_scheme=scheme, media="print" if options.print else "screen")
            name = f"{page.name}.{language}.{size}.{scheme}{'.print' if options.print else ''}.png"
            height = min(visit.page.evaluate("document.documentElement.scrollHeight"), TALLEST)
            clip = {"x": 0, "y": 0, "width": SIZES[size], "height": height}
            visit.page.screenshot(path=options.pictures / name, full_page=True, clip=clip)
            yield name


def _index(folder: Path, names: list[str]) -> None:
    figures = "".join(
        f'<figure><a href="{html.escape(name)}"><img loading="lazy" width="320" src="{html.escape(name)}" alt=""></a>'
        f"<figcaption>{html.escape(name)}</figcaption></figure>"
        for name in names
    )
    style = "body{display:flex;flex-wrap:wrap;gap:1rem;font:12px sans-serif}figure{margin:0;width:320px}"
    page = f'<!doctype html><meta charset="utf-8"><title>Pages</title><style>{style}</style>{figures}'
    (folder / "index.html").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()

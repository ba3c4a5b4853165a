"""hoiam law draw: the procedures of a pack as drawings, and their tables in the handbook's pages."""

from pathlib import Path

import click
from django.conf import settings

from hoiam.law import drawing, packs, tabling
from hoiam.law.procedures import registry

UNKNOWN = (
    "Không có thủ tục {name}; có: {known}",
    "No procedure is called {name}; there are: {known}",
)


@click.command("draw")
@click.argument("name", required=False)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="A folder for NAME.svg; if it holds NAME.md, the table in that page is renewed as well.",
)
@click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", show_default=True)
@click.option("--pack", "pack_name", help="Another pack than the installation's own.")
def command(*, name: str | None, out: Path, lang: str, pack_name: str | None) -> None:
    """Draw the procedure NAME, or all of them."""
    pack = packs.load(pack_name or settings.HOIAM_PACK)
    known = {procedure.name: procedure for procedure in registry.of(pack)}
    if name and name not in known:
        raise click.UsageError(UNKNOWN[lang == "en"].format(name=name, known=", ".join(known)))
    out.mkdir(parents=True, exist_ok=True)
    for procedure in [known[name]] if name else known.values():
        drawn = out / f"{procedure.name}.svg"
        drawn.write_text(drawing.draw(procedure, pack, lang), encoding="utf-8")
        click.echo(drawn)
        page = out / f"{procedure.name}.md"
        if page.is_file():
            written = tabling.insert(page.read_text(encoding="utf-8"), tabling.table(procedure, pack, lang))
            page.write_text(written, encoding="utf-8")
            click.echo(page)

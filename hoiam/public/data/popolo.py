"""Units, posts, holders and memberships as the Popolo specification has them (popoloproject.com)."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings

from hoiam.office import open_data as office
from hoiam.office.cards import full_name

SCHEME = "VN-DVHC"
"""Of identifiers: the General Statistics Office's list of administrative units."""


def write(folder: Path) -> int:
    """The four files, each an array, an object to a line; gives how many objects."""
    parts = {
        "organizations": organizations(),
        "posts": posts(),
        "persons": persons(),
        "memberships": memberships(),
    }
    return sum(_array(folder / f"{name}.json", found) for name, found in parts.items())


def organizations() -> Iterator[dict[str, Any]]:
    """Units as they were between two dates; the one above is named by its code and its latest first day."""
    rows = list(office.units())
    latest = {code: _unit(code, since) for code, _n, _e, _k, _a, since, *_rest in sorted(rows, key=_since)}
    for code, name, name_en, kind, above, since, until, basis, _served, _followed in rows:
        yield _known(
            id=_unit(code, since),
            name=full_name(kind, name, name_en, "vi"),
            other_names=[{"name": full_name(kind, name, name_en, "en"), "note": "en"}],
            identifiers=[{"identifier": code, "scheme": SCHEME}],
            classification=kind,
            parent_id=latest.get(above) if above else None,
            founding_date=since.isoformat(),
            dissolution_date=until.isoformat() if until else None,
            sources=[{"url": f"{settings.HOIAM_URL}/units/{code}", "note": basis}],
        )


def posts() -> Iterator[dict[str, Any]]:
    """Every post."""
    for number, unit, since, title, title_en, is_head, _kind in office.posts():
        yield _known(
            id=_post(number),
            label=title,
            other_label=title_en,
            role="head" if is_head else "member",
            organization_id=_unit(unit, since),
            start_date=since.isoformat(),
            sources=[{"url": f"{settings.HOIAM_URL}/posts/{number}"}],
        )


def persons() -> Iterator[dict[str, Any]]:
    """Everybody who holds or held a post: the name, and nothing else."""
    for who, name in office.people():
        yield {"id": _person(who), "name": name}


def memberships() -> Iterator[dict[str, Any]]:
    """Who held which post, from when until when."""
    of_post = {number: (_unit(unit, since), title) for number, unit, since, title, *_rest in office.posts()}
    for number, post, _unit_code, who, _name, since, until in office.holders():
        organization, title = of_post[post]
        yield _known(
            id=f"membership-{number}",
            person_id=_person(who),
            organization_id=organization,
            post_id=_post(post),
            role=title,
            start_date=since.isoformat(),
            end_date=until.isoformat() if until else None,
        )


def _array(path: Path, found: Iterable[Mapping[str, Any]]) -> int:
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write("[")
        for count, one in enumerate(found, start=1):
            file.write(f"{',' if count > 1 else ''}\n{json.dumps(one, ensure_ascii=False)}")
        file.write("\n]\n")
    return count


def _known(**properties: Any) -> dict[str, Any]:
    return {name: value for name, value in properties.items() if value is not None}


def _since(row: tuple[Any, ...]) -> Any:
    return row[5]


def _unit(code: str, since: Any) -> str:
    return f"unit-{code}-{since.isoformat()}"


def _post(number: int) -> str:
    return f"post-{number}"


def _person(letters: str) -> str:
    return f"person-{letters}"

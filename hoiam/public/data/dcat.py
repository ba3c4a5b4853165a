"""The catalogue of all datasets for portals of open data: DCAT-AP 3."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hoiam.public.data import package, store
from hoiam.public.data.graph import Iri, Literal, Node, Value
from hoiam.public.data.table import Dataset, Words, in_both

TITLE = _("Open data of citizen reception, petitions and duties")
ABOUT = _(
    "What offices owe, by when, and whether they did it; when heads of office receive citizens; what was promised; who "
    "holds which post; by which rules days are counted. Without names of citizens and without their texts."
)
_EU = "http://publications.europa.eu/resource/authority"
LICENCE = Iri(package.LICENCE["path"])
COUNTRY = Iri(f"{_EU}/country/VNM")
THEME = Iri(f"{_EU}/data-theme/GOVE")
LANGUAGES = (Iri(f"{_EU}/language/VIE"), Iri(f"{_EU}/language/ENG"))
DAILY = Iri(f"{_EU}/frequency/DAILY")
FORMATS = {"csv": f"{_EU}/file-type/CSV", "json": f"{_EU}/file-type/JSON"}
Found = tuple[Dataset, store.Made]
Said = dict[str, Sequence[Value]]


def catalogue(found: Iterable[Found], *, since: date | None) -> list[Node]:
    """Catalogue, publisher, datasets and their distributions, of what was made by now."""
    pairs = list(found)
    nodes = [node for dataset, made in pairs for node in _dataset(dataset, made, since)]
    newest = max((made.at for _dataset_, made in pairs), default=None)
    return [_catalogue(pairs, newest), _publisher(), *nodes]


def _catalogue(pairs: list[Found], newest: datetime | None) -> Node:
    said: Said = {
        "dct:title": _in_both(TITLE),
        "dct:description": _in_both(ABOUT),
        "dct:publisher": [Iri(_at("/data/publisher"))],
        "foaf:homepage": [Iri(_at("/data/"))],
        "dct:license": [LICENCE],
        "dct:language": LANGUAGES,
        "dct:spatial": [COUNTRY],
        "dcat:themeTaxonomy": [Iri(f"{_EU}/data-theme")],
        "dct:modified": [_moment(newest)] if newest else [],
        "dcat:dataset": [Iri(_of(dataset)) for dataset, _made in pairs],
    }
    return Node(_at("/data/catalog"), "dcat:Catalog", said)


def _publisher() -> Node:
    said: Said = {
        "foaf:name": [Literal(package.publisher(), "vi")],
        "foaf:homepage": [Iri(_at("/"))],
        "dct:type": [Iri("http://purl.org/adms/publishertype/LocalAuthority")],
    }
    return Node(_at("/data/publisher"), "foaf:Agent", said)


def _dataset(dataset: Dataset, made: store.Made, since: date | None) -> Iterator[Node]:
    yield Node(
        _of(dataset),
        "dcat:Dataset",
        {
            "dct:title": _in_both(dataset.title),
            "dct:description": _in_both(dataset.about),
            "dct:identifier": [Literal(_of(dataset))],
            "dct:publisher": [Iri(_at("/data/publisher"))],
            "dcat:contactPoint": [_contact()],
            "dcat:landingPage": [Iri(_of(dataset))],
            "dcat:theme": [THEME],
            "dcat:keyword": [Literal(dataset.name, "en")],
            "dct:language": LANGUAGES,
            "dct:accrualPeriodicity": [DAILY],
            "dct:spatial": [COUNTRY],
            "dct:temporal": [_period(since, made.on)],
            "dct:modified": [_moment(made.at)],
            "dcat:distribution": [Iri(_file(dataset, one.name)) for one in made.files],
        },
    )
    for one in made.files:
        yield _distribution(dataset, one, made)


def _distribution(dataset: Dataset, file: store.FileCard, made: store.Made) -> Node:
    at = _file(dataset, file.name)
    checksum: Said = {
        "spdx:algorithm": [Iri("spdx:checksumAlgorithm_sha256")],
        "spdx:checksumValue": [Literal(file.sha256, type="xsd:hexBinary")],
    }
    said: Said = {
        "dct:title": [Literal(file.name)],
        "dct:description": _in_both(dataset.title),
        "dcat:accessURL": [Iri(_of(dataset))],
        "dcat:downloadURL": [Iri(at)],
        "dcat:mediaType": [Iri(f"https://www.iana.org/assignments/media-types/{package.MEDIA[file.format]}")],
        "dct:format": [Iri(FORMATS[file.format])] if file.format in FORMATS else [],
        "dcat:byteSize": [Literal(str(file.size), type="xsd:nonNegativeInteger")],
        "spdx:checksum": [Node("", "spdx:Checksum", checksum)],
        "dct:license": [LICENCE],
        "dct:modified": [_moment(made.at)],
    }
    return Node(at, "dcat:Distribution", said)


def _contact() -> Node:
    said: Said = {
        "vcard:fn": [Literal(package.publisher(), "vi")],
        "vcard:hasURL": [Iri(_at("/help/"))],
    }
    if settings.HOIAM_DATA_CONTACT:
        said["vcard:hasEmail"] = [Iri(f"mailto:{settings.HOIAM_DATA_CONTACT}")]
    return Node("", "vcard:Organization", said)


def _period(since: date | None, until: date) -> Node:
    said: Said = {"dcat:endDate": [Literal(until.isoformat(), type="xsd:date")]}
    if since:
        said["dcat:startDate"] = [Literal(since.isoformat(), type="xsd:date")]
    return Node("", "dct:PeriodOfTime", said)


def _moment(at: datetime) -> Literal:
    return Literal(at.isoformat(), type="xsd:dateTime")


def _in_both(words: Words) -> list[Literal]:
    return [Literal(text, language) for language, text in in_both(words).items()]


def _of(dataset: Dataset) -> str:
    return _at(f"/data/{dataset.name}")


def _file(dataset: Dataset, name: str) -> str:
    return _at(f"/data/{dataset.name}/{name}")


def _at(path: str) -> str:
    return f"{settings.HOIAM_URL}{path}"

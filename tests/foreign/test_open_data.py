"""Open data read by programs that others wrote: each form holds what its name promises."""

import json
import shutil
import subprocess
import sys
from datetime import UTC, datetime

import feedparser
import jsonschema
import pyshacl
import pytest
import rdflib
import rdflib.compare

from hoiam.public.data import datasets, store
from tests.foreign import shapes, test_calendars as calendars
from tests.public import open_data_story as story

pytestmark = pytest.mark.django_db
READ_PARQUET = """
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet'
const told = {}
const plain = (key, value) => typeof value === 'bigint' ? Number(value) : value
for (const path of process.argv.slice(2)) {
  told[path] = await parquetReadObjects({ file: await asyncBufferFromFile(path) })
}
console.log(JSON.stringify(told, plain))
"""
VALIDATE = """
import json, sys
from frictionless import Package, system
system.trusted = False
told = {}
for path in sys.argv[1:]:
    report = Package(path).validate()
    wrong = report.flatten(['name', 'rowNumber', 'fieldName', 'type', 'note'])[:10]
    told[path] = [report.valid, [task.name for task in report.tasks], wrong]
print(json.dumps(told))
"""


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.HOIAM_OPEN_DIR = tmp_path / "open"


@pytest.fixture
def happened(cast):
    story.ended(cast)
    found = story.happened(cast)
    story.made()
    return found


def fetched(client, folder):
    """A mirror of /data/ as anybody can make it."""
    (folder / "datapackage.json").write_bytes(client.get("/data/datapackage.json").content)
    for name in datasets.BY_NAME:
        (folder / name).mkdir()
        for file in ("datapackage.json", *(one.name for one in store.made(name).files)):
            answer = client.get(f"/data/{name}/{file}")
            (folder / name / file).write_bytes(answer.getvalue())
    return folder


def validated(paths):
    """As frictionless finds them: in a process of its own, for it warns of what its own libraries do."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", VALIDATE, *paths], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_frictionless_finds_every_package_valid(happened, client, tmp_path):
    mirror = tmp_path / "mirror"
    mirror.mkdir()
    fetched(client, mirror)
    paths = [
        str(mirror / "datapackage.json"),
        *(str(mirror / name / "datapackage.json") for name in datasets.BY_NAME),
    ]
    told = validated(paths)
    assert {path: found for path, found in told.items() if not found[0]} == {}
    assert len(told[paths[0]][1]) == 3 * len(datasets.ALL)


def test_frictionless_would_find_a_row_that_does_not_fit(happened, client, tmp_path):
    mirror = tmp_path / "mirror"
    mirror.mkdir()
    fetched(client, mirror)
    path = mirror / "duties" / "duties.csv"
    path.write_text(path.read_text("utf-8-sig").replace(",met,", ",perhaps,"), "utf-8")
    (found,) = validated([str(mirror / "duties" / "datapackage.json")]).values()
    assert not found[0]
    assert {row[3] for row in found[2]} & {"hash-count", "constraint-error"}


def test_parquet_holds_the_same_rows_as_json(happened, tmp_path):
    (tmp_path / "node_modules").symlink_to(calendars.MODULES)
    (tmp_path / "read.mjs").write_text(READ_PARQUET, "utf-8")
    paths = {name: str(store.made(name).folder / f"{name}.parquet") for name in datasets.BY_NAME}
    node = shutil.which("node") or str(calendars.BROUGHT)
    done = subprocess.run(
        [node, "read.mjs", *paths.values()], cwd=tmp_path, check=True, capture_output=True, text=True
    )
    told = json.loads(done.stdout)
    for name, path in paths.items():
        kinds = {column.name: column.type for column in datasets.BY_NAME[name].columns}
        rows = [{key: as_json(value, kinds[key]) for key, value in row.items()} for row in told[path]]
        assert rows == story.rows(name), name


def as_json(value, kind):
    """Node writes days as moments."""
    if value is None or kind not in {"date", "datetime"}:
        return value
    moment = datetime.fromisoformat(value)
    return moment.date().isoformat() if kind == "date" else f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def graph(client, form="ttl", kind="turtle"):
    found = rdflib.Graph()
    found.parse(data=client.get(f"/data/catalog.{form}").content, format=kind)
    return found


def conforms(data):
    """By pyshacl; the report in words."""
    rules = rdflib.Graph().parse(data=shapes.DCAT, format="turtle")
    valid, _report, words = pyshacl.validate(data, shacl_graph=rules, advanced=False, meta_shacl=True)
    return valid, words


def test_the_catalogue_has_what_dcat_ap_demands(happened, client):
    found = graph(client)
    assert conforms(found)[0], conforms(found)[1]
    dcat = rdflib.Namespace("http://www.w3.org/ns/dcat#")
    assert len(set(found.subjects(rdflib.RDF.type, dcat.Dataset))) == len(datasets.ALL)
    assert len(set(found.subjects(rdflib.RDF.type, dcat.Distribution))) == 3 * len(datasets.ALL)


def test_a_catalogue_without_a_publisher_or_with_a_size_in_words_would_be_found(happened, client):
    dct, dcat = rdflib.Namespace("http://purl.org/dc/terms/"), rdflib.Namespace("http://www.w3.org/ns/dcat#")
    without = graph(client)
    without.remove((None, dct.publisher, None))
    sized = graph(client)
    one = next(sized.subjects(rdflib.RDF.type, dcat.Distribution))
    sized.set((one, dcat.byteSize, rdflib.Literal("large")))
    assert [conforms(wrong)[0] for wrong in (without, sized)] == [False, False]


@pytest.mark.filterwarnings(
    "ignore:ConjunctiveGraph is deprecated:DeprecationWarning"
)  # within rdflib itself
def test_both_spellings_of_the_catalogue_say_the_same(happened, client):
    assert rdflib.compare.isomorphic(graph(client), graph(client, "jsonld", "json-ld"))


def popolo(client, name):
    answer = client.get(f"/data/popolo/{name}.json")
    return json.loads(answer.getvalue())


def test_popolo_files_have_the_form_of_the_specification(happened, client):
    for name, schema in shapes.POPOLO.items():
        jsonschema.Draft202012Validator.check_schema(schema)
        check = jsonschema.Draft202012Validator(schema)
        found = popolo(client, name)
        assert found, name
        assert [error.message for one in found for error in check.iter_errors(one)] == []


def test_every_reference_within_popolo_leads_somewhere(happened, client):
    found = {name: popolo(client, name) for name in shapes.POPOLO}
    ids = {name: {one["id"] for one in objects} for name, objects in found.items()}
    assert all(len(ids[name]) == len(objects) for name, objects in found.items())
    assert {one["organization_id"] for name in ("posts", "memberships") for one in found[name]} <= ids[
        "organizations"
    ]
    assert {one["person_id"] for one in found["memberships"]} == ids["persons"]
    assert {one["post_id"] for one in found["memberships"]} <= ids["posts"]
    assert {one["parent_id"] for one in found["organizations"] if "parent_id" in one} <= ids["organizations"]


@pytest.mark.parametrize(
    "name", ["publications", "replies", "conclusions", "accounts", "plans", "recommendations"]
)
@pytest.mark.parametrize("address", ["/data/feeds/{}.atom", "/units/05977/{}.atom"])
def test_feedparser_reads_every_feed(happened, client, name, address):
    found = feedparser.parse(client.get(address.format(name)).content)
    assert (found.bozo, found.version) == (False, "atom10")
    assert found.feed.id
    assert found.feed.title
    assert found.feed.updated_parsed
    assert {link.rel for link in found.feed.links} == {"self", "alternate"}
    for entry in found.entries:
        assert all((entry.id, entry.title, entry.updated_parsed, entry.link, entry.author, entry.summary))
    assert len({entry.id for entry in found.entries}) == len(found.entries)
    assert found.entries


def test_two_programs_read_the_same_calendar(happened, client, tmp_path):
    for address in ("/units/05977/calendar.ics", "/data/calendar.ics"):
        text = client.get(address).content.decode()
        ours, theirs = calendars.by_icalendar(text), calendars.by_ical_js(text, tmp_path)
        assert ours == theirs
        kinds = {one[0].partition("-")[0] for one in ours}
        assert kinds >= {"dialogue", "task", "inspection", "finding", "self", "recommendation"}

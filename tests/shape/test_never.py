"""It looks at what offices do, never at what people think.

Annual opinions on the service of an office are about duty and service; what is refused here is anything
held about a person: their opinions, beliefs, loyalty, associations, or a profile of them across cases.
"""

import ast
import re
import tomllib

import pytest

from tests.shape import source

WORDS = {
    *("affiliation", "affiliations", "allegiance", "belief", "beliefs", "blacklist", "dissent", "dissident"),
    *("ethnicity", "ideological", "ideology", "loyal", "loyalty", "political", "politics", "religion"),
    *("religious", "sentiment", "stance", "troublemaker", "watchlist", "worldview"),
}
PHRASES = re.compile(
    r"\b(opinions? of|opinions? by"
    r"|(citizen|person|petitioner|sender) (opinions?|profiles?|scores?|ratings?|tags?)"
    r"|profiles? of|social credit|trust score|risk score|behaviou?r score)\b"
)
FORBIDDEN_COLUMNS = {
    *("affiliation", "allegiance", "attitude", "belief", "citizen_group", "citizen_rating", "citizen_tags"),
    *("criticism", "critic_of", "dissent", "ethnicity", "followers", "ideology", "influence", "interests"),
    *(
        "keeps_complaining",
        "loyalty",
        "mood",
        "opinion",
        "opinions",
        "orientation",
        "party_member",
        "personality",
    ),
    *(
        "political_view",
        "politics",
        "profile",
        "reliability",
        "religion",
        "reputation",
        "risk_score",
        "sentiment",
    ),
    *("social_media", "stance", "support", "supporter_of", "sympathy", "temper", "tone", "trust_score"),
    *("troublemaker", "views", "vote_for", "watchlist", "worldview"),
}
"""Columns that no table may have, by their whole names, besides those that `suspicious` finds by a part."""
GROUND = re.compile(
    r"quan điểm|chính kiến|chính trị|đường lối|chủ trương|tư tưởng|opinion|political|ideolog", re.IGNORECASE
)


def suspicious(name):
    words = source.words(name)
    return bool(WORDS & set(words) or PHRASES.search(" ".join(words)))


def columns(source_text):
    """Names of tables and columns that a migration makes, adds, renames."""
    for call in ast.walk(ast.parse(source_text)):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
            continue
        said = {one.arg: one.value for one in call.keywords}
        if call.func.attr == "CreateModel":
            yield ast.literal_eval(said["name"])
            yield from (ast.literal_eval(pair.elts[0]) for pair in said["fields"].elts)
        if call.func.attr in {"AddField", "RenameField", "RenameModel"}:
            yield from (ast.literal_eval(said[arg]) for arg in ("name", "new_name") if arg in said)


def keys(table):
    """Every key of a TOML table, at any depth."""
    if isinstance(table, dict):
        return set(table) | {key for value in table.values() for key in keys(value)}
    return {key for value in table for key in keys(value)} if isinstance(table, list) else set()


def test_no_file_or_folder_is_named_after_what_people_think():
    names = {part for path in source.HOIAM.rglob("*") for part in path.relative_to(source.HOIAM).parts}
    assert names
    assert sorted(filter(suspicious, names)) == []


def test_no_name_in_the_code_speaks_of_what_people_think():
    found = {
        source.named(path): sorted(filter(suspicious, source.defined(source.text(path))))
        for path in sorted(source.HOIAM.rglob("*.py"))
    }
    assert {name: names for name, names in found.items() if names} == {}


def test_no_table_has_a_column_for_what_people_think():
    found = {
        (source.named(path), name)
        for path in sorted(source.HOIAM.rglob("migrations/*.py"))
        for name in columns(source.text(path))
    }
    assert len(found) > 500
    assert [one for one in sorted(found) if suspicious(one[1]) or one[1] in FORBIDDEN_COLUMNS] == []


def test_a_bad_column_is_found():
    bad = """
operations = [
    migrations.CreateModel(name="Case", fields=[("id", 1), ("loyalty", models.TextField())]),
    migrations.AddField(model_name="case", name="sympathy", field=models.TextField()),
    migrations.RenameField(model_name="case", old_name="note", new_name="opinion"),
]
"""
    assert set(columns(bad)) == {"Case", "id", "loyalty", "sympathy", "opinion"}


def test_no_form_field_asks_what_people_think():
    fields = [
        (source.named(path), name)
        for path in source.HOIAM.rglob("templates/**/*.html")
        for name in re.findall(r"""\b(?:name|id|for)=["']([\w-]+)""", source.text(path))
    ]
    assert [field for field in fields if suspicious(field[1])] == []


def test_no_page_speaks_of_what_people_think():
    catalogues = sorted(source.HOIAM.rglob("locale/vi/LC_MESSAGES/*.po"))
    assert catalogues
    said = [
        (source.named(path), message)
        for path in catalogues
        for message in re.findall(r"^(?:msgid )?\"(.+)\"$", source.text(path), re.MULTILINE)
    ]
    assert len(said) > 1000
    assert [one for one in said if WORDS & set(re.findall(r"[a-z]+", one[1].lower()))] == []


def test_no_pack_has_a_key_about_what_people_think():
    packs = {path: tomllib.loads(source.text(path)) for path in (source.HOIAM / "law").rglob("*.toml")}
    assert packs
    assert {source.named(path): sorted(filter(suspicious, keys(pack))) for path, pack in packs.items()} == {
        source.named(path): [] for path in packs
    }


def test_no_petition_is_refused_for_what_it_thinks():
    lists = [
        tomllib.loads(source.text(path)) for path in (source.HOIAM / "law" / "packs").glob("*/lists.toml")
    ]
    grounds = [str(ground) for table in lists for ground in table["refusal_ground"]]
    assert grounds
    assert [ground for ground in grounds if GROUND.search(ground)] == []


@pytest.mark.parametrize(
    "bad",
    [
        "opinion_of_citizen",
        "CitizenProfile",
        "loyalty_score",
        "SentimentModel",
        "profile_of",
        "religion",
        "is_political",
    ],
)
def test_a_bad_example_is_found(bad):
    assert suspicious(bad)


@pytest.mark.parametrize(
    "good", ["service_opinion", "OpinionRound", "profile", "policy", "rating", "score", "staff_rating"]
)
def test_what_the_office_does_is_ours_to_look_at(good):
    assert not suspicious(good)

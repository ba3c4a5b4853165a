"""What the published models demand, in words of our own: no package of the registries brings their own schemas.

POPOLO: the properties that the Popolo specification names for each class, and the forms of their values (dates and
parts of dates, addresses); an object has nothing else. DCAT: the mandatory properties of DCAT-AP 3.0 for Catalogue,
Dataset, Distribution and Agent, with the classes and kinds of their values, and those of the recommended
ones that we promise.
"""

DATE = {"type": "string", "pattern": r"^\d{4}(-\d{2}){0,2}$"}
TEXT = {"type": "string", "minLength": 1}
SOURCES = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["url"],
        "properties": {"url": {"type": "string", "pattern": "^https?://"}, "note": TEXT},
        "additionalProperties": False,
    },
}
NAMES = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["name"],
        "properties": {"name": TEXT, "note": TEXT, "start_date": DATE, "end_date": DATE},
        "additionalProperties": False,
    },
}
IDENTIFIERS = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["identifier"],
        "properties": {"identifier": TEXT, "scheme": TEXT},
        "additionalProperties": False,
    },
}


def of(required, **properties):
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "required": ["id", *required],
        "properties": {"id": TEXT, "sources": SOURCES, **properties},
        "additionalProperties": False,
    }


POPOLO = {
    "organizations": of(
        ["name", "classification"],
        name=TEXT,
        other_names=NAMES,
        identifiers=IDENTIFIERS,
        classification=TEXT,
        parent_id=TEXT,
        founding_date=DATE,
        dissolution_date=DATE,
    ),
    "posts": of(
        ["organization_id", "label"],
        label=TEXT,
        other_label=TEXT,
        role=TEXT,
        organization_id=TEXT,
        start_date=DATE,
        end_date=DATE,
    ),
    "persons": of(["name"], name=TEXT),
    "memberships": of(
        ["person_id", "organization_id", "post_id"],
        person_id=TEXT,
        organization_id=TEXT,
        post_id=TEXT,
        role=TEXT,
        start_date=DATE,
        end_date=DATE,
    ),
}
DCAT = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix spdx: <http://spdx.org/rdf/terms#> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix : <urn:shapes:> .

:Text a sh:PropertyShape ; sh:path dct:title ; sh:minCount 1 ; sh:uniqueLang true ; sh:minLength 1 .
:About a sh:PropertyShape ; sh:path dct:description ; sh:minCount 1 ; sh:uniqueLang true ; sh:nodeKind sh:Literal .
:Publisher a sh:PropertyShape ; sh:path dct:publisher ; sh:minCount 1 ; sh:maxCount 1 ; sh:class foaf:Agent .
:Licence a sh:PropertyShape ; sh:path dct:license ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI .
:Modified a sh:PropertyShape ; sh:path dct:modified ; sh:maxCount 1 ; sh:datatype xsd:dateTime .
:Spatial a sh:PropertyShape ; sh:path dct:spatial ; sh:minCount 1 ; sh:nodeKind sh:IRI .

:Catalogue a sh:NodeShape ; sh:targetClass dcat:Catalog ;
  sh:property :Text, :About, :Publisher, :Licence, :Modified, :Spatial ;
  sh:property [ sh:path dcat:dataset ; sh:minCount 1 ; sh:class dcat:Dataset ] ;
  sh:property [ sh:path foaf:homepage ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ;
  sh:property [ sh:path dct:language ; sh:nodeKind sh:IRI ] .
:One a sh:NodeShape ; sh:targetNode dcat:Catalog ;
  sh:property [ sh:path [ sh:inversePath rdf:type ] ; sh:minCount 1 ; sh:maxCount 1 ] .
:Dataset a sh:NodeShape ; sh:targetClass dcat:Dataset ;
  sh:property :Text, :About, :Publisher, :Modified, :Spatial ;
  sh:property [ sh:path dcat:distribution ; sh:minCount 1 ; sh:class dcat:Distribution ] ;
  sh:property [ sh:path dcat:contactPoint ; sh:minCount 1 ; sh:class vcard:Organization ] ;
  sh:property [ sh:path dcat:theme ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ;
  sh:property [ sh:path dcat:keyword ; sh:minCount 1 ; sh:nodeKind sh:Literal ] ;
  sh:property [ sh:path dct:temporal ; sh:maxCount 1 ; sh:class dct:PeriodOfTime ] ;
  sh:property [ sh:path dct:accrualPeriodicity ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ;
  sh:property [ sh:path dct:identifier ; sh:nodeKind sh:Literal ] .
:Period a sh:NodeShape ; sh:targetClass dct:PeriodOfTime ;
  sh:property [ sh:path dcat:startDate ; sh:maxCount 1 ; sh:datatype xsd:date ] ;
  sh:property [ sh:path dcat:endDate ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:date ] .
:Distribution a sh:NodeShape ; sh:targetClass dcat:Distribution ;
  sh:property :Licence, :Modified ;
  sh:property [ sh:path dcat:accessURL ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ;
  sh:property [ sh:path dcat:downloadURL ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ;
  sh:property [ sh:path dcat:mediaType ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ;
  sh:property [ sh:path dct:format ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ;
  sh:property [ sh:path dcat:byteSize ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:nonNegativeInteger ] ;
  sh:property [ sh:path spdx:checksum ; sh:minCount 1 ; sh:maxCount 1 ; sh:class spdx:Checksum ] .
:Checksum a sh:NodeShape ; sh:targetClass spdx:Checksum ;
  sh:property [ sh:path spdx:algorithm ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ;
  sh:property [ sh:path spdx:checksumValue ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:hexBinary ] .
:Agent a sh:NodeShape ; sh:targetClass foaf:Agent ;
  sh:property [ sh:path foaf:name ; sh:minCount 1 ; sh:nodeKind sh:Literal ] .
:Contact a sh:NodeShape ; sh:targetClass vcard:Organization ;
  sh:property [ sh:path vcard:fn ; sh:minCount 1 ; sh:nodeKind sh:Literal ] .
"""

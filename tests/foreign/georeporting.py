"""Clients of GeoReport v2 by others, at a server of ours: `python georeporting.py URL TOKEN` prints what they heard.

`three` was written for Python 2; all that it lacks today is itertools.ifilter, which it is lent.
"""

import itertools
import json
import sys
from xml.etree import ElementTree as ET

itertools.ifilter = filter

import three  # noqa: E402 - after what it is lent
from georeport import GeoReport  # noqa: E402

SENT = {
    "name": "Nông Ví-Dụ",
    "phone": "0900000002",
    "description": "Nắp cống trước chợ bị vỡ từ tuần trước.",
    "address": "Trước chợ Ví Dụ",
    "lat": "21.85",
    "long": "106.76",
}


def by_three(url, token):
    """Send a report, then ask for it in every way the client knows."""
    client = three.Three(url, api_key=token)
    sent = client.post("traffic", **SENT)
    number = sent[0]["service_request_id"]
    wrong = three.Three(url, api_key="hoiam_sai").post("traffic", **SENT)
    in_xml = three.Three(url, format="xml").get("requests", number, convert=False)
    return {
        "discovery": client.discovery(),
        "services": client.services(),
        "service_definition": client.services("traffic"),
        "posted": sent,
        "request": client.request(number),
        "requests": client.requests("traffic", status="open", count=5),
        "elsewhere": client.requests("land"),
        "between": client.requests(between=["01-01-20", "01-02-20"]),
        "token": client.token(sent[0]["service_notice"].split()[4].rstrip(".")),
        "errors": wrong,
        "xml": [one.tag for one in ET.fromstring(in_xml)[0]],  # noqa: S314 - our own answer
    }


def by_georeport(url):
    """Everything the client can ask, in both forms."""
    heard = {}
    for form in ("json", "xml"):
        client = GeoReport(url, output_format=form)
        found = client.get_service_requests(service_code="traffic", status="open")
        rows = found if isinstance(found, list) else [found]
        heard[form] = {
            "services": client.get_service_list(),
            "service_definition": client.get_service_definition("traffic"),
            "requests": rows,
            "request": client.get_service_request(rows[0]["service_request_id"]),
        }
    return heard


def main(url, token):
    json.dump({"three": by_three(url, token), "georeport": by_georeport(url)}, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])

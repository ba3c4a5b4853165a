"""Tables, a queue, a clerk and N tickets of the corpus: PEER_DATA=DIR python -m bench.peer.load N [--texts 500]."""

import argparse
import importlib
import os

import django


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("n", type=int)
    parser.add_argument("--texts", type=int, default=500)
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.peer.settings")
    django.setup()
    importlib.import_module("bench.peer.tickets").make(asked.n, asked.texts)


if __name__ == "__main__":
    main()

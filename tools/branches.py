"""Every branch of law and ledger is taken by their own tests: python tools/branches.py [PERCENT]."""

import io
import sys

import coverage
import pytest

NORM = 100.0
TESTS = ["-q", "-p", "no:django", "-p", "no:cacheprovider", "tests/law", "tests/ledger"]


def main(norm: float) -> int:
    measured = coverage.Coverage(branch=True, source=["hoiam.law", "hoiam.ledger"], data_file=None)
    with measured.collect():
        failed = pytest.main(TESTS)
    if failed:
        return int(failed)
    table = io.StringIO()
    share = measured.report(file=table, show_missing=True, skip_covered=True, precision=2)
    if share < norm:
        print(
            f"{table.getvalue()}\n{share:.2f} % of the branches of law and ledger are tested; the norm is {norm:.0f} %."
        )
    return int(share < norm)


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if sys.argv[1:] else NORM))

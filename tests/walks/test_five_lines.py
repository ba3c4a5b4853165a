"""The five lines of the log's page, run as they stand there, against the served log."""

import re
import shutil
import subprocess
from html import unescape
from pathlib import Path

import pytest

from hoiam.public import audit_from_outside

pytestmark = [pytest.mark.browser]


def test_the_five_lines_of_the_page_audit_the_log(visitors, walked, tmp_path):
    visit = visitors.visit("", language="en")
    visit.page.goto(walked.path("/log/"))
    lines = unescape(visit.page.inner_text("main pre")).strip().split("\n")
    shown = visit.page.inner_text("main .root").replace(" ", "")
    assert len(lines) == 5
    if not shutil.which("curl"):  # then the program comes from where the server has it
        lines[0] = f"cp {Path(audit_from_outside.__file__)} audit.py"
    said = subprocess.run(
        ["bash", "-ec", "\n".join(lines)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    assert len(re.findall(r"^clean: \d+ entries, 1 checkpoints agree$", said.stdout, re.MULTILINE)) == 2
    assert shown in said.stdout

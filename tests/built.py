"""What set-up builds and git does not keep. A test that needs it fails without it: a skipped one would look green."""

from pathlib import Path

import pytest

VENDOR = Path(__file__).resolve().parents[1] / "hoiam" / "kit" / "static" / "vendor"


def demand(folder: Path = VENDOR) -> None:
    """Fail unless the assets are there."""
    if not (folder / "manifest.json").is_file():
        pytest.fail(f"No assets in {folder}: run `python3 dev.py setup`.", pytrace=False)

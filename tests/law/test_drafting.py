"""How long a form under way is kept, and how many."""

from datetime import UTC, datetime

import pytest

from hoiam.law import drafting, packs
from hoiam.law.refusal import Refused

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_a_form_is_kept_as_many_days_as_the_pack_says():
    pack = packs.load("vn")
    assert (drafting.until(AT, pack=pack) - AT).days == pack.policy("counter_draft_days") == 14


def test_so_many_and_so_long_but_no_more():
    drafting.allow(others=drafting.MOST - 1, length=drafting.LONGEST)
    with pytest.raises(Refused, match="too_many_drafts"):
        drafting.allow(others=drafting.MOST, length=1)
    with pytest.raises(Refused, match="draft_too_long"):
        drafting.allow(others=0, length=drafting.LONGEST + 1)

"""What a thing that staff may do with a case looks like, whatever procedure it belongs to."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hoiam.desk.cases.forms.staff_deeds import DeedForm
from hoiam.desk.cases.views.words import Words


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that may be done."""

    label: Words
    hint: Words
    button: Words
    done: Words
    form: type[DeedForm]
    action: Callable[..., Any]
    color: str = "accent"

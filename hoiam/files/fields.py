"""Several files in one field."""

from typing import Any

from django import forms


class ManyFilesInput(forms.ClearableFileInput):
    """Several files in one go."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """A list, empty when nothing was chosen."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", ManyFilesInput())
        options.setdefault("allow_empty_file", True)  # the room of files says it better
        options.setdefault("required", False)
        super().__init__(**options)

    def clean(self, data: Any, initial: Any = None) -> Any:
        found = data if isinstance(data, list | tuple) else [data]
        return [super(ManyFilesField, self).clean(one, initial) for one in found if one]

"""Tags of the kit; `hoiam.kit.templatetags.kit` is a builtin: templates need no {% load %} for it."""

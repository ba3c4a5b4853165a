"""The operator's tables: people, posts, roles. Cases are never edited here."""

from typing import ClassVar

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.db.models import Model
from django.http import HttpRequest

from hoiam.office.models import Holder, Person, Post, Role, Succession, Unit


@admin.register(Person)
class PersonAdmin(UserAdmin):  # type: ignore[type-arg]
    """People who sign in."""

    list_display = ("username", "name", "email", "is_active")
    list_filter = ("is_active",)
    search_fields = ("username", "name")
    ordering = ("username",)
    filter_horizontal = ()
    change_password_form = AdminPasswordChangeForm
    fieldsets = (
        (None, {"fields": ("username", "password", "name", "email")}),
        (None, {"fields": ("is_active", "is_staff", "is_superuser")}),
    )
    add_fieldsets = ((None, {"fields": ("username", "name", "email", "password1", "password2")}),)


@admin.register(Unit)
class UnitAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Units come from the dated list; only whether they are served is set here."""

    list_display = ("code", "name", "kind", "valid_from", "valid_until", "served")
    list_filter = ("served", "kind")
    search_fields = ("name", "name_en", "code")
    fields = ("code", "name", "name_en", "kind", "path", "legal_basis", "valid_from", "valid_until", "served")
    readonly_fields = fields[:-1]
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 - Django's signature
        """They are loaded, not typed."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        """A unit ends on a day; it is never deleted."""
        return False


@admin.register(Post)
class PostAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Named offices."""

    list_display = ("title", "unit", "is_head")
    search_fields = ("title", "unit__name")
    autocomplete_fields = ("unit",)
    list_select_related: ClassVar[tuple[str, ...]] = ("unit",)


@admin.register(Holder)
class HolderAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Who held which post when."""

    list_display = ("post", "person", "from_on", "until_on")
    autocomplete_fields = ("post", "person")
    list_select_related: ClassVar[tuple[str, ...]] = ("post", "person")


@admin.register(Role)
class RoleAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Who may do what where."""

    list_display = ("person", "role", "unit", "from_on", "until_on")
    list_filter = ("role",)
    autocomplete_fields = ("person", "unit")
    list_select_related: ClassVar[tuple[str, ...]] = ("person", "unit")


@admin.register(Succession)
class SuccessionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Which unit took over which function."""

    list_display = ("predecessor", "successor", "function", "on")
    autocomplete_fields = ("predecessor", "successor")
    list_select_related: ClassVar[tuple[str, ...]] = ("predecessor", "successor")

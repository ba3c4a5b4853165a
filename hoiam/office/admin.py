"""The operator's tables: people, posts, roles. Cases are never edited here."""

from typing import TYPE_CHECKING, ClassVar

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.contrib.auth.models import Group
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from hoiam.office import queries
from hoiam.office.models import Holder, Person, Post, Role, Succession, Unit

if TYPE_CHECKING:
    PersonBase = UserAdmin[Person]
    UnitBase = admin.ModelAdmin[Unit]
    PostBase = admin.ModelAdmin[Post]
    HolderBase = admin.ModelAdmin[Holder]
    RoleBase = admin.ModelAdmin[Role]
    SuccessionBase = admin.ModelAdmin[Succession]
else:
    PersonBase = UserAdmin
    UnitBase = PostBase = HolderBase = RoleBase = SuccessionBase = admin.ModelAdmin

# One sign-in page, with its limits.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.site_header = admin.site.site_title = _("Office of Hồi Âm")
admin.site.unregister((Group, EmailAddress))  # roles are dated rows of ours; nobody signs in by e-mail


class Kept:
    """Rows end on a day; they are never deleted."""

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002 - Django's signature
        return False


@admin.register(Person)
class PersonAdmin(Kept, PersonBase):
    """People who sign in. Who leaves is made inactive."""

    list_display = ("username", "name", "email", "is_active")
    list_filter = ("is_active",)
    search_fields = ("username", "name")
    ordering = ("username",)
    filter_horizontal = ()
    change_password_form = AdminPasswordChangeForm
    fieldsets = (
        (None, {"fields": ("username", "password", "name", "email")}),
        (_("Access"), {"fields": ("is_active", "is_staff", "is_superuser")}),
    )
    add_fieldsets = ((None, {"fields": ("username", "name", "email", "password1", "password2")}),)


@admin.register(Unit)
class UnitAdmin(Kept, UnitBase):
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

    def save_model(self, request: HttpRequest, obj: Unit, form: "ModelForm[Unit]", change: bool) -> None:  # noqa: FBT001 - Django's signature
        super().save_model(request, obj, form, change)
        queries.forget_served()


@admin.register(Post)
class PostAdmin(Kept, PostBase):
    """Named offices."""

    list_display = ("title", "unit", "is_head")
    search_fields = ("title", "unit__name")
    autocomplete_fields = ("unit",)
    list_select_related: ClassVar[tuple[str, ...]] = ("unit",)


@admin.register(Holder)
class HolderAdmin(Kept, HolderBase):
    """Who held which post when."""

    list_display = ("post", "person", "from_on", "until_on")
    autocomplete_fields = ("post", "person")
    list_select_related: ClassVar[tuple[str, ...]] = ("post", "person")


@admin.register(Role)
class RoleAdmin(Kept, RoleBase):
    """Who may do what where."""

    list_display = ("person", "role", "unit", "from_on", "until_on")
    list_filter = ("role",)
    search_fields = ("person__name", "person__username", "unit__name")
    autocomplete_fields = ("person", "unit")
    list_select_related: ClassVar[tuple[str, ...]] = ("person", "unit")


@admin.register(Succession)
class SuccessionAdmin(Kept, SuccessionBase):
    """Which unit took over which function."""

    list_display = ("predecessor", "successor", "function", "on")
    autocomplete_fields = ("predecessor", "successor")
    list_select_related: ClassVar[tuple[str, ...]] = ("predecessor", "successor")

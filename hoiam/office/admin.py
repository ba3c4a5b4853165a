"""The operator's tables: people, posts, roles. Cases are never edited here."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, ClassVar

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.contrib.auth.models import Group
from django.db.models import DateField, Field, ForeignKey, Model, Q, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import RedirectView

from hoiam.office import accounts, competence, queries, remote
from hoiam.office.access import to_set_up
from hoiam.office.models import Competence, Holder, Person, Post, Remoteness, Role, Succession, Unit

if TYPE_CHECKING:
    PersonBase = UserAdmin[Person]
    UnitBase = admin.ModelAdmin[Unit]
    PostBase = admin.ModelAdmin[Post]
    HolderBase = admin.ModelAdmin[Holder]
    RoleBase = admin.ModelAdmin[Role]
    SuccessionBase = admin.ModelAdmin[Succession]
    RemotenessBase = admin.ModelAdmin[Remoteness]
    CompetenceBase = admin.ModelAdmin[Competence]
    ModelChoiceField = forms.ModelChoiceField[Model]
    PasswordBase = AdminPasswordChangeForm[Person]
else:
    PersonBase = UserAdmin
    ModelChoiceField = forms.ModelChoiceField
    PasswordBase = AdminPasswordChangeForm
    UnitBase = PostBase = HolderBase = RoleBase = SuccessionBase = admin.ModelAdmin
    RemotenessBase = CompetenceBase = admin.ModelAdmin


def strongly(admin_view: Callable[..., Any]) -> Callable[..., Any]:
    """Every page of the administration asks for the second factor where the installation does."""

    def wrapped(view: Callable[..., Any], cacheable: bool = False) -> Callable[..., Any]:  # noqa: FBT001, FBT002 - Django's signature
        inner = admin_view(view, cacheable)

        @wraps(inner)
        def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if request.user.is_authenticated and accounts.needs_second_factor(request):
                return to_set_up(request)
            return inner(request, *args, **kwargs)

        return asked

    return wrapped


# One sign-in page, with its limits; one page to change a password.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.admin_view = strongly(admin.site.admin_view)  # type: ignore[method-assign]
admin.site.password_change = RedirectView.as_view(pattern_name="account_change_password")  # type: ignore[method-assign, assignment]
admin.site.site_header = admin.site.site_title = _("Office of Hồi Âm")
admin.site.index_title = _("Units and people")
admin.site.enable_nav_sidebar = False  # it opens and shuts by script only
admin.site.unregister((Group, EmailAddress))  # roles are dated rows of ours; nobody signs in by e-mail
admin.site.unregister(Authenticator)  # everybody's own, taken away by `hoiam factor reset` alone

CHOICES: dict[str, Callable[[], "QuerySet[Any]"]] = {
    "person": lambda: Person.objects.filter(is_active=True).order_by("name", "username"),
    "post": lambda: Post.objects.filter(unit__served=True).order_by("unit__path", "title"),
    "unit": lambda: Unit.objects.filter(served=True).order_by("path"),
    "under": lambda: Unit.objects.filter(Q(served=True) | Q(parent=None), valid_until=None).order_by("path"),
    "predecessor": lambda: _ended_or_served().order_by("path", "valid_from"),
    "successor": lambda: _ended_or_served().order_by("path", "valid_from"),
}
"""What a form offers for a column: plain lists, which work without scripts (decision 14)."""


def _ended_or_served() -> "QuerySet[Unit]":
    return Unit.objects.filter(Q(served=True) | Q(valid_until__isnull=False))


class Choice(ModelChoiceField):
    """One row among many: two of one name can be told apart."""

    def label_from_instance(self, obj: Model) -> str:
        match obj:
            case Person():
                return f"{obj.name} ({obj.username})"
            case Unit():
                return f"{obj.name} · {obj.path}"
        return str(obj)


class Kept:
    """Rows end on a day; they are never deleted. Every field works without scripts."""

    show_facets = admin.ShowFacets.NEVER
    list_per_page = 25

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002 - Django's signature
        return False

    def formfield_for_dbfield(self, db_field: "Field[Any, Any]", request: HttpRequest, **kwargs: Any) -> Any:
        """No buttons that open windows, no calendar that only scripts draw; what is chosen already stays."""
        if isinstance(db_field, DateField):
            return db_field.formfield(widget=forms.DateInput(attrs={"size": 12, "inputmode": "numeric"}))
        offered = CHOICES.get(db_field.name) if isinstance(db_field, ForeignKey) else None
        if offered is None:
            return super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        match = request.resolver_match
        shown = match.kwargs.get("object_id") if match else None
        now = db_field.model._default_manager.filter(pk=shown).values(db_field.attname) if shown else ()
        queryset = offered() | db_field.related_model._default_manager.filter(pk__in=now)  # type: ignore[union-attr]
        return db_field.formfield(form_class=Choice, queryset=queryset)


class PasswordForm(PasswordBase):
    """Everyone signs in with a password; who may not is made inactive."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("usable_password", None)
        for field in self.fields.values():
            field.required = True


@admin.register(Person)
class PersonAdmin(Kept, PersonBase):
    """People who sign in. Who leaves is made inactive."""

    list_display = ("username", "name", "email", "is_active")
    list_filter = ("is_active",)
    search_fields = ("username", "name")
    ordering = ("username",)
    filter_horizontal = ()
    change_password_form = PasswordForm
    change_user_password_template = "office/person_password.html"  # noqa: S105 - a template
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

    list_display = ("title", "unit", "is_head", "kind")
    search_fields = ("title", "unit__name")
    list_select_related: ClassVar[tuple[str, ...]] = ("unit",)


@admin.register(Holder)
class HolderAdmin(Kept, HolderBase):
    """Who held which post when."""

    list_display = ("post", "person", "from_on", "until_on")
    list_select_related: ClassVar[tuple[str, ...]] = ("post", "person")


@admin.register(Role)
class RoleAdmin(Kept, RoleBase):
    """Who may do what where."""

    list_display = ("person", "role", "unit", "from_on", "until_on")
    list_filter = ("role",)
    search_fields = ("person__name", "person__username", "unit__name")
    list_select_related: ClassVar[tuple[str, ...]] = ("person", "unit")


@admin.register(Succession)
class SuccessionAdmin(Kept, SuccessionBase):
    """Which unit took over which function."""

    list_display = ("predecessor", "successor", "function", "on")
    list_select_related: ClassVar[tuple[str, ...]] = ("predecessor", "successor")


@admin.register(Remoteness)
class RemotenessAdmin(Kept, RemotenessBase):
    """Which unit is a remote area since when, by which document. What was wrong is put right by another row."""

    list_display = ("unit", "from_on", "remote", "document", "entered_by")
    list_select_related: ClassVar[tuple[str, ...]] = ("unit", "entered_by")
    fields = ("unit", "from_on", "remote", "document")
    ordering = ("-id",)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002 - Django's signature
        return False

    def save_model(
        self,
        request: HttpRequest,
        obj: Remoteness,
        form: "ModelForm[Remoteness]",
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        """The worker then looks at the clocks that run there."""
        assert isinstance(request.user, Person)  # noqa: S101 - told to the type checker
        obj.entered_by, obj.entered_at = request.user, timezone.now()
        super().save_model(request, obj, form, change)
        remote.forget()


@admin.register(Competence)
class CompetenceAdmin(Kept, CompetenceBase):
    """Which unit answers what. A row that no longer holds ends on a day."""

    list_display = ("what", "under", "level", "division", "basis", "from_on", "until_on")
    list_select_related: ClassVar[tuple[str, ...]] = ("under", "unit")
    fields = ("field", "procedure", "under", "level", "unit", "division", "basis", "from_on", "until_on")
    ordering = ("under__path", "field", "procedure", "-from_on", "-id")

    def save_model(
        self,
        request: HttpRequest,
        obj: Competence,
        form: "ModelForm[Competence]",
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        super().save_model(request, obj, form, change)
        competence.forget()

    @admin.display(description=_("Field or kind of matter"))
    def what(self, row: Competence) -> str:
        """In words; no statement."""
        return competence.said(row.field, row.procedure)

    def formfield_for_dbfield(self, db_field: "Field[Any, Any]", request: HttpRequest, **kwargs: Any) -> Any:
        """Field and procedure are of the jurisdiction in force here."""
        offered = competence.OFFERED.get(db_field.name)
        if offered is None:
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        return forms.ChoiceField(
            label=db_field.verbose_name,
            help_text=db_field.help_text,
            required=False,
            choices=lambda: [("", "–"), *offered()],
        )

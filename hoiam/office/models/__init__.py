"""Tables of the office: who is which unit, which post, who holds it and who may do what, each with its dates."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hoiam.office.models.competence import AnswerLevel, Competence
from hoiam.office.models.factor import FactorReset
from hoiam.office.models.remoteness import Remoteness
from hoiam.office.models.token import ApiToken

__all__ = [
    "AnswerLevel",
    "ApiToken",
    "CalendarAnnouncement",
    "CalendarChange",
    "CalendarFeed",
    "ChangeKind",
    "Competence",
    "FactorReset",
    "Holder",
    "Person",
    "PersonManager",
    "Post",
    "PostKind",
    "Remoteness",
    "Role",
    "RoleKind",
    "RuleSignOff",
    "Succession",
    "Unit",
    "UnitKind",
]


class UnitKind(models.TextChoices):
    """Kinds of unit of the two-tier model (Law 72/2025/QH15, article 1); the last two ended on 2025-07-01."""

    CITY = "city", _("Centrally-run city")
    PROVINCE = "province", _("Province")
    WARD = "ward", _("Ward")
    COMMUNE = "commune", _("Commune")
    SPECIAL_ZONE = "special_zone", _("Special zone")
    TOWN = "town", _("Town")
    PROVINCIAL_CITY = "provincial_city", _("City of a province")


class PostKind(models.TextChoices):
    """Posts that receive citizens on days of their own, beside the head of the People's Committee."""

    PARTY_PROVINCE = "party_secretary_province", _("Party secretary of a province")
    PARTY_COMMUNE = "party_secretary_commune", _("Party secretary of a commune")
    COUNCIL_CHAIR = "council_chair", _("Chair of the People's Council")
    AGENCY_HEAD = "agency_head", _("Head of an agency with a reception place of its own")
    PUBLIC_UNIT_HEAD = "public_unit_head", _("Head of a public service unit")


class RoleKind(models.TextChoices):
    """What a person may be assigned to do in a unit."""

    CLERK = "clerk", _("Citizen-reception clerk")
    HANDLER = "handler", _("Handler")
    HEAD = "head", _("Head of office")
    PROXY = "proxy", _("Signs for the head")
    KEEPER = "keeper", _("Keeper of denunciations")
    INSPECTOR = "inspector", _("Inspector")
    OVERSEER = "overseer", _("Overseer")
    OPERATOR = "operator", _("Operator")


class ChangeKind(models.TextChoices):
    """What an announcement can make of a day; the words are those of hoiam.law.calendar."""

    WORKING = "working", _("Working day")
    HOLIDAY = "holiday", _("Day off")
    SWAPPED_OFF = "swapped_off", _("Day off, worked on another day")
    MAKE_UP = "make_up", _("Day worked instead")


class PersonManager(BaseUserManager["Person"]):
    """Makes people who can sign in."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """By sign-in name, whatever its case."""
        return self.get(username=self.model.normalize_username(username))

    def create_user(self, username: str, name: str, password: str | None = None, email: str = "") -> "Person":
        """A person of the office."""
        person = self.model(username=self.model.normalize_username(username), name=name, email=email)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(
        self, username: str, name: str, password: str | None = None, email: str = ""
    ) -> "Person":
        """A person who may also open the read-mostly administration."""
        person = self.create_user(username, name, password, email)
        person.is_staff = person.is_superuser = True
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody who works for a unit and signs in. Citizens have no account."""

    username = models.CharField(_("Sign-in name"), max_length=64, unique=True)
    name = models.CharField(_("Full name"), max_length=120)
    email = models.EmailField(_("Office e-mail"), blank=True)
    is_active = models.BooleanField(_("May sign in"), default=True)
    is_staff = models.BooleanField(_("May open the administration"), default=False)

    class Meta:
        verbose_name = _("Person")
        verbose_name_plural = _("People")

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = PersonManager()

    def __str__(self) -> str:
        return self.name

    @classmethod
    def normalize_username(cls, username: str | None) -> str:
        """Kept in small letters, so that one name is one person."""
        return str(super().normalize_username(username or "")).strip().lower()


class Unit(models.Model):
    """An administrative unit as it was between two dates."""

    code = models.CharField(_("Code"), max_length=16)
    name = models.CharField(_("Name"), max_length=120)
    name_en = models.CharField(_("Name in English"), max_length=120)
    kind = models.CharField(_("Kind"), max_length=16, choices=UnitKind.choices)
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        verbose_name=_("Unit above"),
    )
    path = models.CharField(_("Path"), max_length=120, help_text=_("Codes from the top: /20/05977/"))
    legal_basis = models.CharField(_("Legal basis"), max_length=200)
    valid_from = models.DateField(_("Valid from"))
    valid_until = models.DateField(_("No longer valid from"), null=True, blank=True)
    served = models.BooleanField(_("Served"), default=False, help_text=_("This installation works for it."))

    class Meta:
        verbose_name = _("Unit")
        verbose_name_plural = _("Units")
        constraints = (
            models.UniqueConstraint(fields=("code", "valid_from"), name="unit_code_from"),
            models.UniqueConstraint(fields=("code",), condition=Q(valid_until=None), name="unit_one_current"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")), name="unit_dates_in_order"
            ),
        )
        indexes = (
            models.Index(fields=("path",), name="unit_path"),
            models.Index(fields=("path",), condition=Q(served=True), name="unit_served_path"),
        )

    def __str__(self) -> str:
        return self.name


class Succession(models.Model):
    """One function passed from a unit to another on a day (Law 72/2025/QH15, article 54)."""

    predecessor = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="successions", verbose_name=_("Earlier unit")
    )
    successor = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="inheritances", verbose_name=_("Later unit")
    )
    function = models.CharField(
        _("Function"), max_length=40, default="all", help_text=_("all, or the name of one function")
    )
    on = models.DateField(_("From this day"))
    legal_basis = models.CharField(_("Legal basis"), max_length=200)

    class Meta:
        verbose_name = _("Succession")
        verbose_name_plural = _("Successions")
        constraints = (
            models.UniqueConstraint(fields=("predecessor", "successor", "function"), name="succession_once"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="succession_not_itself"),
        )

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"


class Post(models.Model):
    """A named office that holds duties, such as the Chairman of a People's Committee.

    `kind` is a word of the rules' `post_kinds`, for posts whose duties do not follow from heading a unit.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts", verbose_name=_("Unit"))
    title = models.CharField(_("Title of the post"), max_length=160)
    title_en = models.CharField(_("Title in English"), max_length=160)
    is_head = models.BooleanField(_("Heads the unit"), default=False)
    kind = models.CharField(
        _("Kind"),
        max_length=32,
        choices=PostKind.choices,
        blank=True,
        help_text=_("Empty: what heads a People's Committee follows from the kind of its unit."),
    )

    class Meta:
        verbose_name = _("Post")
        verbose_name_plural = _("Posts")
        constraints = (
            models.UniqueConstraint(fields=("unit",), condition=Q(is_head=True), name="post_one_head"),
            models.UniqueConstraint(fields=("unit", "title"), name="post_title"),
        )

    def __str__(self) -> str:
        return self.title


class Holder(models.Model):
    """Who held a post from a day until a day (both included)."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="holders", verbose_name=_("Post"))
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="posts_held", verbose_name=_("Person")
    )
    from_on = models.DateField(_("First day"))
    until_on = models.DateField(_("Last day"), null=True, blank=True)

    class Meta:
        verbose_name = _("Holder of a post")
        verbose_name_plural = _("Holders of posts")
        constraints = (
            models.UniqueConstraint(fields=("post",), condition=Q(until_on=None), name="holder_one_current"),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="holder_dates_in_order"
            ),
        )

    def __str__(self) -> str:
        return f"{self.post_id}: {self.person_id}"


class Role(models.Model):
    """What a person may do in a unit from a day until a day (both included)."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="roles", verbose_name=_("Person")
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="roles", verbose_name=_("Unit"))
    role = models.CharField(_("Role"), max_length=16, choices=RoleKind.choices)
    from_on = models.DateField(_("First day"))
    until_on = models.DateField(_("Last day"), null=True, blank=True)

    class Meta:
        verbose_name = _("Role")
        verbose_name_plural = _("Roles")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "unit", "role"), condition=Q(until_on=None), name="role_one_current"
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="role_dates_in_order"
            ),
        )
        indexes = (models.Index(fields=("unit", "role"), name="role_unit"),)

    def __str__(self) -> str:
        return f"{self.person_id}: {self.role}"


class RuleSignOff(models.Model):
    """A rule as somebody answers for it: on what document, and until it is withdrawn. Rows are only added.

    `digest` is of the rule's facts (hoiam.office.signoff): a rule that is changed needs a new sign-off.
    """

    pack = models.CharField(_("Jurisdiction"), max_length=32)
    rule_id = models.CharField(_("Rule"), max_length=48)
    digest = models.CharField(_("Digest of the rule"), max_length=64)
    by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("Signed off by")
    )
    at = models.DateTimeField(_("Signed off at"))
    document = models.CharField(_("On what document"), max_length=300)
    withdrawn_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("Withdrawn by")
    )
    withdrawn_at = models.DateTimeField(_("Withdrawn at"), null=True)

    class Meta:
        verbose_name = _("Sign-off of a rule")
        verbose_name_plural = _("Sign-offs of rules")
        constraints = (
            models.UniqueConstraint(
                fields=("pack", "rule_id", "digest"),
                condition=Q(withdrawn_at=None),
                name="sign_off_one_standing",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="sign_off_withdrawn_by_whom",
            ),
            models.CheckConstraint(condition=~Q(document=""), name="sign_off_names_document"),
        )
        indexes = (models.Index(fields=("pack", "rule_id", "id"), name="sign_off_rule"),)

    def __str__(self) -> str:
        return self.rule_id


class CalendarFeed(models.Model):
    """A secret address under which a person's calendar reads what they owe; only a hash of it is kept."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="feeds", verbose_name=_("Person"), db_index=False
    )
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person",), condition=Q(revoked_at=None), name="feed_one_standing"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id}"


class CalendarAnnouncement(models.Model):
    """What a document says of days: several days at once, for a unit and all under it, or for the whole country.

    Rows are only added. One that `withdraws` another takes that one's days back and has none of its own.
    `reason` is why it was entered although a day was past, or dates that were told already hang on it.
    """

    scope = models.ForeignKey(
        Unit, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("Where"), db_index=False
    )
    document = models.CharField(_("Document"), max_length=200)
    note = models.CharField(_("Note"), max_length=300, blank=True)
    reason = models.CharField(_("Reason"), max_length=300, blank=True)
    withdraws = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="withdrawn_by", verbose_name=_("Withdraws")
    )
    entered_at = models.DateTimeField(_("Entered at"))
    entered_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("Entered by"), db_index=False
    )

    class Meta:
        verbose_name = _("Announcement of days off")
        verbose_name_plural = _("Announcements of days off")
        constraints = (models.CheckConstraint(condition=~Q(document=""), name="announcement_names_document"),)

    def __str__(self) -> str:
        return self.document


class CalendarChange(models.Model):
    """One day of an announcement; `kind` is a kind of hoiam.law.calendar."""

    announcement = models.ForeignKey(
        CalendarAnnouncement, on_delete=models.PROTECT, related_name="days", db_index=False
    )
    on = models.DateField()
    kind = models.CharField(max_length=12, choices=ChangeKind.choices)
    name_vi = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("announcement", "on"), name="calendar_change_day_once"),
        )

    def __str__(self) -> str:
        return f"{self.on} {self.kind}"

"""Schools, users, and the roles that join them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.identifiers import normal_login, uuid7

LOGIN_PATTERN = r"^[a-z0-9가-힣][a-z0-9가-힣._-]{1,63}$"


class Role(models.TextChoices):
    STUDENT = "student", _("Student")
    TEACHER = "teacher", _("Teacher")
    SCHOOL_ADMIN = "school_admin", _("School administrator")


STAFF_ROLES = (Role.TEACHER, Role.SCHOOL_ADMIN)


class Theme(models.TextChoices):
    SYSTEM = "system", _("As the device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class TextSize(models.TextChoices):
    NORMAL = "normal", _("Normal")
    LARGE = "large", _("Large")
    LARGER = "larger", _("Larger")


def default_languages() -> list[str]:
    """Codes of the languages a new school uses."""
    return [code for code, _name in settings.LANGUAGES]


class SchoolQuerySet(models.QuerySet["School"]):
    def visible_to(self, user: User) -> SchoolQuerySet:
        """Schools in which ``user`` has an active role; all of them for an operator."""
        if user.is_superuser:
            return self
        return self.filter(pk__in=Membership.objects.of(user).values("school"))

    def staffed_by(self, user: User) -> SchoolQuerySet:
        """Schools in which ``user`` is a teacher or an administrator; all of them for an operator."""
        if user.is_superuser:
            return self
        return self.filter(pk__in=Membership.objects.of(user).filter(role__in=STAFF_ROLES).values("school"))

    def administered_by(self, user: User) -> SchoolQuerySet:
        """Schools that ``user`` administers; all of them for an operator."""
        if user.is_superuser:
            return self
        administers = Membership.objects.of(user).filter(role=Role.SCHOOL_ADMIN)
        return self.filter(pk__in=administers.values("school"))


class School(models.Model):
    """The tenant: every root row belongs to one school."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("short name"), unique=True, help_text=_("Used in commands and addresses."))
    time_zone = models.CharField(_("time zone"), max_length=64, default="Asia/Seoul")
    languages = models.JSONField(_("languages"), default=default_languages)
    min_group = models.PositiveSmallIntegerField(
        _("smallest group in a report"),
        default=5,
        help_text=_("Statistics of fewer students than this are not shown."),
    )

    objects = SchoolQuerySet.as_manager()

    class Meta:
        verbose_name = _("school")
        verbose_name_plural = _("schools")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, login: str | None) -> User:
        return self.get(login=normal_login(login or ""))

    def create_user(self, login: str, password: str | None = None, **fields: Any) -> User:
        """A person with a lower-cased ``login``; without a password nobody can sign in as them."""
        user = self.model(login=normal_login(login), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, login: str, password: str | None = None, **fields: Any) -> User:
        """An operator, who sees every school."""
        return self.create_user(login, password, is_superuser=True, **fields)


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, user: User) -> UserQuerySet:
        """Oneself, the students of classes one teaches, and everyone in schools one administers."""
        if user.is_superuser:
            return self
        taught = Q(
            enrollment__classroom__teaching__user=user,
            enrollment__classroom__school__in=School.objects.staffed_by(user),
        )
        administered = Q(membership__school__in=School.objects.administered_by(user))
        reachable = User.objects.filter(taught | administered).values("pk")
        return self.filter(Q(pk=user.pk) | Q(pk__in=reachable))


class User(AbstractBaseUser, PermissionsMixin):
    """A person. Children without an e-mail exist: they sign in by login, and teachers reset passwords."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    login = models.CharField(
        _("login"),
        max_length=64,
        unique=True,
        validators=[
            RegexValidator(
                LOGIN_PATTERN,
                _(
                    "Use 2 to 64 lower-case letters, Hangul, digits, dots, hyphens or underscores, "
                    "starting with a letter or digit."
                ),
            )
        ],
        error_messages={"unique": _("This login is taken. Choose another one.")},
    )
    email = models.EmailField(_("e-mail"), null=True, blank=True)
    name = models.CharField(_("name"), max_length=80)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, default="ko")
    theme = models.CharField(
        _("theme"), max_length=8, choices=Theme.choices, default=Theme.SYSTEM, db_default=Theme.SYSTEM
    )
    text_size = models.CharField(
        _("text size"),
        max_length=8,
        choices=TextSize.choices,
        default=TextSize.NORMAL,
        db_default=TextSize.NORMAL,
    )
    hides_clock = models.BooleanField(_("hide the clock in exams"), default=False, db_default=False)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    is_active = models.BooleanField(_("active"), default=True)

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = UserManager.from_queryset(UserQuerySet)()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name", "login"]
        constraints = [
            models.CheckConstraint(condition=Q(login=Lower("login")), name="login_is_lower_case"),
            models.UniqueConstraint(fields=["email"], condition=~Q(email=None), name="one_user_per_email"),
            models.CheckConstraint(condition=Q(theme__in=Theme.values), name="user_theme_is_known"),
            models.CheckConstraint(
                condition=Q(text_size__in=TextSize.values), name="user_text_size_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.login})"

    def clean(self) -> None:
        self.login = normal_login(self.login)
        self.email = self.email or None

    @cached_property
    def roles(self) -> frozenset[str]:
        """The active roles of this person in any school; one query, kept for the request."""
        return frozenset(Membership.objects.of(self).values_list("role", flat=True))

    @property
    def is_teacher(self) -> bool:
        """May open teachers' pages: teaches or administers somewhere, or is an operator."""
        return self.is_superuser or not self.roles.isdisjoint(STAFF_ROLES)

    @property
    def is_staff(self) -> bool:
        """May enter the admin, where every list is limited to what is visible to this person."""
        return self.is_active and self.is_teacher


class MembershipQuerySet(models.QuerySet["Membership"]):
    def of(self, user: User) -> MembershipQuerySet:
        """The active memberships of ``user``."""
        return self.filter(user=user, active=True)

    def visible_to(self, user: User) -> MembershipQuerySet:
        """One's own, and everyone's in schools one administers."""
        if user.is_superuser:
            return self
        return self.filter(Q(user=user) | Q(school__in=School.objects.administered_by(user)))


class Membership(models.Model):
    """The role that a person has in a school."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, verbose_name=_("person"))
    school = models.ForeignKey(School, on_delete=models.CASCADE, verbose_name=_("school"))
    role = models.CharField(_("role"), max_length=16, choices=Role.choices)
    active = models.BooleanField(_("active"), default=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["school", "role", "user"]
        constraints = [
            models.UniqueConstraint(fields=["user", "school", "role"], name="one_membership_per_role"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.school} · {self.get_role_display()}"

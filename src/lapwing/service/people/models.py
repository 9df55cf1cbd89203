"""The tables of the people: who they are, attempts to sign in, and codes that were used."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models

from lapwing.model.people import Actor, Role

NAME = RegexValidator(r"\A[a-z0-9][a-z0-9.-]{1,39}\Z", "2 to 40 lower-case letters, digits, dots and hyphens")
LONGEST_NAME, LONGEST_DISPLAY_NAME, LONGEST_BY = 40, 100, 100
DIGEST_LETTERS = 64


class People(BaseUserManager["Person"]):
    """Finds people by the name with which they sign in."""


class Person(AbstractBaseUser):
    """Somebody who may sign in.

    roles: names of roles, in order, with a space between. made_by: the id of who added them.
    epoch: counts up whenever every session of theirs is to end. link_digest, link_until: of the one-time link
        by which they set a password; empty and None where there is none.
    """

    username = models.CharField(max_length=LONGEST_NAME, unique=True, validators=[NAME])
    display_name = models.CharField(max_length=LONGEST_DISPLAY_NAME)
    roles = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=LONGEST_BY)
    epoch = models.PositiveIntegerField(default=0)
    link_digest = models.CharField(max_length=DIGEST_LETTERS, default="", blank=True)
    link_until = models.DateTimeField(null=True)

    objects = People()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar = ["display_name", "roles"]

    class Meta:
        """By the name with which they sign in."""

        db_table = "people_person"

    def __str__(self) -> str:
        """Return how they are called."""
        return self.display_name or self.username

    @property
    def role_set(self) -> frozenset[Role]:
        """Return their roles."""
        return frozenset(Role(name) for name in self.roles.split())

    @property
    def actor(self) -> Actor:
        """Return them as flows know them; somebody who is not active may do nothing."""
        return Actor(id=f"person:{self.username}", roles=self.role_set if self.is_active else frozenset())

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Return what a session is bound to: the password, and the epoch."""
        bound: str = super()._get_session_auth_hash(secret=secret)  # type: ignore[misc]  # not in the stubs
        return f"{bound}.{self.epoch}"


class Attempts(models.Model):
    """Attempts to sign in that have not succeeded yet. key: a digest of what they were counted by."""

    key = models.CharField(max_length=DIGEST_LETTERS, primary_key=True)
    count = models.PositiveIntegerField()
    since = models.DateTimeField()
    locked_until = models.DateTimeField(null=True)

    class Meta:
        """By key alone."""

        db_table = "people_attempts"

    def __str__(self) -> str:
        """Return how many there are."""
        return f"{self.count} attempts"


class UsedCode(models.Model):
    """A code of a second factor that was used, so that it is not used again. digest: of person and code."""

    digest = models.CharField(max_length=DIGEST_LETTERS, primary_key=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        """By digest alone."""

        db_table = "people_used_code"

    def __str__(self) -> str:
        """Return when."""
        return f"used at {self.at}"

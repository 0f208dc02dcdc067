"""Accounts, their roles, their sessions and the record of every sign-in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Index
from sqlmodel import Field

from migraflow.store.tables.base import Moment, Record


class AccountRecord(Record, table=True):
    """Somebody who may sign in. `username` is folded (lower case, no accents); `office` empty for the ministry.

    `region` is copied from the office, or said for those who oversee a region without an office.
    `demo` marks a password that stands in the documentation: such accounts never answer outside this machine.
    """

    __tablename__ = "accounts"

    id: int | None = Field(default=None, primary_key=True)
    username: str = Field(unique=True, max_length=60)
    name: str = Field(max_length=160)
    password_hash: str = Field(max_length=255)
    language: str = Field(default="fr", max_length=5)
    office: str | None = Field(default=None, foreign_key="offices.slug", index=True, max_length=60)
    region: str | None = Field(default=None, foreign_key="regions.slug", max_length=40)
    active: bool = True
    demo: bool = False
    must_change: bool = False
    created: datetime = Field(sa_column=Column(Moment, nullable=False))
    changed: datetime = Field(sa_column=Column(Moment, nullable=False))


class AccountRoleRecord(Record, table=True):
    """One role held by one account; `role` is a code of ``roles.toml``."""

    __tablename__ = "account_roles"
    __table_args__ = (Index("ix_account_roles_role", "role", "account_id"),)

    account_id: int = Field(primary_key=True, foreign_key="accounts.id", ondelete="CASCADE")
    role: str = Field(primary_key=True, max_length=60)


class SessionRecord(Record, table=True):
    """One signed-in browser. `seal` is the keyed hash of its token: the token itself is never kept.

    `expires` is the absolute end; `seen` the last use, to the minute.
    """

    __tablename__ = "sessions"

    seal: str = Field(primary_key=True, max_length=64)
    account_id: int = Field(foreign_key="accounts.id", index=True, ondelete="CASCADE")
    address: str = Field(default="", max_length=64)
    created: datetime = Field(sa_column=Column(Moment, nullable=False))
    seen: datetime = Field(sa_column=Column(Moment, nullable=False))
    expires: datetime = Field(sa_column=Column(Moment, nullable=False, index=True))


class SignInRecord(Record, table=True):
    """Append-only: every try to sign in and every sign-out; throttling counts the wrong ones.

    `username` as folded for the comparison (an unknown one too), `outcome` a value of domain SignInOutcome.
    """

    __tablename__ = "sign_ins"
    __table_args__ = (
        Index("ix_sign_ins_username", "username", "at"),
        Index("ix_sign_ins_address", "address", "at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_column=Column(Moment, nullable=False))
    username: str = Field(max_length=60)
    account_id: int | None = Field(default=None, foreign_key="accounts.id", ondelete="SET NULL")
    address: str = Field(default="", max_length=64)
    outcome: str = Field(max_length=20)

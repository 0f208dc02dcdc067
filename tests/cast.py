"""The cast: people who work for the agency, the same in every test."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from migraflow.domain.access import SYSTEM, Actor
from migraflow.domain.organisations import AccountRow
from migraflow.services import accounts, organisations, sessions
from migraflow.services.work import Work
from migraflow.store import accounts as store
from migraflow.wiring import Agency

PASSWORD = "un long chemin vers Kayes"
MONDAY = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)
"""When every test begins: a working Monday morning in Bamako."""


@dataclass(frozen=True)
class Member:
    """One of the cast."""

    first: str
    name: str
    roles: tuple[str, ...]
    office: str = ""


CAST = (
    Member("fanta", "Fanta Coulibaly", ("accueil",), "dr_kayes"),
    Member("awa", "Awa Diallo", ("conseiller", "conseillers_regionaux"), "dr_kayes"),
    Member("koro", "Korotoumou Koné", ("conseiller",), "dr_kayes"),
    Member("nana", "Nana Diop", ("accueil",), "dr_kayes"),
    Member("oumar", "Oumar Touré", ("directeur_regional",), "dr_kayes"),
    Member("binta", "Binta Dembélé", ("conseiller",), "dr_sikasso"),
    Member("kadi", "Kadiatou Sangaré", ("accueil",), "dr_sikasso"),
    Member("seydou", "Seydou Konaté", ("service_migration",), "siege_dcm"),
    Member("moussa", "Moussa Keïta", ("chef_dcm",), "siege_dcm"),
    Member("rokia", "Rokia Samaké", ("point_focal_partenaires",), "siege_dcm"),
    Member("aminata", "Aminata Cissé", ("protection",)),
    Member("djeneba", "Djénéba Fofana", ("consulat",)),
    Member("salif", "Salif Traoré", ("gestionnaire",), "siege_dcm"),
    Member("mariam", "Mariam Sidibé", ("ministere",)),
    Member("ibrahim", "Ibrahim Maïga", ("administrateur",), "siege_dcm"),
)


@dataclass
class Clock:
    """A clock that stands still until somebody moves it."""

    now: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **span: float) -> datetime:
        """Move on by days, hours, minutes…"""
        self.now += timedelta(**span)
        return self.now


@dataclass
class Cast:
    """The cast in one agency: ``cast["awa"]`` is her actor, ``cast.token("awa")`` a session of hers."""

    agency: Agency
    tokens: dict[str, str] = field(default_factory=dict[str, str])

    def __getitem__(self, first: str) -> Actor:
        with self.agency.working() as work:
            return sessions.actor_of(work, self.account(work, first))

    def id(self, first: str) -> int:
        """The key of somebody's account."""
        return self[first].account_id

    def token(self, first: str) -> str:
        """A session of somebody, opened past the password once per test (sessions end by the clock)."""
        if first not in self.tokens:
            with self.agency.working() as work:
                account = self.account(work, first)
                self.tokens[first] = sessions.open_session(work, account.id, "127.0.0.1").token
        return self.tokens[first]

    def account(self, work: Work, first: str) -> AccountRow:
        """Somebody's account."""
        account = store.account_named(work.store, username(first))
        assert account is not None
        return account


def username(first: str) -> str:
    """The name somebody types to sign in."""
    return sessions.username_of(next(member.name for member in CAST if member.first == first))


def engage(agency: Agency) -> None:
    """Give regions, offices and the cast's accounts to an empty database."""
    with agency.working(SYSTEM, now=MONDAY - timedelta(days=30)) as work:
        organisations.keep_reference(work)
        for member in CAST:
            accounts.create_account(
                work,
                username=member.name,
                name=member.name,
                password=PASSWORD,
                roles=member.roles,
                office=member.office,
                demo=True,
            )

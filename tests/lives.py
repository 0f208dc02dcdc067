"""Journals of people who never were: cases of every kind the indicators count, written straight into the tables.

Each life is what the procedures would have told, entry by entry, without playing them: thousands in seconds. They are
for what reads journals and facts, not for ``verify``.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from migraflow.domain.journal import Entry, EntryKind, sealed
from migraflow.domain.values import dumps
from migraflow.store import journal, people
from migraflow.store.database import Session, run
from migraflow.store.tables.campaigns import CampaignRecord
from migraflow.store.tables.cases import CaseRecord
from migraflow.store.tables.costs import PlacementCostRecord
from migraflow.store.tables.people import PersonRecord
from migraflow.store.tables.registers import RegisterRowRecord

PLACES = (("kayes", "dr_kayes"), ("sikasso", "dr_sikasso"), ("bamako", "dr_bamako"), ("mopti", "dr_mopti"))
COUNTRIES = ("ESP", "FRA", "SAU", "CIV")
JOBS = ("9211", "9111", "7112", "6111")
SCHOOL = ("aucun", "bac", "licence", "cap")
KINDS = ("saisonniere", "temporaire", "circulaire", "durable")
CHANNELS = ("guichet", "telephone", "caravane")
WAYS = ("spe_partenaire", "bureau_placement", "employeur_direct", "accord_bilateral")
OFFERS = tuple(f"OI-2026-{number:06}" for number in range(1, 7))
EMPLOYERS = (("E-1", "A"), ("E-2", "F"), ("E-3", None), (None, None))
"""Employers and their economic activity, as far as somebody said them."""
CAMPAIGN = "CP-2026-000001"
SIGNALS = ("Frais demandés au travailleur : +40", "Visa touristique proposé : +30", "Employeur connu : −15")


@dataclass
class Life:
    """One case while it is told: its procedure, where it lies, and its entries so far."""

    procedure: str
    chance: random.Random
    at: datetime
    place: tuple[str, str]
    person: dict[str, Any] | None
    entries: list[Entry] = field(default_factory=list[Entry])
    outcome: str = ""

    def pass_days(self, most: int) -> None:
        """Let some time go by."""
        self.at += timedelta(days=self.chance.randrange(most + 1), minutes=self.chance.randrange(600))

    def tell(self, kind: str, element: str = "", answers: dict[str, Any] | None = None, **facts: Any) -> None:
        """One more entry."""
        facts = {"procedure": self.procedure, "detail": {}, "name": "", **facts}
        if kind == "completed":
            self.entries.append(
                Entry(EntryKind.CLAIMED, self.at, 1, "Awa Diallo", element, procedure=facts["procedure"])
            )
        self.entries.append(Entry(EntryKind(kind), self.at, 1, "Awa Diallo", element, answers=answers, **facts))

    def close(self, outcome: str, name: str = "Issue") -> None:
        """Come to an end."""
        self.outcome = outcome
        self.tell("closed", f"fin_{outcome}", name=name, detail={"outcome": outcome})


def chance_of(chance: random.Random, share: float) -> bool:
    """Whether something happens that does so in `share` of cases."""
    return chance.random() < share


def amount(number: int, currency: str = "EUR") -> dict[str, Any]:
    """An amount as answers hold it."""
    return {"montant": Decimal(number), "devise": currency}


def request(life: Life) -> None:
    """A request for services: to the pool and abroad, or given up on the way."""
    chance = life.chance
    life.tell("opened")
    wanted = chance.choice(COUNTRIES)
    identity = {"sexe": life.person["sexe"]} if life.person else {"sexe": chance.choice("FM")}
    if chance_of(chance, 0.08):
        life.tell("message", answers={"campagne": CAMPAIGN, "canal": "offre", "offre_dossier": None,
                                      "pays_placement": wanted, "identite": identity})  # fmt: skip
        life.tell("passed", "DS_13e")
        return depart(life)
    asked = life.at.date() - timedelta(days=chance.choice((0, 0, 0, 40)))
    life.tell("completed", "DS_01", {
        "identite": identity, "date_demande": asked, "canal": chance.choice(CHANNELS),
        "destination_souhaitee": [wanted], "type_migration": chance.choice(KINDS),
    })  # fmt: skip
    life.pass_days(8)
    if chance_of(chance, 0.15):
        early = chance.choice(("DS_03k", "DS_03w", "DS_04x"))
        if early == "DS_04x":
            life.tell("task_created", "DS_04")
        life.tell("passed", early)
        return life.close("classe_sans_suite", "Classé sans suite")
    life.tell("task_created", "DS_04")
    life.pass_days(20)
    if chance_of(chance, 0.1):
        return None
    life.tell("completed", "DS_05", {"pays_vises": [chance.choice(COUNTRIES)], "type_migration": chance.choice(KINDS)})
    job = chance.choice(JOBS)
    life.tell("completed", "DS_06", {"metiers": [{"code_citp": job}], "metiers_vises": [job] if chance_of(chance, 0.7)
                                     else []})  # fmt: skip
    for _ in range(chance.choice((1, 1, 2))):
        life.pass_days(6)
        life.tell("completed", "DS_08", {"parcours": chance.choice("ABCDE")})
    workshop(life)
    if chance_of(chance, 0.3):
        return end(life)
    life.pass_days(30)
    life.tell("passed", "DS_10")
    life.pass_days(120)
    if chance_of(chance, 0.15):
        life.tell("passed", "DS_11x")
        return life.close("radie_vivier", "Radié·e du vivier")
    if chance_of(chance, 0.5):
        life.tell("message", answers={"offre_dossier": chance.choice((*OFFERS, None)), "pays_placement": wanted,
                                      "metier_placement": chance.choice(JOBS)})  # fmt: skip
        return depart(life)
    return end(life) if chance_of(chance, 0.3) else None


def workshop(life: Life) -> None:
    """One or two invitations to a workshop, or none."""
    for present in life.chance.choice((["present"], ["absent"], ["absent", "present"], [])):
        life.pass_days(15)
        life.tell("completed", "DS_09a", {"date_atelier": life.at.date(), "presence_atelier": present})


def end(life: Life) -> None:
    """The file is closed by somebody, for one reason or another."""
    life.pass_days(15)
    how = life.chance.choice(("alternative_nationale", "classe_sans_suite", "forme_sans_depart", "retrait"))
    if how == "retrait":
        life.tell("completed", "DS_X1", {"motif_retrait": life.chance.choice(("raison_familiale", "etudes"))})
    else:
        reason = {"motif_cloture": life.chance.choice(("injoignable", "autre"))} if how == "classe_sans_suite" else {}
        life.tell("completed", "DS_16", {"issue": how, **reason})
    life.close(how)


def depart(life: Life) -> None:
    """Visa, costs, departure; or none."""
    chance = life.chance
    life.pass_days(30)
    called = {"procedure": "dossier_depart"}
    if chance_of(chance, 0.3):
        life.tell("completed", "DD_05", {"visa_requis": False}, **called)
    else:
        life.tell("completed", "DD_05", {"visa_requis": True}, **called)
        life.pass_days(20)
        decision = chance.choice(("accorde", "accorde", "accorde", "refuse"))
        life.tell("message", answers={"decision_visa": decision})
        life.tell("passed", "visa_decide", **called)
        if decision == "refuse":
            return end(life)
    costs = [{"categorie": chance.choice(("visa", "commission")),
              "montant": amount(chance.randrange(200) * 1000, "XOF"),
              "payeur": chance.choice(("travailleur", "employeur"))} for _ in range(chance.randrange(3))]  # fmt: skip
    life.tell("completed", "DD_07", {"couts": costs}, **called)
    life.pass_days(20)
    left = chance_of(chance, 0.8)
    day = life.at.date() - timedelta(days=chance.randrange(3))
    life.tell("completed", "DD_10", {"parti": left, **({"date_effective": day} if left else {})}, **called)
    if not left:
        return end(life)
    life.tell("passed", "DS_15")
    life.tell("completed", "DS_16", {"issue": "place"})
    return life.close("place", "Placé·e")


def placement(life: Life) -> None:
    """Following somebody abroad."""
    chance = life.chance
    country, day = chance.choice(COUNTRIES), life.at.date()
    life.tell("opened")
    life.tell("message", answers={
        "pays_placement": country, "metier_placement": chance.choice(JOBS), "salaire_contrat": amount(1200),
        "date_effective": day, "date_arrivee": chance.choice((day, None)), "type_migration": chance.choice(KINDS),
        "fin_contrat": day + timedelta(days=200), "identite": {"sexe": chance.choice("FM")},
    })  # fmt: skip
    life.tell("passed", "SP_00s")
    for element, days in (("SP_01", 30), ("SP_02", 60), ("SP_03", 90), ("SP_04", 180)):
        life.at += timedelta(days=days)
        if chance_of(chance, 0.15):
            break
        if chance_of(chance, 0.15):
            life.tell("completed", "SP_07", {"date_rupture": life.at.date() - timedelta(days=chance.randrange(20))})
            return life.close("rupture", "Rupture anticipée")
        follow(life, element)
    if chance_of(chance, 0.6):
        life.tell(
            "completed", "SP_06", {"rentree": True, "date_retour": day + timedelta(days=chance.choice((190, 260)))}
        )
        return life.close(chance.choice(("retour", "reengage")))
    return None


def follow(life: Life, element: str) -> None:
    """One follow-up, with distress now and then."""
    chance = life.chance
    if chance_of(chance, 0.1):
        life.tell("completed", element, {"joignable": False})
        return
    life.tell("completed", element, {
        "joignable": True, "date_contact": life.at.date(), "prise_poste_conforme": chance_of(chance, 0.8),
        "salaire_verse": amount(chance.choice((1100, 1200, 1300)), chance.choice(("EUR", "EUR", "XOF"))),
        "transferts_mensuels": chance.choice((amount(200), amount(65000, "XOF"), amount(10, "USD"), None)),
    })  # fmt: skip
    for _ in range(chance.choice((0, 0, 0, 0, 1, 2))):
        life.tell("passed", chance.choice(("detresse_signalee", "detresse_relevee")))
        came, life.at = life.at, life.at + timedelta(hours=chance.randrange(1, 60))
        taken = chance.choice((None, came + timedelta(minutes=chance.randrange(30, 600))))
        life.tell("completed", "SP_U", {}, created=came, claimed=taken)


def offer(life: Life) -> None:
    """An offer, from its receipt to its end."""
    chance = life.chance
    life.tell("opened")
    posts = chance.randrange(1, 60)
    life.tell("completed", "OI_01", {"origine": chance.choice(WAYS), "nb_postes": posts,
                                     "pays": chance.choice(COUNTRIES), "code_citp": chance.choice(JOBS),
                                     "type_migration": "saisonniere"})  # fmt: skip
    life.pass_days(12)
    if chance_of(chance, 0.7):
        outputs = chance.sample(SIGNALS, chance.randrange(4))
        said = {"decision": "D5_signaux", "fired": [{"decision": "D5_signaux", "outputs": outputs}]}
        life.tell("decision", "VE_4s", procedure="verification_employeur", detail=said)
    if chance_of(chance, 0.2):
        life.tell("completed", "OI_F", {"mise_liste_noire": True})
        return life.close("frauduleuse", "Frauduleuse")
    if chance_of(chance, 0.2):
        return life.close("rejetee", "Rejetée")
    life.tell("passed", "OI_07s")
    life.pass_days(60)
    if chance_of(chance, 0.3):
        life.tell(
            "message", answers={"campagne": CAMPAIGN, "nb_candidatures": 90, "nb_eligibles": 60, "nb_retenus": posts}
        )
        life.tell("passed", "campagne_close")
    elif chance_of(chance, 0.9):
        choose(life)
    life.pass_days(60)
    if chance_of(chance, 0.2):
        return life.close("infructueuse", "Infructueuse")
    life.tell("completed", "OI_17", {"postes_pourvus": Decimal(chance.randrange(posts + 1))})
    return life.close("pourvue", "Pourvue")


def choose(life: Life) -> None:
    """Preselection, selection, departures of one offer."""
    chance = life.chance
    found = [{"dossier": f"DS-{number}", "region": chance.choice(PLACES)[0], "sexe": chance.choice("FM"),
              "decision": chance.choice(("retenu", "reserve", "ecarte"))}
             for number in range(chance.randrange(9))]  # fmt: skip
    life.tell("completed", "OI_09", {"preselection": found})
    life.pass_days(20)
    chosen = [{"dossier": one["dossier"], "region": one["region"], "resultat": chance.choice(("retenu", "attente"))}
              for one in found if one["decision"] != "ecarte"]  # fmt: skip
    life.tell("completed", "OI_13", {"selection": chosen})
    for one in chosen[:3]:
        life.pass_days(20)
        said = {"dossier": one["dossier"], "issue": chance.choice(("parti", "pret", "desistement"))}
        life.tell("message", answers={"dossier_traite": said})
        life.tell("passed", "dossier_recu")


TOLD = (("demande_services", request), ("suivi_placement", placement), ("offre_internationale", offer))


def lives(count: int, chance: random.Random, since: date, days: int) -> Iterator[Life]:
    """So many lives, begun in the `days` after `since`."""
    for number in range(count):
        procedure, story = chance.choices(TOLD, (6, 2, 2))[0]
        begun = datetime(since.year, since.month, since.day, 8, tzinfo=UTC) + timedelta(days=chance.randrange(days))
        person = None if procedure == "offre_internationale" or chance_of(chance, 0.1) else {
            "sexe": chance.choice("FM"), "niveau_instruction": chance.choice((*SCHOOL, None)), "nom": f"Un{number}",
            "date_naissance": date(chance.randrange(1960, 2010), 5, 17) if chance_of(chance, 0.8) else None,
        }  # fmt: skip
        life = Life(procedure, chance, begun, chance.choice(PLACES), person)
        story(life)
        yield life


def settle(store: Session, told: Sequence[Life]) -> list[int]:
    """Write lives into the tables, with the offers and agreements behind them; the keys of their cases."""
    first = 1 + int(run(store, "SELECT COALESCE(MAX(id), 0) FROM cases").scalar_one())
    person = 1 + int(run(store, "SELECT COALESCE(MAX(id), 0) FROM people").scalar_one())
    cases: list[dict[str, object]] = []
    persons: list[dict[str, object]] = []
    for number, life in enumerate(told, first):
        where = {"region": life.place[0], "office": life.place[1]}
        if life.person is not None:
            known = {"identite": {key: value for key, value in life.person.items() if value is not None}}
            keys = dict(zip(people.KEYS, people.keys_of(people.identity(known)), strict=True))
            persons.append({"id": person + number, "ref": f"P-{person + number:06}", **keys, **where,
                            "known": dumps(known), "created": life.at, "changed": life.at})  # fmt: skip
        opened = life.entries[0].at
        cases.append({
            "id": number, "ref": f"L-{number:06}", "procedure": life.procedure, "edition": "x", **where, "opened_by": 1,
            "opened_by_name": "Awa", "person_id": person + number if life.person else None, "opened": opened,
            "state": "closed" if life.outcome else "open", "changed": life.at, "opened_month": f"{opened:%Y-%m}",
            "closed": life.entries[-1].at if life.outcome else None, "outcome": life.outcome,
            "entries": len(life.entries),
        })  # fmt: skip
    bring(store, PersonRecord, persons)
    bring(store, CaseRecord, cases)
    for number, life in enumerate(told, first):
        journal.append(store, number, sealed(life.entries, last=0, head=""))
    if first == 1:
        settle_registers(store)
    return list(range(first, first + len(told)))


def bring(store: Session, record: type[Any], rows: Sequence[dict[str, object]]) -> None:
    """Write rows, with what their table says of columns left out."""
    usual = {name: said.default for name, said in record.model_fields.items() if not said.is_required()}
    if usual.get("id", "") is None:
        del usual["id"]
    if rows:
        store.connection().execute(record.__table__.insert(), [{**usual, **row} for row in rows])


def settle_registers(store: Session) -> None:
    """The offers people leave by and their employers, a campaign held for one of them, and agreements with quotas or
    none."""
    rows: list[tuple[str, str, str, dict[str, object]]] = []
    for n, ref in enumerate(OFFERS):
        told = {
            "reference": ref,
            "origine": WAYS[n % 4],
            "accord": ("A-1", None, "A-2")[n % 3],
            "employeur": EMPLOYERS[n % 4][0],
        }
        rows.append(("offres", ref, ref, told))
    rows += [("employeurs", key, key, {"raison_sociale": key, "secteur": sector}) for key, sector in EMPLOYERS if key]
    for key, quotas in (("A-1", ((2025, 40), (2026, 60))), ("A-2", ((2026, 20),)), ("A-3", ())):
        lines = [{"annee": year, "nombre": number} for year, number in quotas]
        rows.append(("accords", key, f"Accord {key}", {"code": key, "contingents": lines}))
    now = datetime(2026, 1, 1, tzinfo=UTC)
    bring(store, RegisterRowRecord, [
        {"noun": noun, "key": key, "label": label, "sort": label, "words": label, "content": dumps(told),
         "created": now, "changed": now} for noun, key, label, told in rows
    ])  # fmt: skip
    bring(store, CampaignRecord, [{
        "ref": CAMPAIGN, "model": "x", "kind": "selection", "title": "Campagne", "state": "close", "seats": 1,
        "offer_ref": OFFERS[1], "criteria": "{}", "shared": "{}", "reserve": 0, "quotas": "[]", "region": "",
        "office": "", "opened_by": 1, "opened_by_name": "Awa", "opened": now, "version": 1,
    }])  # fmt: skip


def settle_costs(store: Session, chance: random.Random) -> None:
    """An account of costs for every case whose departure was declared to have cost something."""
    known = run(store, """SELECT DISTINCT c.id, c.region, c.opened FROM cases AS c JOIN journal AS j ON j.case_id = c.id
WHERE j.element = 'DD_07' AND j.kind = 'completed' ORDER BY c.id""").all()  # fmt: skip
    bring(store, PlacementCostRecord, [
        {"placement": f"P-{number}", "case_id": number, "month": date.fromisoformat(f"{opened!s:.7}-01"),
         "region": region, "sex": chance.choice("FM"), "country": chance.choice(COUNTRIES),
         "occupation": chance.choice(JOBS), "migration": chance.choice(KINDS),
         "ratio_thousandths": chance.choice((None, chance.randrange(100, 5000))), "earned": True,
         "changed": datetime(2026, 11, 1, tzinfo=UTC)} for number, region, opened in known
    ])  # fmt: skip

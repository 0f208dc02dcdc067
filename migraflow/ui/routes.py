"""Addresses of the pages, in French as the menu reads."""

import re
from typing import Any
from urllib.parse import quote

SIGN_IN = "/connexion"
HOME = "/"
TASKS = "/taches"
TASK = "/taches/[token]"
NEW_CASE = "/nouveau"
CASES = "/dossiers"
CASE = "/dossiers/[ref]"
PEOPLE = "/personnes"
PERSON = "/personnes/[ref]"
DUPLICATES = "/doublons"
DUPLICATE = "/doublons/[id]"
PROCEDURES = "/procedures"
PROCEDURE = "/procedures/[id]"
PROCEDURE_IMPORT, PROCEDURE_IMPORTED = "/procedures/importer", "/procedures/importer/[id]"
MANUAL = "/manuel"
MANUAL_PAGE = "/manuel/[id]"
STUDIO = "/studio/[id]"
OUTLINE = "/studio/[id]/plan"
RULES, RULE = "/studio/[id]/regles", "/studio/[id]/regles/[rule]"
STUDIOS = "/studio"
FORMS, FORM = "/studio/[id]/formulaires", "/studio/[id]/formulaires/[formulaire]"
BLOCK = "/studio/[id]/blocs/[bloc]"
TRIALS, TRIAL = "/essais", "/essais/[id]"
REPLAYS, REPLAY = "/rejeux", "/rejeux/[id]"
COMPARISONS, COMPARISON = "/comparaisons", "/comparaisons/[id]"
PUBLISHINGS, PUBLISHING = "/publications", "/publications/[id]"
MOVINGS, MOVING = "/deplacements", "/deplacements/[id]"
DASHBOARDS = "/tableaux"
DASHBOARD = "/tableaux/[tableau]"
WORKLOAD = "/tableaux/attente"
INDICATORS, INDICATOR = "/indicateurs", "/indicateurs/[code]"
MAILINGS = "/envois-programmes"
LISTS, LIST = "/listes-de-reference", "/listes-de-reference/[liste]"
ROLES = "/roles"
NOTICE_TEXTS, NOTICE_TEXT = "/modeles-avis", "/modeles-avis/[avis]"
LETTERS = "/lettres"
LETTER = "/lettres/[code]"
NOTICES = "/avis"
OWN_ACCOUNT = "/compte"
ACCOUNTS = "/comptes"
NEW_ACCOUNT = "/comptes/nouveau"
ACCOUNT = "/comptes/[id]"
EFFECTS = "/envois"
MESSAGES = "/messages"
ACCESSES = "/acces"
SUSPENSIONS = "/suspensions"
REGISTERS = "/registres"
REGISTER = "/registres/[registre]"
REGISTER_ROW = "/registres/[registre]/[fiche]"
REGISTER_IMPORT = "/imports/[lot]"
NEW_ROW = "nouvelle"
CAMPAIGNS, CAMPAIGN = "/campagnes", "/campagnes/[ref]"
APPLICATIONS = "/candidatures/[ref]"
CAMPAIGN_LINES = "/listes/[ref]"
SIMULATION = "/criteres/[ref]"
LOST = "404"


def task_at(token: str) -> str:
    """The address of one task."""
    return f"{TASKS}/{token}"


def case_at(ref: str) -> str:
    """The address of one case."""
    return f"{CASES}/{ref}"


def person_at(ref: str) -> str:
    """The address of one person."""
    return f"{PEOPLE}/{ref}"


def indicator_at(code: str) -> str:
    """The address of one indicator of the catalogue."""
    return f"{INDICATORS}/{code}"


def register_at(name: str) -> str:
    """The address of one register."""
    return f"{REGISTERS}/{name}"


def row_at(register: str, key: str) -> str:
    """The address of one row; of a new one for the key NEW_ROW."""
    return f"{REGISTERS}/{register}/{quote(key, safe='')}"


def import_at(ref: str) -> str:
    """The address of one import."""
    return f"/imports/{ref}"


def duplicate_at(id: int) -> str:
    """The address of two people side by side."""
    return f"{DUPLICATES}/{id}"


def procedure_at(id: Any) -> str:
    """The address of one procedure, of a plain id or one the page knows."""
    return f"{PROCEDURES}/{id}"


def import_of(id: Any) -> str:
    """The address of the questions about an imported draft, of a plain id or one the page knows."""
    return f"{PROCEDURE_IMPORT}/{id}"


def manual_at(id: str) -> str:
    """The address of one procedure in the manual."""
    return f"{MANUAL}/{id}"


def letter_at(code: str) -> str:
    """The address of one letter's model."""
    return f"{LETTERS}/{code}"


def account_at(id: int) -> str:
    """The address of one account."""
    return f"{ACCOUNTS}/{id}"


def studio_at(id: Any) -> str:
    """The address of a procedure's workbench."""
    return f"/studio/{id}"


def forms_at(id: Any) -> str:
    """The address of the forms of a procedure's draft."""
    return f"/studio/{id}/formulaires"


def form_at(id: Any, path: str) -> str:
    """The address where one form, or one shared block, is designed; `path` is that of its file."""
    folder, _, name = path.removesuffix(".json").partition("/")
    return f"/studio/{id}/{'blocs' if folder == 'registers' else 'formulaires'}/{name}"


def publishing_at(id: Any) -> str:
    """The address of what stands between a procedure's draft and its publication."""
    return f"{PUBLISHINGS}/{id}"


def campaign_at(ref: Any) -> str:
    """The address of one campaign."""
    return f"{CAMPAIGNS}/{ref}"


def applications_at(ref: Any) -> str:
    """The address of the applications of a campaign."""
    return f"/candidatures/{ref}"


def campaign_lines_at(ref: Any, batch: Any = "") -> str:
    """The address of the lines of a list sent for a campaign."""
    return f"/listes/{ref}?liste={batch}" if batch else f"/listes/{ref}"


def simulation_at(ref: Any) -> str:
    """The address where the criteria of an offer are tried."""
    return f"/criteres/{ref}"


def outline_at(id: Any) -> str:
    """The address of a procedure's draft as a list."""
    return f"/studio/{id}/plan"


def rules_at(id: Any) -> str:
    """The address of the decision tables of a procedure's draft."""
    return f"/studio/{id}/regles"


def rule_at(id: Any, rule: Any, decision: str = "") -> str:
    """The address of one of them, of one decision in it."""
    return f"/studio/{id}/regles/{rule}{f'?table={quote(decision)}' if decision else ''}"


def list_at(name: str) -> str:
    """The address of one reference list."""
    return f"{LISTS}/{name}"


def notice_text_at(code: str) -> str:
    """The address of the text of one notice."""
    return f"{NOTICE_TEXTS}/{code}"


INSIDE = re.compile(r"/(?![/\\])[\w/\-.?=&%+]*", re.ASCII)


def inside(wanted: str) -> str:
    """`wanted` when it is an address of this house, else the home page: no link of anybody's leads elsewhere."""
    return wanted if INSIDE.fullmatch(wanted) else HOME

"""Addresses of the pages, in French as the menu reads."""

SIGN_IN = "/connexion"
HOME = "/"
TASKS = "/taches"
TASK = "/taches/[token]"
NEW_CASE = "/nouveau"
CASES = "/dossiers"
CASE = "/dossiers/[ref]"
PEOPLE = "/personnes"
PERSON = "/personnes/[ref]"
PROCEDURES = "/procedures"
DASHBOARDS = "/tableaux"
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

"""The words of the pages outside: what somebody without an account reads when they verify a letter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from migraflow.domain.letters import LetterState
from migraflow.domain.shown import day

FR = {
    "house": "Agence nationale pour l’emploi",
    "title": "Vérifier une lettre de l’agence",
    "lead": "Chaque lettre porte un code, en bas de page. Tapez-le ici : la page dit si l’agence a remis cette lettre.",
    "code": "Code de la lettre",
    "code_hint": "Douze lettres ou chiffres, par exemple 7K3F-9QXA-M2TD.",
    "ask": "Vérifier",
    "valable": "Cette lettre a été remise par l’agence.",
    "valable_more": "Comparez ces lignes avec le papier que vous tenez.",
    "annulee": "Cette lettre a été annulée.",
    "annulee_more": "L’agence l’a remise, puis annulée le {annulled}. Elle ne vaut plus rien.",
    "absent": "L’agence ne connaît pas ce code.",
    "absent_more": "Relisez le code au bas de la lettre. S’il est bien recopié, cette lettre ne vient pas de l’agence : montrez-la à l’agence la plus proche.",
    "number": "Numéro",
    "kind": "Nature",
    "office": "Agence",
    "signed": "Date",
    "compare": "Comparer un fichier",
    "compare_lead": "Si vous avez reçu la lettre en PDF, déposez-la : la page dit si c’est exactement celle qui a été remise. Le fichier n’est pas gardé.",
    "file": "La lettre en PDF",
    "compare_ask": "Comparer",
    "same": "C’est exactement la lettre remise.",
    "same_more": "Pas un caractère n’a changé.",
    "changed": "Ce fichier a été modifié.",
    "changed_more": "Ce n’est pas la lettre que l’agence a remise sous ce code. Ne vous y fiez pas, et montrez-la à l’agence.",
    "no_file": "Aucun fichier n’a été reçu.",
    "no_file_more": "Choisissez la lettre en PDF, puis appuyez sur Comparer.",
    "wait": "Trop de questions à la suite.",
    "wait_more": "Attendez {seconds} secondes, puis recommencez.",
    "privacy": "Cette page ne montre aucune donnée personnelle. Les services de l’agence sont gratuits.",
    "other": "In English",
}
EN = {
    "house": "National Employment Agency of Mali",
    "title": "Verify a letter of the agency",
    "lead": "Each letter bears a code at the foot of the page. Type it here: the page says whether the agency issued it.",
    "code": "Code of the letter",
    "code_hint": "Twelve letters or digits, for example 7K3F-9QXA-M2TD.",
    "ask": "Verify",
    "valable": "This letter was issued by the agency.",
    "valable_more": "Compare these lines with the paper you hold.",
    "annulee": "This letter has been withdrawn.",
    "annulee_more": "The agency issued it, then withdrew it on {annulled}. It is void.",
    "absent": "The agency does not know this code.",
    "absent_more": "Read the code at the foot of the letter again. If it is copied right, this letter is not the agency’s: show it to the nearest office.",
    "number": "Number",
    "kind": "Kind",
    "office": "Office",
    "signed": "Date",
    "compare": "Compare a file",
    "compare_lead": "If you received the letter as a PDF, drop it here: the page says whether it is exactly the one issued. The file is not kept.",
    "file": "The letter as a PDF",
    "compare_ask": "Compare",
    "same": "This is exactly the letter issued.",
    "same_more": "Not one character has changed.",
    "changed": "This file has been changed.",
    "changed_more": "It is not the letter the agency issued under this code. Do not rely on it, and show it to the agency.",
    "no_file": "No file was received.",
    "no_file_more": "Choose the letter as a PDF, then press Compare.",
    "wait": "Too many questions in a row.",
    "wait_more": "Wait {seconds} seconds, then try again.",
    "privacy": "This page shows no personal data. The services of the agency are free.",
    "other": "En français",
}
FILE: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "title": "Vérifier un fichier",
        "lead": "Un fichier HTML remis par l’agence porte sa signature (Ed25519). Choisissez-le : cette page dit s’il est de l’agence et si rien n’y a été changé.",
        "file": "Fichier",
        "ask": "Vérifier",
        "alone": "Sans nous",
        "key": "Enregistrez notre clé publique (empreinte {fingerprint}) sous le nom cle.pem :",
        "then": "puis, sur votre machine :",
        "ok": "Ce fichier est de l’agence, tel qu’elle l’a remis.",
        "bad": "Ce fichier n’est pas signé par l’agence, ou il a été changé.",
    },
    "en": {
        "title": "Check a file",
        "lead": "An HTML file handed out by the agency bears its signature (Ed25519). Choose it: this page says whether it is the agency’s and whether anything in it was changed.",
        "file": "File",
        "ask": "Check",
        "alone": "Without us",
        "key": "Save our public key (fingerprint {fingerprint}) under the name cle.pem:",
        "then": "then, on your machine:",
        "ok": "This file is the agency’s, as it was handed out.",
        "bad": "This file is not signed by the agency, or it was changed.",
    },
}
"""The words of the page that checks a signed file."""
TONGUES: Mapping[str, Mapping[str, str]] = {"fr": FR, "en": EN}
STATES = {LetterState.VALID: "valable", LetterState.ANNULLED: "annulee"}


def tongue(asked: str, accepted: str) -> str:
    """``fr`` or ``en``: what the address asks for, else what the browser would rather read, else French."""
    if asked in TONGUES:
        return asked
    first = next((one for one in accepted.lower().split(",") if one.strip()[:2] in TONGUES), "fr")
    return first.strip()[:2]


def date_in(moment: datetime, language: str) -> str:
    """A day in words."""
    return f"{moment.day} {moment:%B %Y}" if language == "en" else day(moment.date())

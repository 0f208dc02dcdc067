"""A decision file that cannot be used at all, said to the person who sent it."""

from collections.abc import Mapping
from enum import StrEnum


class Code(StrEnum):
    """Why a file is refused or a decision cannot be run."""

    TOO_LARGE = "too_large"
    NOT_XML = "not_xml"
    TOO_DEEP = "too_deep"
    FORBIDDEN_XML = "forbidden_xml"
    NOT_DMN = "not_dmn"
    NO_SUCH_DECISION = "no_such_decision"


SENTENCES: dict[str, dict[Code, str]] = {
    "fr": {
        Code.TOO_LARGE: "Le fichier de décision pèse {size} octets, la limite est {limit}. Découpez-le.",
        Code.NOT_XML: "Le fichier de décision n’est pas lisible (ligne {line}). Exportez-le à nouveau depuis "
        "l’éditeur DMN.",
        Code.TOO_DEEP: "Le fichier de décision imbrique trop de niveaux. Découpez-le en plusieurs décisions.",
        Code.FORBIDDEN_XML: "Le fichier de décision contient une déclaration DOCTYPE ou des entités, refusées par "
        "sécurité. Retirez-les.",
        Code.NOT_DMN: "Le fichier n’est pas un modèle DMN (élément « {found} »). Choisissez un fichier .dmn.",
        Code.NO_SUCH_DECISION: "La décision « {name} » n’existe pas dans le fichier. Décisions connues : {known}.",
    },
    "en": {
        Code.TOO_LARGE: "The decision file has {size} bytes, the limit is {limit}. Split it.",
        Code.NOT_XML: "The decision file cannot be read (line {line}). Export it again from the DMN editor.",
        Code.TOO_DEEP: "The decision file nests too many levels. Split it into several decisions.",
        Code.FORBIDDEN_XML: "The decision file holds a DOCTYPE or entities, refused for safety. Remove them.",
        Code.NOT_DMN: "The file is not a DMN model (element “{found}”). Choose a .dmn file.",
        Code.NO_SUCH_DECISION: "The decision “{name}” does not exist in the file. Known decisions: {known}.",
    },
}


class DmnError(ValueError):
    """A file or a request that makes no sense; `element` is the id concerned, empty for the whole file."""

    def __init__(self, code: Code, element: str = "", facts: Mapping[str, object] | None = None) -> None:
        super().__init__(f"{code} {element} {dict(facts or {})}".strip())
        self.code = code
        self.element = element
        self.facts: dict[str, object] = dict(facts or {})

    def sentence(self, language: str = "fr") -> str:
        """Cause and what to do, in French ("fr") or English ("en")."""
        return SENTENCES.get(language, SENTENCES["en"])[self.code].format(**self.facts)

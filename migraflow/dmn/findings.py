"""What a check has to say about a decision model: a code, a place, a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad: an error stops publication, a warning asks to be read, a note is for information."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Flaw(StrEnum):
    """What is wrong."""

    BAD_TEXT = "bad_text"
    UNKNOWN_NAME = "unknown_name"
    UNKNOWN_TYPE = "unknown_type"
    MISSING_REFERENCE = "missing_reference"
    CIRCLE = "circle"
    NO_LOGIC = "no_logic"
    OTHER_LANGUAGE = "other_language"
    SAME_NAME = "same_name"
    BAD_HIT_POLICY = "bad_hit_policy"
    BAD_AGGREGATION = "bad_aggregation"
    NO_PRIORITY = "no_priority"
    CELLS_MISSING = "cells_missing"
    DECIMAL_COMMA = "decimal_comma"
    GAP = "gap"
    OVERLAP = "overlap"
    NEVER_USED = "never_used"
    NOT_CHECKED = "not_checked"


FRENCH: dict[Flaw, str] = {
    Flaw.BAD_TEXT: "Décision « {decision} » : « {text} » n’est pas du FEEL valable. {why}",
    Flaw.UNKNOWN_NAME: "Décision « {decision} » : « {name} » n’est ni une entrée ni une décision reliée. Reliez-la "
    "dans le diagramme ou corrigez le nom.",
    Flaw.UNKNOWN_TYPE: "« {decision} » : le type « {name} » n’est pas défini. Définissez-le ou choisissez-en un autre.",
    Flaw.MISSING_REFERENCE: "« {decision} » est relié à un élément absent ({name}). Refaites le lien dans le "
    "diagramme.",
    Flaw.CIRCLE: "Les décisions {names} dépendent l’une de l’autre en cercle. Supprimez un des liens.",
    Flaw.NO_LOGIC: "La décision « {decision} » n’a ni table ni expression : elle vaudra toujours null. Ajoutez-en une.",
    Flaw.OTHER_LANGUAGE: "Décision « {decision} » : le langage « {name} » n’est pas exécuté. Écrivez l’expression en "
    "FEEL.",
    Flaw.SAME_NAME: "Deux éléments s’appellent « {name} ». Renommez-en un.",
    Flaw.BAD_HIT_POLICY: "Table « {decision} » : la politique « {name} » n’existe pas. Choisissez UNIQUE, ANY, "
    "PRIORITY, FIRST, COLLECT, RULE ORDER ou OUTPUT ORDER.",
    Flaw.BAD_AGGREGATION: "Table « {decision} » : l’agrégation « {name} » n’est pas possible ici. Utilisez COLLECT "
    "avec SUM, MIN, MAX ou COUNT et une seule sortie.",
    Flaw.NO_PRIORITY: "Table « {decision} » : la politique {name} demande la liste ordonnée des valeurs de sortie. "
    "Ajoutez-la.",
    Flaw.CELLS_MISSING: "Table « {decision} », règle {rule} : il manque des cases. Remplissez-les ou mettez « - ».",
    Flaw.DECIMAL_COMMA: "Table « {decision} » : « {text} » se lit comme deux valeurs. Pour une décimale, écrivez un "
    "point ; pour deux valeurs, mettez une espace après la virgule.",
    Flaw.GAP: "Table « {decision} » : aucune règle ne s’applique quand {where}. Ajoutez une règle ou une valeur par "
    "défaut.",
    Flaw.OVERLAP: "Table « {decision} » : les règles {one} et {other} s’appliquent ensemble quand {where}. Précisez "
    "leurs conditions ou changez la politique de la table.",
    Flaw.NEVER_USED: "Table « {decision} » : la règle {one} ne sert jamais, la règle {other} passe avant. "
    "Supprimez-la ou déplacez-la.",
    Flaw.NOT_CHECKED: "Table « {decision} » : les trous et recouvrements n’ont pas pu être tous vérifiés ({why}). "
    "Relisez ces règles.",
}
ENGLISH: dict[Flaw, str] = {
    Flaw.BAD_TEXT: "Decision “{decision}”: “{text}” is not valid FEEL. {why}",
    Flaw.UNKNOWN_NAME: "Decision “{decision}”: “{name}” is neither an input nor a linked decision. Link it in the "
    "diagram or correct the name.",
    Flaw.UNKNOWN_TYPE: "“{decision}”: the type “{name}” is not defined. Define it or choose another one.",
    Flaw.MISSING_REFERENCE: "“{decision}” is linked to an element that does not exist ({name}). Redo the link.",
    Flaw.CIRCLE: "The decisions {names} depend on one another in a circle. Remove one of the links.",
    Flaw.NO_LOGIC: "The decision “{decision}” has neither table nor expression: it will always be null. Add one.",
    Flaw.OTHER_LANGUAGE: "Decision “{decision}”: the language “{name}” is not run. Write the expression in FEEL.",
    Flaw.SAME_NAME: "Two elements are called “{name}”. Rename one.",
    Flaw.BAD_HIT_POLICY: "Table “{decision}”: the hit policy “{name}” does not exist. Choose UNIQUE, ANY, PRIORITY, "
    "FIRST, COLLECT, RULE ORDER or OUTPUT ORDER.",
    Flaw.BAD_AGGREGATION: "Table “{decision}”: the aggregation “{name}” is not possible here. Use COLLECT with SUM, "
    "MIN, MAX or COUNT and a single output.",
    Flaw.NO_PRIORITY: "Table “{decision}”: the hit policy {name} needs the ordered list of output values. Add it.",
    Flaw.CELLS_MISSING: "Table “{decision}”, rule {rule}: cells are missing. Fill them in or write “-”.",
    Flaw.DECIMAL_COMMA: "Table “{decision}”: “{text}” reads as two values. For a decimal, write a point; for two "
    "values, put a blank after the comma.",
    Flaw.GAP: "Table “{decision}”: no rule applies when {where}. Add a rule or a default value.",
    Flaw.OVERLAP: "Table “{decision}”: rules {one} and {other} both apply when {where}. Make their conditions more "
    "precise or change the hit policy.",
    Flaw.NEVER_USED: "Table “{decision}”: rule {one} is never used, rule {other} comes first. Remove or move it.",
    Flaw.NOT_CHECKED: "Table “{decision}”: gaps and overlaps could not all be checked ({why}). Read these rules again.",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to say; `element` is the id in the file (empty when it has none), `decision` the name people see."""

    flaw: Flaw
    severity: Severity
    element: str
    decision: str
    facts: Mapping[str, str]
    facts_en: Mapping[str, str]

    def sentence(self, language: str = "fr") -> str:
        """Cause and repair, in French ("fr") or English ("en")."""
        words, facts = (FRENCH, self.facts) if language == "fr" else (ENGLISH, self.facts_en)
        return words[self.flaw].format(decision=self.decision, **facts)


def finding(
    flaw: Flaw,
    severity: Severity,
    element: str,
    decision: str,
    facts: Mapping[str, str] | None = None,
    facts_en: Mapping[str, str] | None = None,
) -> Finding:
    """A finding whose English facts are the French ones unless given."""
    return Finding(flaw, severity, element, decision, facts or {}, facts_en or facts or {})

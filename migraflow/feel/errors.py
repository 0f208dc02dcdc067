"""What can go wrong with an expression, told to the person who wrote it.

`FeelSyntaxError` is met once, when the text is compiled: it knows where (0-based position), why (`Cause`)
and what to write instead, in French and in English. `LimitReached` is met while evaluating: the expression
asked for more steps, depth or size than any honest rule needs.
"""

from collections.abc import Mapping
from enum import StrEnum


class Cause(StrEnum):
    """Why a text is not FEEL."""

    EMPTY = "empty"
    UNEXPECTED = "unexpected"
    UNFINISHED = "unfinished"
    MISSING = "missing"
    UNCLOSED_TEXT = "unclosed_text"
    UNCLOSED_COMMENT = "unclosed_comment"
    STRANGE_CHARACTER = "strange_character"
    FOREIGN_OPERATOR = "foreign_operator"
    SINGLE_QUOTES = "single_quotes"
    DECIMAL_COMMA = "decimal_comma"
    BAD_LITERAL = "bad_literal"
    NUMBER_TOO_LARGE = "number_too_large"
    UNKNOWN_TYPE = "unknown_type"
    DUPLICATE_KEY = "duplicate_key"
    MIXED_ARGUMENTS = "mixed_arguments"
    EXTERNAL = "external"
    TOO_MANY_STEPS = "too_many_steps"
    TOO_LARGE = "too_large"
    ENDLESS_CALLS = "endless_calls"
    TOO_LONG = "too_long"
    TOO_DEEP = "too_deep"
    TOO_MANY_PARTS = "too_many_parts"


SENTENCES: dict[str, dict[Cause, str]] = {
    "fr": {
        Cause.EMPTY: "L’expression est vide. Écrivez une condition, par exemple : montant > 1000.",
        Cause.UNEXPECTED: "« {found} » n’est pas attendu ici. Vérifiez ce qui précède : un opérateur, une virgule "
        "ou un guillemet manque peut-être.",
        Cause.UNFINISHED: "L’expression s’arrête trop tôt. Complétez ce qui suit « {after} ».",
        Cause.MISSING: "Il manque « {expected} » avant « {found} ». Ajoutez-le à cet endroit.",
        Cause.UNCLOSED_TEXT: 'Un texte commence ici sans guillemet de fin. Ajoutez " à la fin du texte.',
        Cause.UNCLOSED_COMMENT: "Un commentaire commence ici sans fin. Ajoutez */ à la fin du commentaire.",
        Cause.STRANGE_CHARACTER: "Le caractère « {found} » n’existe pas en FEEL. Retirez-le, ou mettez le texte entre "
        'guillemets droits "…".',
        Cause.FOREIGN_OPERATOR: "« {found} » n’existe pas en FEEL. Écrivez « {instead} ».",
        Cause.SINGLE_QUOTES: 'Un texte s’écrit entre guillemets droits doubles. Écrivez "{text}".',
        Cause.DECIMAL_COMMA: "Les décimales s’écrivent avec un point. Écrivez « {instead} ».",
        Cause.BAD_LITERAL: '@"{text}" n’est ni une date, ni une heure, ni une durée. Écrivez par exemple '
        '@"2026-03-31", @"08:30:00" ou @"P30D".',
        Cause.NUMBER_TOO_LARGE: "Ce nombre est trop grand. Écrivez un nombre de moins de 6000 chiffres.",
        Cause.UNKNOWN_TYPE: "Le type « {found} » est inconnu. Utilisez number, string, boolean, date, time, "
        '"date and time", duration, list<…> ou context<…>.',
        Cause.DUPLICATE_KEY: "La clé « {found} » est écrite deux fois. Gardez-en une seule.",
        Cause.MIXED_ARGUMENTS: "Les arguments nommés et les arguments simples ne se mélangent pas. Nommez-les tous "
        "ou aucun.",
        Cause.EXTERNAL: "Une fonction externe (Java, PMML) n’est jamais exécutée ici. Écrivez-la en FEEL.",
        Cause.TOO_MANY_STEPS: "Le calcul demande trop d’étapes, quelles que soient les réponses. Réduisez la liste ou "
        "la boucle.",
        Cause.TOO_LARGE: "Le calcul produit un résultat trop grand, quelles que soient les réponses. Réduisez le texte "
        "ou la liste.",
        Cause.ENDLESS_CALLS: "Le calcul s’appelle lui-même sans fin. Donnez à la fonction un cas où elle s’arrête.",
        Cause.TOO_LONG: "L’expression a {size} caractères, la limite est {limit}. Découpez-la en plusieurs décisions.",
        Cause.TOO_DEEP: "Les parenthèses et les listes sont imbriquées sur plus de {limit} niveaux. Découpez "
        "l’expression.",
        Cause.TOO_MANY_PARTS: "L’expression est trop compliquée à lire. Découpez-la en plusieurs décisions.",
    },
    "en": {
        Cause.EMPTY: "The expression is empty. Write a condition, for example: amount > 1000.",
        Cause.UNEXPECTED: "“{found}” is not expected here. Check what comes before: an operator, a comma or a "
        "quotation mark may be missing.",
        Cause.UNFINISHED: "The expression stops too early. Complete what follows “{after}”.",
        Cause.MISSING: "“{expected}” is missing before “{found}”. Add it here.",
        Cause.UNCLOSED_TEXT: 'A text starts here and never ends. Add " at the end of the text.',
        Cause.UNCLOSED_COMMENT: "A comment starts here and never ends. Add */ at the end of the comment.",
        Cause.STRANGE_CHARACTER: "The character “{found}” does not exist in FEEL. Remove it, or put the text in "
        'straight quotation marks "…".',
        Cause.FOREIGN_OPERATOR: "“{found}” does not exist in FEEL. Write “{instead}”.",
        Cause.SINGLE_QUOTES: 'A text is written in straight double quotation marks. Write "{text}".',
        Cause.DECIMAL_COMMA: "Decimals are written with a point. Write “{instead}”.",
        Cause.BAD_LITERAL: '@"{text}" is neither a date, nor a time, nor a duration. Write for example '
        '@"2026-03-31", @"08:30:00" or @"P30D".',
        Cause.NUMBER_TOO_LARGE: "This number is too large. Write one of fewer than 6000 digits.",
        Cause.UNKNOWN_TYPE: "The type “{found}” is unknown. Use number, string, boolean, date, time, "
        '"date and time", duration, list<…> or context<…>.',
        Cause.DUPLICATE_KEY: "The key “{found}” is written twice. Keep only one.",
        Cause.MIXED_ARGUMENTS: "Named and plain arguments cannot be mixed. Name all of them or none.",
        Cause.EXTERNAL: "An external function (Java, PMML) is never run here. Write it in FEEL.",
        Cause.TOO_MANY_STEPS: "The computation takes too many steps, whatever the answers. Make the list or the loop "
        "smaller.",
        Cause.TOO_LARGE: "The computation builds a result that is too large, whatever the answers. Make the text or "
        "the list smaller.",
        Cause.ENDLESS_CALLS: "The computation calls itself without end. Give the function a case where it stops.",
        Cause.TOO_LONG: "The expression has {size} characters, the limit is {limit}. Split it into several decisions.",
        Cause.TOO_DEEP: "Parentheses and lists are nested deeper than {limit} levels. Split the expression.",
        Cause.TOO_MANY_PARTS: "The expression is too complicated to read. Split it into several decisions.",
    },
}


WHOLE = frozenset({Cause.EMPTY, Cause.TOO_LONG, Cause.TOO_MANY_STEPS, Cause.TOO_LARGE, Cause.ENDLESS_CALLS})
"""Causes that concern the whole text, not a place in it."""


class FeelSyntaxError(ValueError):
    """A text that cannot be compiled.

    `text` is the text, with « ? » for what no file can hold (lone surrogates); `position` is the 0-based offset of
    the offending character in it; `facts` holds what the sentence names.
    """

    def __init__(self, text: str, position: int, cause: Cause, facts: Mapping[str, object] | None = None) -> None:
        super().__init__(f"{cause} at {position} in {text[:200]!r}")
        self.text = text.encode("utf-8", "replace").decode()
        self.position = position
        self.cause = cause
        self.facts: dict[str, object] = dict(facts or {})

    def sentence(self, language: str = "fr") -> str:
        """Cause, place and suggestion in French ("fr") or English ("en")."""
        words = SENTENCES.get(language, SENTENCES["en"])[self.cause].format(**self.facts)
        if self.cause in WHOLE:
            return words
        place = "Caractère" if language == "fr" else "Character"
        colon = " :" if language == "fr" else ":"
        return f"{place} {self.position + 1}{colon} {words}"


class Limit(StrEnum):
    """Which budget ran out."""

    DEPTH = "depth"
    STEPS = "steps"
    SIZE = "size"


LIMIT_SENTENCES: dict[str, dict[Limit, str]] = {
    "fr": {
        Limit.DEPTH: "Le calcul s’appelle lui-même trop profondément. Vérifiez la fonction récursive.",
        Limit.STEPS: "Le calcul demande trop d’étapes. Réduisez la liste ou la boucle.",
        Limit.SIZE: "Le calcul produit un résultat trop grand. Réduisez le texte ou la liste.",
    },
    "en": {
        Limit.DEPTH: "The computation calls itself too deeply. Check the recursive function.",
        Limit.STEPS: "The computation takes too many steps. Make the list or the loop smaller.",
        Limit.SIZE: "The computation builds a result that is too large. Make the text or the list smaller.",
    },
}


class LimitReached(RuntimeError):
    """An evaluation stopped because it asked for too many steps, too much depth or too large a value."""

    def __init__(self, limit: Limit) -> None:
        super().__init__(limit.value)
        self.limit = limit

    def sentence(self, language: str = "fr") -> str:
        """Cause and suggestion in French ("fr") or English ("en")."""
        return LIMIT_SENTENCES.get(language, LIMIT_SENTENCES["en"])[self.limit]

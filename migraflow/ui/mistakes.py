"""From errors, which carry facts, to sentences: the cause and what to do."""

from __future__ import annotations

from collections.abc import Mapping

from migraflow.domain.access import SYSTEM
from migraflow.domain.errors import (
    AlreadyDone,
    AnswersRejected,
    Broken,
    ChecksFailed,
    Conflict,
    FieldError,
    NotAllowed,
    NotFound,
    Suspended,
    Unfit,
)
from migraflow.domain.recovery import Stalled
from migraflow.store.database import trouble_of
from migraflow.ui.moments import now
from migraflow.ui.when import clock, here, moment_words
from migraflow.ui.words import known, say

KEYS: dict[type[Exception], str] = {
    NotFound: "refusals.not_found",
    NotAllowed: "refusals.not_allowed",
    Conflict: "refusals.conflict",
    AnswersRejected: "refusals.answers_rejected",
    ChecksFailed: "refusals.checks_failed",
}


def sentence(error: Exception, language: str) -> str:
    """What to tell the person about `error`."""
    if trouble := trouble_of(error):
        return say(language, f"refusals.{trouble.value}")
    if isinstance(error, AlreadyDone):
        return already_done(error, language)
    if isinstance(error, Suspended):
        when = moment_words(error.when, now(), language)
        return say(language, "refusals.suspended", who=error.who, when=when, what=error.what, why=error.why)
    if isinstance(error, Unfit):
        return filled(language, f"refusals.{error.code}", error.facts, "refusals.other")
    if isinstance(error, Stalled):
        return say(language, "refusals.stalled", cause=error.failure.cause)
    if isinstance(error, Broken):
        return say(language, "refusals.broken")
    return say(language, KEYS.get(type(error), "refusals.broken"))


def already_done(error: AlreadyDone, language: str) -> str:
    """Who was first, and when."""
    if not error.who or error.when is None:
        return say(language, "refusals.already_done_plain")
    when = moment_words(error.when, now(), language)
    if error.who == SYSTEM.name:
        return say(language, "refusals.already_done_house", when=when)
    if here(error.when).date() == here(now()).date():
        return say(language, "refusals.already_done_today", who=error.who, clock=clock(error.when, language))
    return say(language, "refusals.already_done", who=error.who, when=when)


def field_sentence(error: FieldError, language: str) -> str:
    """What is wrong with one answer: the author's own sentence when there is one."""
    own = error.message or error.facts.get("message", "")
    return own or filled(language, f"answers.{error.code}", error.facts, "answers.other")


def filled(language: str, key: str, facts: Mapping[str, str], otherwise: str) -> str:
    """The words under `key` with `facts`; those under `otherwise` when the key or one of its facts is missing."""
    try:
        return say(language, key if known(key) else otherwise, **facts)
    except KeyError:
        return say(language, otherwise)

"""Every word people read, in French and English: one module per page or theme, listed in `MODULES`.

A key is ``module.word`` (``tasks.claim``). `t` gives it to a component (it follows the language switch), `say` gives
it as text now, with its facts filled in. A test holds both languages to the same keys and finds unused ones.
"""

from __future__ import annotations

from types import ModuleType
from typing import cast

import reflex as rx

from migraflow.ui.words import (
    accesses,
    account,
    accounts,
    answers,
    boards,
    campaigns,
    cases,
    comparing,
    criteria,
    dates,
    diagram,
    duplicates,
    exporting,
    figures,
    form_design,
    forms,
    home,
    imports,
    indicators,
    journal,
    letters,
    lists,
    manual,
    measures,
    moves,
    notices,
    pages,
    people,
    procedures,
    publishing,
    recovery,
    refusals,
    registers,
    replay,
    roles,
    rules,
    shell,
    signin,
    studio,
    suspensions,
    task,
    tasks,
    trial,
    undelivered,
    workload,
)
from migraflow.ui.words.tongue import Tongue
from migraflow.ui.words.typography import typeset

MODULES: tuple[ModuleType, ...] = (
    accesses,
    account,
    accounts,
    answers,
    boards,
    campaigns,
    cases,
    comparing,
    criteria,
    dates,
    diagram,
    duplicates,
    exporting,
    figures,
    form_design,
    forms,
    home,
    imports,
    indicators,
    journal,
    letters,
    lists,
    manual,
    measures,
    moves,
    notices,
    pages,
    people,
    procedures,
    publishing,
    recovery,
    refusals,
    registers,
    replay,
    roles,
    rules,
    shell,
    signin,
    studio,
    suspensions,
    task,
    tasks,
    workload,
    trial,
    undelivered,
)


def gather(language: str) -> dict[str, str]:
    """All words of one language by full key."""
    return {
        f"{module.__name__.rsplit('.', 1)[-1]}.{key}": typeset(text)
        for module in MODULES
        for key, text in cast(dict[str, str], getattr(module, language)).items()
    }


WORDS = {"fr": gather("FR"), "en": gather("EN")}


def t(key: str) -> rx.Var[str]:
    """The words under `key` for a component, in the language of whoever looks at it."""
    return cast("rx.Var[str]", rx.cond(Tongue.english, WORDS["en"][key], WORDS["fr"][key]))


def say(language: str, key: str, **facts: object) -> str:
    """The words under `key` in `language` (``fr`` unless ``en``), `facts` filled in."""
    words = WORDS["en" if language == "en" else "fr"]
    return words[key].format(**facts)


def known(key: str) -> bool:
    """Whether `key` has words: codes of errors may come from files newer than the dictionaries."""
    return key in WORDS["fr"]

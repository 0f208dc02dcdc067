"""The web application: pages by address, HTTP routes beside them, one stylesheet and a small script of our own."""

from __future__ import annotations

import reflex as rx

from migraflow.api import routes_app
from migraflow.services import observation
from migraflow.settings import read_settings
from migraflow.ui import routes
from migraflow.ui.ownership import OneOwner
from migraflow.ui.pages import (
    accesses,
    account,
    accounts,
    applications,
    campaign,
    campaign_lines,
    campaigns,
    case,
    cases,
    compare,
    dashboard,
    duplicate,
    duplicates,
    effects,
    form_design,
    home,
    indicator,
    indicators,
    letters,
    list_sheet,
    lists,
    lost,
    mailings,
    manual,
    moves,
    new_account,
    new_case,
    notice_texts,
    notices,
    own_account,
    people,
    person,
    procedure_import,
    procedures,
    publishing,
    register,
    register_import,
    register_row,
    registers,
    replay,
    roles,
    rule,
    rules,
    signin,
    simulation,
    studio,
    suspensions,
    task,
    tasks,
    trial,
    undelivered,
    workload,
)
from migraflow.ui.session import SessionState
from migraflow.ui.words import WORDS

if read_settings().traces:
    observation.speak()

HEAD = [
    rx.el.meta(name="viewport", content="width=device-width, initial-scale=1"),
    rx.el.meta(name="color-scheme", content="light dark"),
    rx.el.link(rel="icon", href="/favicon.svg", type="image/svg+xml"),
    rx.el.script(src="/migraflow.js", defer=True),
    rx.el.script(src="/answers.js", defer=True),  # before any form is drawn: a button pressed before it would lose all
]

app = rx.App(
    theme=None,
    html_lang="fr",
    stylesheets=["/migraflow.css"],
    head_components=HEAD,
    reset_style=False,
    toaster=None,
    app_wraps={},
    api_transformer=routes_app(),
)

# Only pages of this very server may open the websocket: the Origin must match the Host.
if app.sio is not None:
    app.sio.eio.cors_allowed_origins = None
# A tab that outlives its session shows its page to nobody else.
app.add_middleware(OneOwner())


def title(key: str) -> str:
    """The title of a browser tab; pages of one thing add its name once it is known."""
    return f"{WORDS['fr'][key]} · migraflow"


ENTER = SessionState.enter
PAGES = (
    (signin.page, routes.SIGN_IN, "signin.title", []),
    (home.page, routes.HOME, "home.title", [ENTER, home.HomeState.load]),
    (tasks.page, routes.TASKS, "tasks.title", [ENTER, tasks.TasksState.load]),
    (task.page, routes.TASK, "shell.tasks", [ENTER, task.TaskPageState.load]),
    (new_case.page, routes.NEW_CASE, "cases.new_title", [ENTER, new_case.NewCaseState.load]),
    (cases.page, routes.CASES, "cases.title", [ENTER, cases.CasesState.load]),
    (case.page, routes.CASE, "cases.title", [ENTER, case.CasePageState.load]),
    (people.page, routes.PEOPLE, "people.title", [ENTER, people.PeopleState.load]),
    (person.page, routes.PERSON, "people.title", [ENTER, person.PersonPageState.load]),
    (registers.page, routes.REGISTERS, "registers.title", [ENTER, registers.RegistersState.load]),
    (register.page, routes.REGISTER, "registers.title", [ENTER, register.RegisterState.load]),
    (register_row.page, routes.REGISTER_ROW, "registers.title", [ENTER, register_row.RowState.load]),
    (register_import.page, routes.REGISTER_IMPORT, "registers.import", [ENTER, register_import.ImportState.load]),
    (duplicates.page, routes.DUPLICATES, "duplicates.title", [ENTER, duplicates.DuplicatesState.load]),
    (duplicate.page, routes.DUPLICATE, "duplicates.title", [ENTER, duplicate.DuplicateState.load]),
    (notices.page, routes.NOTICES, "notices.title", [ENTER, notices.NoticesState.load]),
    (procedures.index, routes.PROCEDURES, "procedures.title", [ENTER, procedures.ProceduresState.load]),
    (procedures.sheet, routes.PROCEDURE, "procedures.title", [ENTER, procedures.ProcedureState.load]),
    (procedure_import.index, routes.PROCEDURE_IMPORT, "imports.title", [ENTER, procedure_import.UploadState.load]),
    (procedure_import.sheet, routes.PROCEDURE_IMPORTED, "imports.title", [ENTER, procedure_import.ImportedState.load]),
    (manual.index, routes.MANUAL, "manual.title", [ENTER, manual.ManualState.load]),
    (manual.sheet, routes.MANUAL_PAGE, "manual.title", [ENTER, manual.ManualPageState.load]),
    (studio.page, routes.STUDIO, "studio.title", [ENTER, studio.StudioState.load]),
    (studio.plan, routes.OUTLINE, "studio.title", [ENTER, studio.StudioState.load_plan]),
    (form_design.index, routes.FORMS, "form_design.title", [ENTER, form_design.FormsState.load]),
    (form_design.sheet, routes.FORM, "form_design.title", [ENTER, form_design.FormDesignState.load]),
    (form_design.sheet, routes.BLOCK, "form_design.title", [ENTER, form_design.FormDesignState.load]),
    (rules.page, routes.RULES, "rules.title", [ENTER, rules.RulesState.load]),
    (rule.page, routes.RULE, "rules.title", [ENTER, rule.RuleState.load]),
    (trial.page, routes.TRIAL, "trial.title", [ENTER, trial.WalkState.load]),
    (replay.page, routes.REPLAY, "replay.title", [ENTER, replay.ReplayPageState.load]),
    (compare.page, routes.COMPARISON, "comparing.title", [ENTER, compare.ComparingState.load]),
    (publishing.page, routes.PUBLISHING, "publishing.title", [ENTER, publishing.PublishingState.load]),
    (moves.page, routes.MOVING, "moves.title", [ENTER, moves.MovesState.load]),
    (lists.page, routes.LISTS, "lists.title", [ENTER, lists.ListsState.load]),
    (list_sheet.page, routes.LIST, "lists.title", [ENTER, list_sheet.ListState.load]),
    (roles.page, routes.ROLES, "lists.roles", [ENTER, roles.RolesState.load]),
    (notice_texts.index, routes.NOTICE_TEXTS, "lists.notices", [ENTER, notice_texts.NoticeTextsState.load]),
    (notice_texts.sheet, routes.NOTICE_TEXT, "lists.notices", [ENTER, notice_texts.NoticeTextState.load]),
    (letters.index, routes.LETTERS, "letters.title", [ENTER, letters.LettersState.load]),
    (letters.sheet, routes.LETTER, "letters.title", [ENTER, letters.LetterState.load]),
    (dashboard.page, routes.DASHBOARDS, "boards.title", [ENTER, *dashboard.BEGINNING]),
    (dashboard.page, routes.DASHBOARD, "boards.title", [ENTER, *dashboard.BEGINNING]),
    (indicators.page, routes.INDICATORS, "indicators.title", [ENTER, indicators.CatalogueState.load]),
    (indicator.page, routes.INDICATOR, "indicators.title", [ENTER, indicator.IndicatorState.load]),
    (workload.page, routes.WORKLOAD, "workload.title", [ENTER, workload.WorkloadState.load]),
    (mailings.page, routes.MAILINGS, "exporting.title", [ENTER, mailings.MailingsState.load]),
    (own_account.page, routes.OWN_ACCOUNT, "account.title", [ENTER, own_account.OwnAccountState.load]),
    (accounts.page, routes.ACCOUNTS, "accounts.title", [ENTER, accounts.AccountsState.load]),
    (new_account.page, routes.NEW_ACCOUNT, "accounts.new", [ENTER, new_account.NewAccountState.load]),
    (account.page, routes.ACCOUNT, "accounts.title", [ENTER, account.AccountPageState.load]),
    (effects.page, routes.EFFECTS, "recovery.effects", [ENTER, effects.EffectsState.load]),
    (accesses.page, routes.ACCESSES, "accesses.title", [ENTER, accesses.AccessesState.load]),
    (undelivered.page, routes.MESSAGES, "undelivered.title", [ENTER, undelivered.MessagesState.load]),
    (suspensions.page, routes.SUSPENSIONS, "suspensions.title", [ENTER, suspensions.SuspensionsState.load]),
    (campaigns.page, routes.CAMPAIGNS, "campaigns.title", [ENTER, campaigns.CampaignsState.load]),
    (campaign.page, routes.CAMPAIGN, "campaigns.title", [ENTER, campaign.CampaignPageState.load]),
    (applications.page, routes.APPLICATIONS, "campaigns.people_title", [ENTER, applications.ApplicationsState.load]),
    (campaign_lines.page, routes.CAMPAIGN_LINES, "campaigns.list", [ENTER, campaign_lines.CampaignLinesState.load]),
    (simulation.page, routes.SIMULATION, "criteria.simulation", [ENTER, simulation.SimulationState.load]),
    (lost.page, routes.LOST, "pages.absent", [ENTER, lost.LostState.load]),
)

for page, route, words, beginning in PAGES:
    app.add_page(page, route=route, title=title(words), on_load=beginning)

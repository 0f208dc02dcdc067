"""The sections of a campaign's board: lists in, places, shared steps, lists out, parity."""

from __future__ import annotations

from typing import Any

import reflex as rx

from migraflow.domain.campaigns import CampaignState
from migraflow.services.campaign_rolls import KINDS
from migraflow.ui import routes
from migraflow.ui.components.campaign_parts import grid
from migraflow.ui.components.entries import typed
from migraflow.ui.components.pieces import Live, PlainForm, PlainLink, link
from migraflow.ui.words import t


def lists(seen: Live) -> rx.Component:
    """The lists received, and while the campaign is open a form to send one."""
    return rx.el.section(
        rx.el.h2(t("campaigns.lists")),
        rx.el.ul(rx.foreach(seen.lists, one_list), class_name="told-list"),
        rx.cond(seen.stage == CampaignState.OPEN.value, rx.fragment(rx.el.h3(t("campaigns.send")), sending(seen))),
    )


def sending(seen: Live) -> rx.Component:
    """The form that sends a list: the browser posts the file itself."""
    base = f"{routes.CAMPAIGNS}/{seen.ref}"
    model = PlainLink.create(t("campaigns.template"), href=f"{base}/modele", class_name="button quiet", download=True)
    return PlainForm.create(
        file_field(),
        rx.el.div(rx.el.button(t("campaigns.send_now"), type="submit"), model, class_name="row"),
        custom_attrs={"method": "post", "action": f"{base}/listes", "encType": "multipart/form-data"},
        class_name="card stack reading",
    )


def file_field() -> rx.Component:
    """Where the file of a list is chosen."""
    return rx.el.div(
        rx.el.label(t("campaigns.file"), html_for="file"),
        rx.el.span(t("campaigns.send_hint"), class_name="hint", id="file-hint"),
        rx.el.input(
            id="file",
            name="file",
            type="file",
            accept=".csv,.xlsx,.txt",
            required=True,
            aria_describedby="file-hint",
        ),
        class_name="field",
    )


def one_list(one: Live) -> rx.Component:
    """A list that was sent."""
    return rx.el.li(
        rx.el.div(one.told),
        rx.el.div(one.fates, class_name="soft small"),
        link(t("campaigns.see_lines"), rx.el.span(" : ", one.told, class_name="hide"), to=one.href),
        class_name="card flat",
    )


def plan(seen: Live) -> rx.Component:
    """Places, waiting list, quotas."""
    return rx.el.section(
        rx.el.h2(t("campaigns.plan")),
        rx.el.form(
            field("seats", t("campaigns.seats"), typed(type="number", min=0, default_value=seen.seats, key=seen.seats)),
            field(
                "reserve",
                t("campaigns.reserve"),
                typed(type="number", min=0, default_value=seen.reserve, key=seen.reserve),
            ),
            rx.el.div(
                rx.el.label(t("campaigns.quotas"), html_for="quotas"),
                rx.el.span(t("campaigns.quotas_hint"), class_name="hint", id="quotas-hint"),
                rx.el.textarea(
                    id="quotas",
                    name="quotas",
                    rows=4,
                    default_value=seen.quotas,
                    key=seen.quotas,
                    aria_describedby="quotas-hint",
                ),
                class_name="field",
            ),
            rx.el.div(rx.el.button(t("campaigns.plan_save"), type="submit"), class_name="row"),
            class_name="card stack reading",
            on_submit=seen.plan,
        ),
    )


def field(name: str, label: Live, control: Any) -> rx.Component:
    """One labelled input."""
    return rx.el.div(rx.el.label(label, html_for=name), control(id=name, name=name), class_name="field")


def steps(seen: Live) -> rx.Component:
    """The steps many cases wait at, with a way to copy answers from one case to the others."""
    return rx.el.section(
        rx.el.h2(t("campaigns.steps")),
        rx.el.p(t("campaigns.steps_lead"), class_name="soft"),
        rx.el.form(
            rx.el.div(
                rx.el.label(t("campaigns.step"), html_for="element"),
                rx.el.select(
                    rx.foreach(seen.steps, lambda one: rx.el.option(f"{one[1]} ({one[2]})", value=one[0])),
                    id="element",
                    name="element",
                ),
                class_name="field",
            ),
            field("case", t("campaigns.step_case"), typed(max_length=40)),
            rx.el.div(rx.el.button(t("campaigns.repeat"), type="submit"), class_name="row"),
            class_name="card stack reading",
            on_submit=seen.repeat,
        ),
    )


def rolls(seen: Live) -> rx.Component:
    """Lists to take away, by region."""
    return rx.el.section(
        rx.el.h2(t("campaigns.print")),
        rx.el.ul(
            *[rx.el.li(rx.el.strong(t(f"campaigns.print_{kind}")), " ", *roll_links(seen, kind)) for kind in KINDS],
            class_name="stack",
        ),
        rx.el.details(
            rx.el.summary(t("campaigns.by_region")),
            rx.el.ul(rx.foreach(seen.regions, lambda pair: region_roll(seen, pair))),
        ),
    )


def roll_links(seen: Live, kind: str, region: Live = "") -> list[rx.Component]:
    """One list in its three forms."""
    base, asked = f"{routes.CAMPAIGNS}/{seen.ref}/{kind}", f"?region={region}"
    return [
        PlainLink.create(form.upper(), href=f"{base}.{form}{asked}", download=True, class_name="button quiet")
        for form in ("pdf", "xlsx", "csv")
    ]


def region_roll(seen: Live, pair: Live) -> rx.Component:
    """The list to sign of one region."""
    return rx.el.li(rx.el.strong(pair[1]), " ", *roll_links(seen, KINDS[0], pair[0]))


def parity(seen: Live) -> rx.Component:
    """How often each group is chosen."""
    parts = [
        rx.fragment(
            rx.el.h3(t(f"campaigns.parity_{axis}")),
            grid(
                rx.Var.create(f"{t('campaigns.parity')} : {t(f'campaigns.parity_{axis}')}"),
                seen.parity_heads,
                seen.parity[axis],
                f"parite-{axis}",
            ),
        )
        for axis in ("sexe", "region", "tranche")
    ]
    return rx.el.section(
        rx.el.h2(t("campaigns.parity")), rx.el.p(t("campaigns.parity_lead"), class_name="soft"), *parts
    )
